/**
 * Reads one joined connection in order: one fiber, one message after the other, although opening one is asynchronous.
 * Keeps the member list, shows messages and faults, and returns when the room ends. PROTOCOL.md section 5.
 */
import { Clock, Effect, Queue } from "effect"
import { Base64Url } from "effect/encoding"
import { splitMessage } from "../../protocol/MessageHeader.ts"
import type { EndReason, RoomEvent, ServerFrame } from "../../protocol/ServerFrame.ts"
import { opcode, type Opcode } from "../../protocol/WebSocketFrame.ts"
import { creatorCapability, type SealedRecord, type UnknownRecord } from "../crypto/SealedRecord.ts"
import { sha256, utf8 } from "../crypto/WebCrypto.ts"
import { SessionEvent, type SessionMember } from "../SessionEvent.ts"
import { ConnectionClosed } from "./joinRoom.ts"
import type { EntryPlace } from "./LogOrder.ts"
import { monotonicMillis } from "./monotonicMillis.ts"
import { emitFault, hearWitness, type RoomConnection } from "./RoomConnection.ts"
import { decodeServerMessage } from "./ServerMessage.ts"

/** Returns why the room has ended, or fails when the connection has. */
export const receiveLoop = Effect.fnUntraced(function* (room: RoomConnection) {
  while (true) {
    const incoming = yield* Queue.take(room.connection.incoming)
    room.heardCount += 1
    room.heardAt = yield* monotonicMillis
    if (incoming._tag === "Closed") return yield* new ConnectionClosed({ code: incoming.code })
    if (incoming._tag === "Binary") {
      yield* receiveBinary(room, incoming.bytes)
    } else {
      const ended = yield* receiveText(room, incoming.text)
      if (ended !== undefined) return ended
    }
  }
})

const receiveText = Effect.fnUntraced(function* (room: RoomConnection, text: string) {
  const message = decodeServerMessage(text)
  if (message === undefined) {
    emitFault(room, "malformed")
    return undefined
  }
  const { entry, frame } = message
  if (entry !== undefined && !(yield* admitEntry(room, entry, opcode.text, utf8(text)))) return undefined
  return frame && receiveFrame(room, frame)
})

const receiveBinary = Effect.fnUntraced(function* (room: RoomConnection, bytes: Uint8Array) {
  const message = splitMessage(bytes)
  if (message === undefined) return emitFault(room, "malformed")
  const { header, payload } = message
  if (!(yield* admitEntry(room, header, opcode.binary, bytes))) return
  const { record, faults } = yield* room.reader.read(header, payload)
  for (const { kind, count } of faults) emitFault(room, kind, count, header.sender)
  if (faults.some(({ kind }) => kind === "wrong-key")) hearWitness(room, header.sender, false)
  if (record === undefined) return
  hearWitness(room, header.sender, true)
  const name = record._tag === "Hello" ? record.name : undefined
  const changed = room.session.roster.verified(header.sender, name)
  if (changed !== undefined) room.session.emit(SessionEvent.MemberChanged({ member: changed }))
  const sender = room.session.roster.get(header.sender)
  if (sender !== undefined) yield* receiveRecord(room, sender, record, header)
})

/** Counts an entry into the log. False if it is there already. */
const admitEntry = Effect.fnUntraced(function* (
  room: RoomConnection,
  entry: EntryPlace,
  kind: Opcode,
  message: Uint8Array
) {
  const { isRepeated, faults } = room.order.next(entry.sequence)
  if (faults > 0) emitFault(room, "log-gap", faults)
  if (isRepeated) return false
  if (!room.session.relayClock.entry(entry.time, yield* Clock.currentTimeMillis)) emitFault(room, "clock")
  room.logGrewAt = room.heardAt
  room.session.lastSequence = entry.sequence
  yield* room.logHash.append(entry.sequence, kind, message)
  return true
})

const receiveRecord = Effect.fnUntraced(function* (
  room: RoomConnection,
  sender: SessionMember,
  record: SealedRecord | UnknownRecord,
  { sequence, time }: EntryPlace
) {
  const { session } = room
  switch (record._tag) {
    case "Text": {
      const id = Base64Url.encode(record.id)
      if (sender.isSelf) session.outbox.confirm(id)
      const { body, sentAt, keptSeconds } = record
      if (!session.markShown(id, yield* digestOf(body, sentAt))) return
      const kept = keptSeconds === undefined ? {} : { keptSeconds }
      return session.emit(SessionEvent.Message({ id, sender, body, sentAt, time, sequence, ...kept }))
    }
    case "Rotate":
      // The relay says who the creator is, and it is the relay that the new secret opens.
      if (sender.isCreator) session.announcedSecret = record.secret
      return
    case "Hello":
      // The relay says who the creator is; who is does not fail to say so itself.
      if (sender.isCreator && !sender.isSelf && !record.capabilities.includes(creatorCapability)) {
        emitFault(room, "false-creator", 1, sender.connectionId)
      }
      return
    case "Heartbeat":
    case "Unknown":
      return
  }
})

/** What stays the same when a message is sent again. The words themselves are not kept. */
const digestOf = (body: string, sentAt: number): Effect.Effect<string> =>
  Effect.map(sha256(utf8(`${sentAt} ${body}`)), Base64Url.encode)

const receiveFrame = (room: RoomConnection, frame: ServerFrame): EndReason | undefined => {
  switch (frame._tag) {
    case "Pong":
      return undefined
    case "Refused":
      room.session.outbox.refused(frame.command)
      room.session.toSend.raise()
      if (frame.command === "Rotate") room.session.announcedSecret = undefined
      room.session.emit(SessionEvent.Refused({ command: frame.command, reason: frame.reason }))
      return undefined
    case "Joined":
    case "WorkRequired":
      emitFault(room, "malformed")
      return undefined
    case "RoomEnded":
      return frame.reason
    case "MemberJoined":
    case "MemberLeft":
    case "LockChanged":
    case "SecretRotated":
      receiveEvent(room, frame)
      return undefined
  }
}

type Lasting = Exclude<RoomEvent, { readonly _tag: "RoomEnded" }>

const receiveEvent = (room: RoomConnection, event: Lasting): void => {
  const { session, self, reader } = room
  const { time } = event
  session.outbox.happened(event)
  // What has waited for this may go now.
  session.toSend.raise()
  switch (event._tag) {
    case "MemberJoined": {
      if (event.connectionId === self) return
      session.auditor.joined(event.connectionId)
      const { joined, changed } = session.roster.joined(event)
      session.emit(SessionEvent.MemberJoined({ member: joined, time }))
      for (const member of changed) session.emit(SessionEvent.MemberChanged({ member }))
      room.isHelloDue = true
      return
    }
    case "MemberLeft": {
      if (event.connectionId === self) return
      session.auditor.left(event.connectionId)
      reader.left(event.connectionId)
      const member = session.roster.left(event.connectionId)
      if (member === undefined) return
      return session.emit(SessionEvent.MemberLeft({ member, reason: event.reason, time }))
    }
    case "LockChanged":
      session.isLocked = event.isLocked
      return session.emit(SessionEvent.LockChanged({ isLocked: event.isLocked, time }))
    case "SecretRotated":
      return session.secretRotated(time)
  }
}
