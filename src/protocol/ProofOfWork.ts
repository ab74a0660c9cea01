/**
 * The proof of work: what it pays for, what is hashed, and when it is enough. Pure layout, used by solver and verifier.
 *
 * Preimage = SHA-256(token) || nonce u64be, 40 bytes: one SHA-256 block, which halves a try. Enough = the digest starts
 * with `bits` zero bits. The token is bound to a digest of what it pays for, so that it buys nothing else.
 * PROTOCOL.md section 8.
 */
import { Schema } from "effect"
import { Nonce } from "./ExactNumbers.ts"
import { identifierBytes, type RoomId } from "./Identifiers.ts"
import { protocolVersion } from "./Limits.ts"
import { ChallengeToken, type RoomParameters } from "./RoomApi.ts"

/** A solved challenge. */
export const Work = Schema.Struct({
  token: ChallengeToken,
  nonce: Nonce
})
export type Work = typeof Work.Type

/** What a challenge pays for; the second byte of its layout. */
const purpose = { createRoom: 1, joinRoom: 2 } as const

/** version u8 | 1 | ttlSeconds i64be | capacity i64be | joinVerifier 32 | creatorVerifier 32: 82 bytes. */
export const createRoomLayout = (parameters: RoomParameters): Uint8Array<ArrayBuffer> => {
  const layout = new Uint8Array(82)
  const view = new DataView(layout.buffer)
  view.setUint8(0, protocolVersion)
  view.setUint8(1, purpose.createRoom)
  view.setBigInt64(2, BigInt(parameters.ttlSeconds))
  view.setBigInt64(10, BigInt(parameters.capacity))
  layout.set(parameters.joinVerifier, 18)
  layout.set(parameters.creatorVerifier, 50)
  return layout
}

/** version u8 | 2 | roomId 16 | joinProof 32: 50 bytes. */
export const joinRoomLayout = (roomId: RoomId, joinProof: Uint8Array): Uint8Array<ArrayBuffer> => {
  const layout = new Uint8Array(50)
  layout[0] = protocolVersion
  layout[1] = purpose.joinRoom
  layout.set(identifierBytes(roomId), 2)
  layout.set(joinProof, 18)
  return layout
}

/** tokenDigest 32 | nonce u64be: 40 bytes. */
export const workPreimage = (tokenDigest: Uint8Array, nonce: number): Uint8Array<ArrayBuffer> => {
  const preimage = new Uint8Array(40)
  preimage.set(tokenDigest, 0)
  const view = new DataView(preimage.buffer)
  view.setUint32(32, Math.floor(nonce / 0x1_0000_0000))
  view.setUint32(36, nonce % 0x1_0000_0000)
  return preimage
}

/** The number of zero bits at the start of a digest. */
export const leadingZeroBits = (digest: Uint8Array): number => {
  let bits = 0
  for (const byte of digest) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24
    bits += 8
  }
  return bits
}
