/**
 * What the elements show of a room: a pure fold of session events.
 *
 * No clock, no runtime: `now` comes in with each event, in Unix milliseconds of this device, so that the countdown needs
 * no agreement between clocks. When a session ends, the fold forgets everything but the reason.
 */
import type { ConnectionId } from "../protocol/Identifiers.ts"
import { client } from "../protocol/Limits.ts"
import type { Delivery, LogEntry, LogMessage, LogNote } from "./RoomLog.ts"
import type { SessionEnd, SessionEvent, SessionMember } from "./SessionEvent.ts"

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
  nextNote: 0
})

/** The view of a room that is over: the reason, and nothing else of it. */
export const endedRoomView = (view: RoomView, reason: ViewEnd): RoomView => ({
  ...initialRoomView(undefined),
  ended: endFor(view, reason)
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

/** Says in the log that the room ends soon. `now` is by this device's clock. */
export const withTimeLeft = (view: RoomView, remainingMillis: number, now: number): RoomView =>
  noted(view, { _tag: "TimeLeft", remainingMillis }, now)

/** Takes a message that was not sent off the screen. */
export const discardOutgoing = (view: RoomView, id: string): RoomView => ({
  ...view,
  outbox: view.outbox.filter((message) => message.id !== id)
})

/** The view after one more event. */
export const foldSessionEvent = (view: RoomView, event: SessionEvent, now: number): RoomView => {
  switch (event._tag) {
    case "Connecting":
      // A lost connection stays lost until Joined, so that the banner does not flicker with every attempt.
      return view.connection._tag === "Working" && !view.hasJoined
        ? { ...view, connection: { _tag: "Connecting" } }
        : view
    case "Working":
      return { ...view, connection: { _tag: "Working", progress: event.progress } }
    case "Waiting":
      return { ...view, connection: { _tag: "Waiting", reason: event.reason } }
    case "ConnectionLost":
      return view.connection._tag === "Lost" ? view : { ...view, connection: { _tag: "Lost" } }
    case "Joined":
      return joined(view, event, now)
    case "MemberJoined":
      return memberJoined(view, event.member, event.time)
    case "MemberLeft": {
      const members = view.members.filter((member) => member.connectionId !== event.member.connectionId)
      const wrongKeySenders = view.wrongKeySenders.filter((sender) => sender !== event.member.connectionId)
      return leaveNoted({ ...view, members, wrongKeySenders }, event)
    }
    case "MemberChanged":
      return memberChanged(view, event.member, now)
    case "MessagePending":
      return messagePending(view, event)
    case "MessageFailed":
      return { ...view, outbox: withDelivery(view.outbox, event.id, "failed") }
    case "Message":
      return messageArrived(view, event)
    case "Fault":
      return faultFound(view, event)
    case "PasswordDoubted":
      return { ...view, isPasswordDoubted: true }
    case "LockChanged":
      return noted({ ...view, isLocked: event.isLocked }, { _tag: "LockChanged", isLocked: event.isLocked }, event.time)
    case "LinkChanged":
      return linkChanged(view, event.link, event.time)
    case "Refused":
      return noted(view, { _tag: "Refused", command: event.command, reason: event.reason }, now)
    case "Ended":
      return endedRoomView(view, event.reason)
  }
}

type Event<Tag extends SessionEvent["_tag"]> = Extract<SessionEvent, { readonly _tag: Tag }>

const joined = (view: RoomView, event: Event<"Joined">, now: number): RoomView => {
  const isFirst = !view.hasJoined
  const next: RoomView = {
    ...view,
    connection: { _tag: "Live" },
    hasJoined: true,
    members: event.members,
    capacity: event.capacity,
    isLocked: event.isLocked,
    endsAt: now + event.remainingMillis,
    totalMillis: isFirst ? event.remainingMillis : view.totalMillis,
    waitMillis: event.waitMillis,
    wrongKeySenders: view.isPasswordDoubted ? [] : view.wrongKeySenders,
    isPasswordDoubted: false
  }
  if (!isFirst) return noted(next, { _tag: "CameBack", missedCount: event.missedCount }, event.time)
  return isAlone(next) ? next : noted(next, { _tag: "CameIn" }, event.time)
}

const memberJoined = (view: RoomView, member: SessionMember, time: number): RoomView => {
  const isKnown = view.members.some(({ connectionId }) => connectionId === member.connectionId)
  const others = view.members.filter(({ connectionId }) => connectionId !== member.connectionId)
  const members = isKnown
    ? view.members.map((each) => (each.connectionId === member.connectionId ? member : each))
    : [...others, member]
  const next: RoomView = {
    ...view,
    // A creator who comes in takes the role over. PROTOCOL.md section 4.3.
    members: member.isCreator ? withOnlyCreator(members, member) : members,
    waitMillis: members.length >= 2 ? 0 : view.waitMillis
  }
  if (isKnown || member.isSelf) return next
  const last = lastNote(view)
  // The next entry of a connection that has been replaced is the one that replaces it. PROTOCOL.md section 4.3.
  const isReturning =
    last?._tag === "MemberReturned" &&
    !view.members.some(({ connectionId }) => connectionId === last.member.connectionId)
  return isReturning
    ? noteChanged(next, { _tag: "MemberReturned", member: { ...member, name: last.member.name } })
    : noted(next, { _tag: "MemberJoined", member }, time)
}

const leaveNoted = (view: RoomView, { member, reason, time }: Event<"MemberLeft">): RoomView =>
  noted(view, reason === "replaced" ? { _tag: "MemberReturned", member } : { _tag: "MemberLeft", member, reason }, time)

const memberChanged = (view: RoomView, member: SessionMember, now: number): RoomView => {
  const former = view.members.find(({ connectionId }) => connectionId === member.connectionId)
  if (former === undefined) return view
  const changed = view.members.map((each) => (each === former ? member : each))
  const members = member.isCreator ? withOnlyCreator(changed, member) : changed
  const next = { ...view, members }
  const renamed = former.name === member.name || member.isSelf ? next : renameNoted(next, member, former.name, now)
  return member.isCreator && !former.isCreator ? noted(renamed, { _tag: "CreatorChanged", member }, now) : renamed
}

/** A chosen name follows its owner's coming in, with a name of the relay, at once: that is one line. */
const renameNoted = (view: RoomView, member: SessionMember, formerName: string, now: number): RoomView => {
  const last = lastNote(view)
  const isNewcomer =
    (last?._tag === "MemberJoined" || last?._tag === "MemberReturned") &&
    last.member.connectionId === member.connectionId
  return isNewcomer
    ? noteChanged(view, { _tag: last._tag, member })
    : noted(view, { _tag: "MemberRenamed", member, formerName }, now)
}

const withOnlyCreator = (members: ReadonlyArray<SessionMember>, creator: SessionMember): ReadonlyArray<SessionMember> =>
  members.map((member) =>
    member.isCreator && member.connectionId !== creator.connectionId ? { ...member, isCreator: false } : member
  )

const messagePending = (view: RoomView, event: Event<"MessagePending">): RoomView => {
  const sender = selfOf(view)
  if (sender === undefined || view.outbox.some(({ id }) => id === event.id)) {
    return { ...view, outbox: withDelivery(view.outbox, event.id, "pending") }
  }
  const message: LogMessage = {
    _tag: "Message",
    key: event.id,
    id: event.id,
    sender,
    body: event.body,
    time: event.sentAt,
    delivery: "pending"
  }
  return { ...view, outbox: [...view.outbox, message] }
}

const withDelivery = (messages: ReadonlyArray<LogMessage>, id: string, delivery: Delivery): ReadonlyArray<LogMessage> =>
  messages.map((message) => (message.id === id ? { ...message, delivery } : message))

/** A copied ID comes again with other words, and must not share the key of the message that had it first. */
const messageArrived = (view: RoomView, event: Event<"Message">): RoomView => {
  const message: LogMessage = {
    _tag: "Message",
    key: view.entries.some(({ key }) => key === event.id) ? `${event.id} ${event.sequence}` : event.id,
    id: event.id,
    sender: event.sender,
    body: event.body,
    time: event.time,
    delivery: "sent"
  }
  return appended(event.sender.isSelf ? discardOutgoing(view, event.id) : view, message)
}

/** The same fault of the same sender in a row is one line with a number, so that it cannot push the talk off screen. */
const faultFound = (view: RoomView, event: Event<"Fault">): RoomView => {
  const { sender } = event
  const kind = event.kind === "wrong-key" && view.needsPassword ? "other-password" : event.kind
  const isNew =
    event.kind === "wrong-key" && sender !== undefined && !view.wrongKeySenders.includes(sender.connectionId)
  const next = isNew ? { ...view, wrongKeySenders: [...view.wrongKeySenders, sender.connectionId] } : view
  const last = lastNote(view)
  const isSame = last?._tag === "Fault" && last.kind === kind && last.sender?.connectionId === sender?.connectionId
  const count = isSame ? last.count + event.count : event.count
  const before = isSame ? { ...next, entries: next.entries.slice(0, -1) } : next
  return noted(before, { _tag: "Fault", kind, sender, count }, event.time)
}

const linkChanged = (view: RoomView, link: string | undefined, time: number): RoomView => {
  const last = lastNote(view)
  const isLate = last?._tag === "LinkChanged" && !last.isKnown && link !== undefined
  const before = isLate ? { ...view, entries: view.entries.slice(0, -1) } : view
  return noted({ ...before, link }, { _tag: "LinkChanged", isKnown: link !== undefined }, time)
}

const lastNote = (view: RoomView): LogNote | undefined => {
  const last = view.entries.at(-1)
  return last?._tag === "Note" ? last.note : undefined
}

/** The last entry, a note, says something else now. */
const noteChanged = (view: RoomView, note: LogNote): RoomView => ({
  ...view,
  entries: view.entries.map((entry, index) =>
    index === view.entries.length - 1 && entry._tag === "Note" ? { ...entry, note } : entry
  )
})

const noted = (view: RoomView, note: LogNote, time: number): RoomView =>
  appended({ ...view, nextNote: view.nextNote + 1 }, { _tag: "Note", key: `note ${view.nextNote}`, note, time })

const appended = (view: RoomView, entry: LogEntry): RoomView => {
  const surplus = Math.max(0, view.entries.length + 1 - client.maxLogEntries)
  return {
    ...view,
    entries: [...view.entries.slice(surplus), entry],
    omittedCount: view.omittedCount + surplus
  }
}
