/**
 * What is asked before something that cannot be undone, and what it does.
 */
import type { ConnectionId } from "../../../protocol/Identifiers.ts"

export type Question =
  /** `isLast`: the room ends with this leave. `isCreator`: whoever comes back by the link is not the creator any more. */
  | { readonly _tag: "Leave"; readonly isLast: boolean; readonly isCreator: boolean }
  | { readonly _tag: "Purge" }
  | { readonly _tag: "Rotate" }
  | { readonly _tag: "Kick"; readonly connectionId: ConnectionId; readonly name: string }

export interface QuestionWords {
  readonly heading: string
  readonly text: string
  readonly action: string
}

export const questionWords = (question: Question): QuestionWords => {
  switch (question._tag) {
    case "Leave":
      return {
        heading: "Leave the room?",
        text: question.isLast
          ? "You are the last one here, so the room ends, and everything in it is gone."
          : question.isCreator
            ? "What was said is gone from this page. To come back you need the link, and then you are a guest: nobody can lock the room or end it early any more."
            : "What was said is gone from this page. To come back you need the link.",
        action: "Leave"
      }
    case "Purge":
      return {
        heading: "End the room for all?",
        text: "The room closes for everybody, and everything that was said is gone. This cannot be undone.",
        action: "End for all"
      }
    case "Rotate":
      return {
        heading: "Make a new link?",
        text: "The old link stops working. Everybody who is here stays and is told the new one.",
        action: "Make a new link"
      }
    case "Kick":
      return {
        heading: `Remove ${question.name}?`,
        text: `${question.name} no longer reads what is said. Who has the link can come in again, unless you lock the room or make a new link.`,
        action: "Remove"
      }
  }
}
