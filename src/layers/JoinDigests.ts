/**
 * What is left of a join when its proofs have been hashed: enough to decide, not enough to prove anything again.
 *
 * Hashed before anything is looked up, so that a join costs the same for every room, known or not; and all that a node
 * tells another of it. PROTOCOL.md section 2.3.
 */
import { identifierBytes, type ReplaceToken, type RoomId } from "../protocol/Identifiers.ts"
import type { JoinRequest } from "../services/RoomRegistry.ts"
import { sha256 } from "./Verifiers.ts"

export interface JoinDigests {
  readonly roomId: RoomId
  /** 32 bytes each. */
  readonly joinDigest: Uint8Array
  readonly creatorDigest: Uint8Array | undefined
  readonly replaces: string | undefined
}

export const digestsOf = ({ roomId, joinProof, creatorProof, replaces }: JoinRequest): JoinDigests => ({
  roomId,
  joinDigest: sha256(joinProof),
  creatorDigest: creatorProof && sha256(creatorProof),
  replaces: replaces && replaceDigestOf(replaces)
})

/** What the room remembers of a token: 32 bytes in base64url. */
export const replaceDigestOf = (token: ReplaceToken): string => textOfDigest(sha256(identifierBytes(token)))

/** A digest as a key. */
export const textOfDigest = (digest: Uint8Array): string => Buffer.from(digest).toString("base64url")
export const bytesOfDigest = (text: string): Uint8Array => Buffer.from(text, "base64url")
