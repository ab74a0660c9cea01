/**
 * Control frames from a client to the relay: text messages, one JSON object each, discriminated by `_tag`.
 *
 * Flow: the first frame is Join (again with `work` after WorkRequired); after Joined the others are allowed. A sealed
 * payload is a bare binary message and has no frame here. Unknown tags and fields are refused. PROTOCOL.md section 4.
 */
import { Schema } from "effect"
import { ConnectionId, Proof, ReplaceToken, RoomId, Verifier } from "./Identifiers.ts"
import { readJsonFrame } from "./JsonFrame.ts"
import { Work } from "./ProofOfWork.ts"

export const Join = Schema.TaggedStruct("Join", {
  roomId: RoomId,
  /** HKDF-SHA-256 of the room secret `s`. */
  joinProof: Proof,
  /** HKDF-SHA-256 of the creator capability `c`. */
  creatorProof: Schema.optionalKey(Proof),
  /** Ends one's own earlier connection and takes its seat, in one step. */
  replaces: Schema.optionalKey(ReplaceToken),
  /** The answer to WorkRequired. */
  work: Schema.optionalKey(Work)
})
export type Join = typeof Join.Type

/** Leaves the room; the relay closes with 1000. Closing the socket does the same. */
export const Leave = Schema.TaggedStruct("Leave", {})

/** Ends the room for everybody. Creator only. */
export const Purge = Schema.TaggedStruct("Purge", {})

/** Keeps newcomers out, or lets them in again. Creator only. */
export const Lock = Schema.TaggedStruct("Lock", { locked: Schema.Boolean })

/** Closes a member's connection and voids its replace token. Creator only. */
export const Kick = Schema.TaggedStruct("Kick", { connectionId: ConnectionId })

/** Replaces the join verifier: the old link is dead, members stay. Creator only. */
export const Rotate = Schema.TaggedStruct("Rotate", { joinVerifier: Verifier })

/** Asks for a Pong. */
export const Ping = Schema.TaggedStruct("Ping", {})

export const ClientFrame = Schema.Union([Join, Leave, Purge, Lock, Kick, Rotate, Ping])
export type ClientFrame = typeof ClientFrame.Type

/** The frames that only the creator's connection may send; anybody else is answered with Refused. */
export type CreatorFrame = typeof Purge.Type | typeof Lock.Type | typeof Kick.Type | typeof Rotate.Type

export const isCreatorFrame = (frame: ClientFrame): frame is CreatorFrame =>
  frame._tag === "Purge" || frame._tag === "Lock" || frame._tag === "Kick" || frame._tag === "Rotate"

const encode = Schema.encodeSync(Schema.fromJsonString(ClientFrame))

/** The frame in a text message, or `undefined` if it is none. The caller has bounded the length. */
export const decodeClientFrame: (text: string) => ClientFrame | undefined = readJsonFrame(
  Schema.decodeUnknownExit(ClientFrame, { onExcessProperty: "error" })
)

export const encodeClientFrame = (frame: ClientFrame): string => encode(frame)
