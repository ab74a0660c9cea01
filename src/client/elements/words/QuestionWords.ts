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

/** A label, and where there is a choice, what it does. */
export interface ActionWords {
  readonly label: string
  readonly effect?: string
}

export interface QuestionWords {
  readonly heading: string
  readonly text: string
  readonly actions: ReadonlyArray<ActionWords>
}

/** The number of the action with which a removed member cannot come back. */
export const kickAndRotate = 1

export const questionWords = (question: Question): QuestionWords => {
  const { leave, purge, rotate, kick } = words().question
  switch (question._tag) {
    case "Leave": {
      const text = question.isLast ? leave.last : question.isCreator ? leave.creator : leave.guest
      return { heading: leave.heading, text, actions: [{ label: leave.action }] }
    }
    case "Purge":
      return oneAction(purge)
    case "Rotate":
      return oneAction(rotate)
    case "Kick": {
      const name = say().isolate(question.name)
      return {
        heading: kick.heading(name),
        text: kick.text(name),
        actions: [
          { label: kick.action, effect: kick.effect(name) },
          { label: kick.changeLink, effect: kick.changeLinkEffect(name) }
        ]
      }
    }
  }
}

const oneAction = (asked: { readonly heading: string; readonly text: string; readonly action: string }) => ({
  heading: asked.heading,
  text: asked.text,
  actions: [{ label: asked.action }]
})
