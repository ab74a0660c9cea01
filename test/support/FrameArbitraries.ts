/**
 * Every frame of the protocol as fast-check arbitraries, one entry per tag: a new frame does not compile without one.
 */
import * as fc from "fast-check"
import type { ClientFrame } from "../../src/protocol/ClientFrame.ts"
import { connectionIdOf, replaceTokenOf, roomIdOf } from "../../src/protocol/Identifiers.ts"
import { maxNonce, powBits } from "../../src/protocol/Limits.ts"
import { EndReason, LeaveReason, type ServerFrame } from "../../src/protocol/ServerFrame.ts"

type ArbitraryOf<Frame extends { readonly _tag: string }> = {
  readonly [Tag in Frame["_tag"]]: fc.Arbitrary<Extract<Frame, { readonly _tag: Tag }>>
}

export const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
export const roomId = bytes(16).map(roomIdOf)
export const connectionId = bytes(16).map(connectionIdOf)
export const replaceToken = bytes(16).map(replaceTokenOf)

/** An integer of a range, its ends often. */
export const integer = (min: number, max: number = maxNonce) =>
  fc.oneof(
    fc.constantFrom(min, max),
    fc.maxSafeInteger().map((value) => min + (Math.abs(value) % (max - min + 1)))
  )

export const sequence = integer(1)
export const time = integer(0)
const token = bytes(90).map((value) => Buffer.from(value).toString("base64url"))
const work = fc.record({ token, nonce: integer(0) })
const tag = <Tag extends string>(name: Tag) => ({ _tag: fc.constant(name) })
const entry = { sequence, time }
const member = { connectionId, name: fc.string({ unit: "binary" }), isCreator: fc.boolean() }

export const clientFrames: ArbitraryOf<ClientFrame> = {
  Join: fc.record(
    { ...tag("Join"), roomId, joinProof: bytes(32), creatorProof: bytes(32), replaces: replaceToken, work },
    { requiredKeys: ["_tag", "roomId", "joinProof"] }
  ),
  Leave: fc.record(tag("Leave")),
  Purge: fc.record(tag("Purge")),
  Lock: fc.record({ ...tag("Lock"), locked: fc.boolean() }),
  Kick: fc.record({ ...tag("Kick"), connectionId }),
  Rotate: fc.record({ ...tag("Rotate"), joinVerifier: bytes(32) }),
  Ping: fc.record(tag("Ping"))
}

export const serverFrames: ArbitraryOf<ServerFrame> = {
  Joined: fc.record({
    ...tag("Joined"),
    ...entry,
    connectionId,
    replaceToken,
    members: fc.array(fc.record(member), { maxLength: 5 }),
    capacity: integer(2, 5_000),
    isLocked: fc.boolean(),
    remainingMillis: integer(0),
    waitMillis: integer(0)
  }),
  WorkRequired: fc.record({
    ...tag("WorkRequired"),
    challenge: fc.record({ token, bits: integer(0, powBits.maximum), expiresInMillis: integer(0) })
  }),
  MemberJoined: fc.record({ ...tag("MemberJoined"), ...entry, ...member }),
  MemberLeft: fc.record({
    ...tag("MemberLeft"),
    ...entry,
    connectionId,
    reason: fc.constantFrom(...LeaveReason.literals)
  }),
  LockChanged: fc.record({ ...tag("LockChanged"), ...entry, isLocked: fc.boolean() }),
  SecretRotated: fc.record({ ...tag("SecretRotated"), ...entry }),
  RoomEnded: fc.record({ ...tag("RoomEnded"), ...entry, reason: fc.constantFrom(...EndReason.literals) }),
  Refused: fc.record({
    ...tag("Refused"),
    command: fc.constantFrom("Purge", "Lock", "Kick", "Rotate"),
    reason: fc.constantFrom("not-creator", "no-such-member", "busy")
  }),
  Pong: fc.record(tag("Pong"))
}

/** A frame as the vectors write it: byte strings in hex. */
export const inHex = (frame: unknown): unknown =>
  JSON.parse(
    JSON.stringify(frame, (_name, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value
    )
  )
