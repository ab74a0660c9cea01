/**
 * What a session's event makes of what a screen shows: a pure fold, without clock or runtime. `now` comes in with each event.
 */
import type { Delivery, LogMessage } from "./RoomLog.ts"
import { appended, lastNote, noteChanged, noted } from "./viewLog.ts"
import { discardOutgoing, endedRoomView, isAlone, type RoomView, selfOf } from "./RoomView.ts"
import type { SessionEvent, SessionMember } from "./SessionEvent.ts"

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
    delivery: "pending",
    ...keptSecondsOf(event)
  }
  return { ...view, outbox: [...view.outbox, message] }
}

const keptSecondsOf = ({ keptSeconds }: Event<"Message" | "MessagePending">): Pick<LogMessage, "keptSeconds"> =>
  keptSeconds === undefined ? {} : { keptSeconds }

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
    delivery: "sent",
    ...keptSecondsOf(event)
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
