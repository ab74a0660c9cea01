/**
 * What elements tell their parents: every CustomEvent with its detail. All bubble and cross shadow boundaries.
 *
 * The names are verbs: what the person asked for. The last three are facts that pug-room tells its host page.
 */
import type { ConnectionId } from "../../protocol/Identifiers.ts"
import type { RoomLink } from "../RoomLink.ts"
import type { ViewEnd } from "../RoomView.ts"
import type { Language } from "./words/Language.ts"

/** Where a `<pug-room>` stands, for titles and host pages. `unusable`: its link cannot be used, or not on this page. */
export type RoomStage = "invited" | "unusable" | "entering" | "waiting" | "inside" | "ended"

export interface PugEvents {
  /** `name` and `password` are empty for none. */
  "create-room": {
    readonly ttlSeconds: number
    readonly capacity: number
    readonly name: string
    readonly password: string
  }
  "cancel-create": undefined
  /** A link that was pasted or typed in words. */
  "open-link": { readonly link: RoomLink }
  /** From an ended room or a link that leads nowhere. */
  "new-room": undefined
  /** `name` is what the person wants to be called; empty for no wish. `password` is empty where the link needs none. */
  "join-room": { readonly name: string; readonly password: string }
  /** The way back is to be kept in this tab, or no more. */
  "keep-room": { readonly isKept: boolean }
  /** Another password in place of one that does not fit. */
  "use-password": { readonly password: string }
  "leave-room": undefined
  /** Leave without a question, and let nothing be seen. pug-room has left and wiped itself when its host hears it. */
  "vanish-room": undefined
  /** With `keptSeconds` the message is to disappear. */
  "send-message": { readonly body: string; readonly keptSeconds: number | undefined }
  /** Sends again what was not sent. */
  "retry-message": { readonly id: string } & PugEvents["send-message"]
  "discard-message": { readonly id: string }
  /** The time of these messages is up: their keys. */
  "let-go": { readonly keys: ReadonlySet<string> }
  /** What cannot be undone; pug-chat asks back first. */
  "ask-first": { readonly about: "Leave" | "Purge" | "Rotate" }
  /** The creator points at a member; pug-chat asks back first. */
  "ask-kick": { readonly connectionId: ConnectionId; readonly name: string }
  /** `changesLink`: in the same step everybody else gets a new link. */
  "kick-member": { readonly connectionId: ConnectionId; readonly changesLink: boolean }
  "lock-room": { readonly isLocked: boolean }
  "purge-room": undefined
  "rotate-link": undefined
  "show-invite": { readonly isOpen: boolean }
  "reconnect-now": undefined
  /** The page is to speak another language. */
  "choose-language": { readonly language: Language }
  /** What is said is to be blurred while the person looks elsewhere, or no longer. */
  "veil-talk": { readonly isVeiling: boolean }
  /** `action`: the number of the one that was chosen. */
  "dialog-confirm": { readonly action: number }
  "dialog-close": undefined
  /** Fact: a `<pug-room>` has come to another stage. */
  "room-stage": { readonly stage: RoomStage }
  /** Fact: the room is over for this page. */
  "room-ended": { readonly reason: ViewEnd }
  /** Fact: so many messages have come while nobody looks at the page; none once somebody does. */
  "unread-count": { readonly count: number }
}

/** A CustomEvent of ours. */
export type PugEvent<Name extends keyof PugEvents> = CustomEvent<PugEvents[Name]>

/** Dispatches an event with its detail. */
export const emit = <Name extends keyof PugEvents>(
  target: EventTarget,
  name: Name,
  ...[detail]: PugEvents[Name] extends undefined ? [] : [detail: PugEvents[Name]]
): void => {
  target.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }))
}

declare global {
  interface HTMLElementEventMap {
    "create-room": PugEvent<"create-room">
    "cancel-create": PugEvent<"cancel-create">
    "open-link": PugEvent<"open-link">
    "new-room": PugEvent<"new-room">
    "join-room": PugEvent<"join-room">
    "keep-room": PugEvent<"keep-room">
    "use-password": PugEvent<"use-password">
    "leave-room": PugEvent<"leave-room">
    "vanish-room": PugEvent<"vanish-room">
    "send-message": PugEvent<"send-message">
    "retry-message": PugEvent<"retry-message">
    "discard-message": PugEvent<"discard-message">
    "let-go": PugEvent<"let-go">
    "ask-first": PugEvent<"ask-first">
    "ask-kick": PugEvent<"ask-kick">
    "kick-member": PugEvent<"kick-member">
    "lock-room": PugEvent<"lock-room">
    "purge-room": PugEvent<"purge-room">
    "rotate-link": PugEvent<"rotate-link">
    "show-invite": PugEvent<"show-invite">
    "reconnect-now": PugEvent<"reconnect-now">
    "choose-language": PugEvent<"choose-language">
    "veil-talk": PugEvent<"veil-talk">
    "dialog-confirm": PugEvent<"dialog-confirm">
    "dialog-close": PugEvent<"dialog-close">
    "room-stage": PugEvent<"room-stage">
    "room-ended": PugEvent<"room-ended">
    "unread-count": PugEvent<"unread-count">
  }
}
