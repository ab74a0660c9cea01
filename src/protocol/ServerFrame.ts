/**
 * Control frames from the relay to a client: text messages, one JSON object each, discriminated by `_tag`.
 *
 * Frames with a `sequence` are entries of the room's log: every member receives the same bytes in the same order, with
 * the sealed payloads (MessageHeader.ts) in between. The others answer one connection and are in no log. A client
 * ignores unknown tags and fields, so that frames can be added. PROTOCOL.md section 5.
 */
import { Schema } from "effect"
import { Millis } from "./ExactNumbers.ts"
import { ConnectionId, ReplaceToken } from "./Identifiers.ts"
import { readJsonFrame } from "./JsonFrame.ts"
import { maxNonce } from "./Limits.ts"
import { Challenge } from "./RoomApi.ts"

/** The place of an entry in the log, from 1, without gaps. */
export const Sequence = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: maxNonce }))

/** Unix time of the relay in milliseconds; within a log it never decreases. */
export const RelayTime = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: maxNonce }))

const entry = { sequence: Sequence, time: RelayTime }

/** A member as the relay knows it: the name is the relay's, a chosen one travels sealed. */
export const Member = Schema.Struct({
  connectionId: ConnectionId,
  name: Schema.String,
  isCreator: Schema.Boolean
})
export type Member = typeof Member.Type

/** You are in. `sequence` is that of your own MemberJoined, which follows: your log starts there. */
export const Joined = Schema.TaggedStruct("Joined", {
  ...entry,
  connectionId: ConnectionId,
  replaceToken: ReplaceToken,
  members: Schema.Array(Member),
  capacity: Schema.Int,
  isLocked: Schema.Boolean,
  remainingMillis: Millis,
  /** How long the room is kept while empty: 0 once two members have been in together. */
  waitMillis: Millis
})

/** Do this work and send Join again with it. */
export const WorkRequired = Schema.TaggedStruct("WorkRequired", { challenge: Challenge })

/** A member came in. `isCreator` moves the role to it. */
export const MemberJoined = Schema.TaggedStruct("MemberJoined", { ...entry, ...Member.fields })

/** How a member went: by its own wish, cut off, removed by the creator, or superseded by its own next connection. */
export const LeaveReason = Schema.Literals(["left", "lost", "kicked", "replaced"])
export type LeaveReason = typeof LeaveReason.Type

export const MemberLeft = Schema.TaggedStruct("MemberLeft", {
  ...entry,
  connectionId: ConnectionId,
  reason: LeaveReason
})

export const LockChanged = Schema.TaggedStruct("LockChanged", { ...entry, isLocked: Schema.Boolean })

/** The link that led here is dead; members stay. */
export const SecretRotated = Schema.TaggedStruct("SecretRotated", entry)

/** Why a room ended. `empty` and `unopened` have nobody to tell and appear in lifecycle events only. */
export const EndReason = Schema.Literals([
  "purged",
  "expired",
  "ended-by-operator",
  "room-failed",
  "going-away",
  "empty",
  "unopened"
])
export type EndReason = typeof EndReason.Type

/** The last entry of a log. The connection closes with the code of the reason. */
export const RoomEnded = Schema.TaggedStruct("RoomEnded", { ...entry, reason: EndReason })

/** A command of this connection was refused; the connection stays. */
export const Refused = Schema.TaggedStruct("Refused", {
  command: Schema.Literals(["Purge", "Lock", "Kick", "Rotate"]),
  reason: Schema.Literals(["not-creator", "no-such-member", "busy"])
})
export type Refused = typeof Refused.Type

export const Pong = Schema.TaggedStruct("Pong", {})

export const RoomEvent = Schema.Union([MemberJoined, MemberLeft, LockChanged, SecretRotated, RoomEnded])
export type RoomEvent = typeof RoomEvent.Type

export const ServerFrame = Schema.Union([Joined, WorkRequired, ...RoomEvent.members, Refused, Pong])
export type ServerFrame = typeof ServerFrame.Type

const encode = Schema.encodeSync(Schema.fromJsonString(ServerFrame))

/** The frame in a text message, or `undefined` if it is none that this version knows. */
export const decodeServerFrame: (text: string) => ServerFrame | undefined = readJsonFrame(
  Schema.decodeUnknownExit(ServerFrame)
)

export const encodeServerFrame = (frame: ServerFrame): string => encode(frame)
