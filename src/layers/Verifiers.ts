/**
 * Compares what a client proves with what the relay keeps, always at the same cost.
 *
 * The relay stores SHA-256 of a proof; a presented proof is hashed and the digests are compared in constant time.
 * PROTOCOL.md section 2.3.
 */
import { hash, timingSafeEqual } from "node:crypto"

/** SHA-256. */
export const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer")

/** Whether two digests of 32 bytes are the same. */
export const isSame = (digest: Uint8Array, verifier: Uint8Array): boolean => timingSafeEqual(digest, verifier)
