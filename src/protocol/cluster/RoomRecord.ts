/**
 * What nodes say to each other about rooms: the records of their links. An edge is a node at which members stand, the
 * owner is the node in which their room lives.
 *
 * Binary, little-endian: type u8 and the fields in the order in which they stand below. A member is a number that its
 * edge has given it, a room's log a number that its owner has given it; both mean something on one link only. No record
 * holds a whole room ID, a proof or a token: a room goes by the half of its ID that names no node, the rest by digests.
 * docs/CLUSTER.md, "Records".
 */
import { Data } from "effect"
import { type Close, closeCodes } from "../CloseCodes.ts"
import { joinRefusals, type JoinRefusal, operatorEnds, type OperatorEnd } from "./RecordCodes.ts"

export type RoomRecord = Data.TaggedEnum<{
  /** Edge to owner. `room` is 8 bytes; the digests are 32 each. */
  Join: {
    readonly member: number
    readonly room: Uint8Array
    readonly joinDigest: Uint8Array
    readonly creatorDigest: Uint8Array | undefined
    readonly replaceDigest: Uint8Array | undefined
  }
  /** Edge to owner: a sealed payload. */
  Send: { readonly member: number; readonly payload: Uint8Array }
  /** Edge to owner: a creator's frame, as it came. */
  Command: { readonly member: number; readonly frame: Uint8Array }
  /** Edge to owner. */
  Leave: { readonly member: number; readonly reason: "left" | "lost" }
  /** To the owner, from whichever node its operator asked: answered with Done under the same number. */
  End: { readonly request: number; readonly room: Uint8Array; readonly reason: OperatorEnd }
  /** To the issuer of a challenge: spend it, 8 bytes of its ID. Answered with Done under the same number. */
  Spend: { readonly request: number; readonly challenge: Uint8Array; readonly expiresAtMillis: number }

  /** Owner to edge. */
  Refused: { readonly member: number; readonly reason: JoinRefusal }
  /** Owner to edge: the member is in, and hears this log from here on. `frames` begins with its Joined. */
  Welcome: {
    readonly member: number
    readonly log: number
    readonly connectionId: Uint8Array
    readonly frames: Uint8Array
  }
  /** Owner to edge: finished frames for every member that hears this log. */
  Frames: { readonly log: number; readonly frames: Uint8Array }
  /** Owner to edge: finished frames for one member. */
  Tell: { readonly member: number; readonly frames: Uint8Array }
  /** Owner to edge: the member is out. */
  Close: { readonly member: number; readonly close: Close }
  /** Answers a request. */
  Done: { readonly request: number; readonly result: number }
}>
export const RoomRecord = Data.taggedEnum<RoomRecord>()

const type = {
  Join: 1,
  Send: 2,
  Command: 3,
  Leave: 4,
  End: 5,
  Spend: 6,
  Refused: 16,
  Welcome: 17,
  Frames: 18,
  Tell: 19,
  Close: 20,
  Done: 21
} as const

/** The half of a room ID, or of a challenge's, that names no node. */
const localBytes = 8
const digestBytes = 32
const connectionIdBytes = 16
/** Type and number in front of the bytes of Send and Frames. */
export const bulkHeaderBytes = 5

const leaveReasons = ["left", "lost"] as const
const none = new Uint8Array(0)
const latin1 = new TextDecoder("latin1")

/** The bytes of a record. */
export const encodeRoomRecord = (record: RoomRecord): Uint8Array => {
  switch (record._tag) {
    case "Join": {
      const { creatorDigest, joinDigest, replaceDigest, room } = record
      const flags = (creatorDigest === undefined ? 0 : 1) | (replaceDigest === undefined ? 0 : 2)
      return write("Join", record.member, room, [flags], joinDigest, creatorDigest ?? none, replaceDigest ?? none)
    }
    case "Send":
      return write("Send", record.member, record.payload)
    case "Command":
      return write("Command", record.member, record.frame)
    case "Leave":
      return write("Leave", record.member, [leaveReasons.indexOf(record.reason)])
    case "End":
      return write("End", record.request, record.room, [operatorEnds.indexOf(record.reason)])
    case "Spend":
      return write("Spend", record.request, record.challenge, u64(record.expiresAtMillis))
    case "Refused":
      return write("Refused", record.member, [joinRefusals.indexOf(record.reason)])
    case "Welcome":
      return write("Welcome", record.member, u32(record.log), record.connectionId, record.frames)
    case "Frames":
      return write("Frames", record.log, record.frames)
    case "Tell":
      return write("Tell", record.member, record.frames)
    case "Close": {
      const { code, reason } = record.close
      return write("Close", record.member, [code & 0xff, code >>> 8], new TextEncoder().encode(reason))
    }
    case "Done":
      return write("Done", record.request, [record.result])
  }
}

