/**
 * A room's proofs and verifiers for tests that speak the protocol by hand. PROTOCOL.md section 2.3.
 */
import { createHash, randomBytes } from "node:crypto"
import type { RoomId } from "../../src/protocol/Identifiers.ts"

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest())

/** Random proofs; the relay only ever sees proofs, so the secrets behind them do not matter here. */
export const makeSecrets = () => {
  const joinProof = new Uint8Array(randomBytes(32))
  const creatorProof = new Uint8Array(randomBytes(32))
  return {
    joinProof,
    creatorProof,
    parameters: (changes: { readonly ttlSeconds?: number; readonly capacity?: number } = {}) => ({
      ttlSeconds: 3_600,
      capacity: 5,
      ...changes,
      joinVerifier: sha256(joinProof),
      creatorVerifier: sha256(creatorProof)
    }),
    creatorJoin: (roomId: RoomId) => ({ _tag: "Join", roomId, joinProof, creatorProof }) as const,
    guestJoin: (roomId: RoomId) => ({ _tag: "Join", roomId, joinProof }) as const
  }
}
