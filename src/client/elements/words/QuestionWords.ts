/**
 * What is asked before something that cannot be undone, and what it does.
 */
import type { ConnectionId } from "../../../protocol/Identifiers.ts"
import { say, words } from "./RoomLanguage.ts"

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
  const { leave, purge, rotate, kick } = words().question
  switch (question._tag) {
    case "Leave": {
      const text = question.isLast ? leave.last : question.isCreator ? leave.creator : leave.guest
      return { heading: leave.heading, text, action: leave.action }
    }
    case "Purge":
      return purge
    case "Rotate":
      return rotate
    case "Kick": {
      const name = say().isolate(question.name)
      return { heading: kick.heading(name), text: kick.text(name), action: kick.action }
    }
  }
}
