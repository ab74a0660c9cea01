/**
 * What the elements show of a room, and what can be read from it. foldSessionEvent.ts makes it of a session's events.
 *
 * No clock: times are in Unix milliseconds of this device, so that the countdown needs no agreement between clocks. The view
 * of a room that is over holds the reason, whether something of ours has not come through, and nothing else.
 */
import type { ConnectionId } from "../protocol/Identifiers.ts"
import type { LogEntry, LogMessage } from "./RoomLog.ts"
import type { SessionEnd, SessionMember } from "./SessionEvent.ts"

/** How it stands with the relay. */
export type Connection =
  | { readonly _tag: "Connecting" }
  /** The relay asked for work at join. */
  | { readonly _tag: "Working"; readonly progress: number }
  | { readonly _tag: "Waiting"; readonly reason: "not-open-yet" | "full" | "locked" | "busy" | "too-many" }
  /** `cause`: why no connection can be made, once it is known. */
  | { readonly _tag: "Lost"; readonly cause?: LostCause }
  | { readonly _tag: "Live" }

/** `blocked`: the relay answers, but no WebSocket gets through. `unreachable`: it does not answer at all. */
export type LostCause = "blocked" | "unreachable"

/** Why there is no room to show any more. */
export type ViewEnd =
  | SessionEnd
  /** Left before one was let in. */
  | "gave-up"
  /** Left as the last one, which has ended the room. */
  | "left-last"
  /** Was in, lost the connection and may not come back: the room has ended meanwhile, or its link has changed. */
  | "cut-off"
  /** A fault of this page ended the session. */
  | "page-failed"

export interface RoomView {
  readonly connection: Connection
  /** True from the first Joined on: the room is on screen, whatever the connection does. */
  readonly hasJoined: boolean
  readonly members: ReadonlyArray<SessionMember>
  readonly capacity: number
  readonly isLocked: boolean
  /** The link that invites others; absent when it has changed and the new one is not known here. */
  readonly link: string | undefined
  /** When the room's time is up, by this device's clock. */
  readonly endsAt: number
  /** What remained when we came in: the whole of the countdown. */
  readonly totalMillis: number
  /** How long the room is kept while empty; 0 once two members have been in together. */
  readonly waitMillis: number
  /** The log as the relay ordered it. */
  readonly entries: ReadonlyArray<LogEntry>
  /** Own messages that are not in the log yet, or never will be. */
  readonly outbox: ReadonlyArray<LogMessage>
  /** Entries that have fallen out of `entries`, which is bounded. */
  readonly omittedCount: number
  /** Who has sealed something that our key does not open. */
  readonly wrongKeySenders: ReadonlyArray<ConnectionId>
  /** The room's link needs a password. */
  readonly needsPassword: boolean
  /** The password may be wrong: nothing of those opens who were here before us. */
  readonly isPasswordDoubted: boolean
  readonly ended: ViewEnd | undefined
  /** The room ended before it showed all that was sent from here. */
  readonly hasUnsent: boolean
  /** The number of the next note's key. */
  readonly nextNote: number
}

/** A room that nothing is known of yet but its link. */
export const initialRoomView = (link: string | undefined, needsPassword = false): RoomView => ({
  connection: { _tag: "Connecting" },
  hasJoined: false,
  members: [],
  capacity: 0,
  isLocked: false,
  link,
  endsAt: 0,
  totalMillis: 0,
  waitMillis: 0,
  entries: [],
  outbox: [],
  omittedCount: 0,
  wrongKeySenders: [],
  needsPassword,
  isPasswordDoubted: false,
  ended: undefined,
  hasUnsent: false,
  nextNote: 0
})

/** The view of a room that is over: nothing of what it was. */
export const endedRoomView = (view: RoomView, reason: ViewEnd): RoomView => ({
  ...initialRoomView(undefined),
  ended: endFor(view, reason),
  hasUnsent: view.outbox.length > 0
})

/** What a reason means to somebody who was in, or never was. */
const endFor = (view: RoomView, reason: ViewEnd): ViewEnd => {
  if (reason === "left" && !view.hasJoined) return "gave-up"
  if (reason === "left" && isLast(view)) return "left-last"
  return reason === "join-refused" && view.hasJoined ? "cut-off" : reason
}

export const selfOf = (view: RoomView): SessionMember | undefined => view.members.find((member) => member.isSelf)

export const isCreator = (view: RoomView): boolean => selfOf(view)?.isCreator === true

/** In, with nobody else. */
export const isAlone = (view: RoomView): boolean => view.hasJoined && view.members.every((member) => member.isSelf)

/** Whether the room ends when we leave. */
export const isLast = (view: RoomView): boolean => isAlone(view) && view.waitMillis === 0

/** Whether our key is right. Only what somebody else has sealed can tell. */
export const verificationOf = (view: RoomView): "not-verified" | "verified" | "wrong-key" => {
  const others = view.members.filter((member) => !member.isSelf)
  if (others.some((member) => member.isVerified)) return "verified"
  return others.some(({ connectionId }) => view.wrongKeySenders.includes(connectionId)) ? "wrong-key" : "not-verified"
}

/** The log and, after it, what is still on its way. */
export const shownEntries = (view: RoomView): ReadonlyArray<LogEntry> =>
  view.outbox.length === 0 ? view.entries : [...view.entries, ...view.outbox]

/** Why the connection cannot be made; nothing if it has come back meanwhile. */
export const withLostCause = (view: RoomView, cause: LostCause): RoomView =>
  view.connection._tag === "Lost" ? { ...view, connection: { _tag: "Lost", cause } } : view

/** Takes a message that was not sent off the screen. */
export const discardOutgoing = (view: RoomView, id: string): RoomView => ({
  ...view,
  outbox: view.outbox.filter((message) => message.id !== id)
})