const u32 = (value: number): Uint8Array => Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24)

const u64 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true)
  return bytes
}

const write = (tag: RoomRecord["_tag"], number: number, ...fields: ReadonlyArray<ArrayLike<number>>): Uint8Array => {
  const bytes = new Uint8Array(fields.reduce((length, field) => length + field.length, bulkHeaderBytes))
  bytes[0] = type[tag]
  bytes.set(u32(number), 1)
  let offset = bulkHeaderBytes
  for (const field of fields) {
    bytes.set(field, offset)
    offset += field.length
  }
  return bytes
}

/** The record in these bytes, or `undefined` if they are none. What it holds are views. */
export const decodeRoomRecord = (bytes: Uint8Array): RoomRecord | undefined => {
  if (bytes.length < bulkHeaderBytes) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const number = view.getUint32(1, true)
  const rest = bytes.subarray(bulkHeaderBytes)
  switch (view.getUint8(0)) {
    case type.Frames:
      return RoomRecord.Frames({ log: number, frames: rest })
    case type.Send:
      return RoomRecord.Send({ member: number, payload: rest })
    case type.Join:
      return decodeJoin(number, rest)
    case type.Command:
      return RoomRecord.Command({ member: number, frame: rest })
    case type.Leave: {
      const reason = only(leaveReasons, rest)
      return reason && RoomRecord.Leave({ member: number, reason })
    }
    case type.End: {
      const reason = only(operatorEnds, rest.subarray(localBytes))
      return reason && RoomRecord.End({ request: number, room: rest.subarray(0, localBytes), reason })
    }
    case type.Spend:
      return decodeSpend(number, rest)
    case type.Refused: {
      const reason = only(joinRefusals, rest)
      return reason && RoomRecord.Refused({ member: number, reason })
    }
    case type.Welcome:
      return decodeWelcome(number, rest)
    case type.Tell:
      return RoomRecord.Tell({ member: number, frames: rest })
    case type.Close:
      return decodeClose(number, rest)
    case type.Done:
      return rest.length === 1 ? RoomRecord.Done({ request: number, result: rest[0] ?? 0 }) : undefined
    default:
      return undefined
  }
}

/** The name that the only byte stands for. */
const only = <Name extends string>(names: ReadonlyArray<Name>, rest: Uint8Array): Name | undefined =>
  rest.length === 1 ? names[rest[0] ?? names.length] : undefined

const decodeJoin = (member: number, rest: Uint8Array): RoomRecord | undefined => {
  const flags = rest[localBytes] ?? 0xff
  const digests = [true, (flags & 1) !== 0, (flags & 2) !== 0]
  const length = localBytes + 1 + digests.filter(Boolean).length * digestBytes
  if (flags > 3 || rest.length !== length) return undefined
  let offset = localBytes + 1
  const next = () => rest.subarray(offset, (offset += digestBytes))
  return RoomRecord.Join({
    member,
    room: rest.subarray(0, localBytes),
    joinDigest: next(),
    creatorDigest: digests[1] ? next() : undefined,
    replaceDigest: digests[2] ? next() : undefined
  })
}

const decodeSpend = (request: number, rest: Uint8Array): RoomRecord | undefined => {
  if (rest.length !== localBytes + 8) return undefined
  const view = new DataView(rest.buffer, rest.byteOffset)
  const expiresAtMillis = Number(view.getBigUint64(localBytes, true))
  if (!Number.isSafeInteger(expiresAtMillis)) return undefined
  return RoomRecord.Spend({ request, challenge: rest.subarray(0, localBytes), expiresAtMillis })
}

const decodeWelcome = (member: number, rest: Uint8Array): RoomRecord | undefined => {
  if (rest.length < 4 + connectionIdBytes) return undefined
  return RoomRecord.Welcome({
    member,
    log: new DataView(rest.buffer, rest.byteOffset).getUint32(0, true),
    connectionId: rest.subarray(4, 4 + connectionIdBytes),
    frames: rest.subarray(4 + connectionIdBytes)
  })
}

const decodeClose = (member: number, rest: Uint8Array): RoomRecord | undefined => {
  if (rest.length < 2) return undefined
  const code = new DataView(rest.buffer, rest.byteOffset).getUint16(0, true)
  // Of this protocol and no other: it is said to a member as it is.
  const close = Object.values(closeCodes).find((known) => known.code === code)
  return close?.reason === latin1.decode(rest.subarray(2)) ? RoomRecord.Close({ member, close }) : undefined
}
