/**
 * What a client shows the relay instead of a secret, and what the relay keeps of it. PROTOCOL.md section 2.3.
 *
 * The proof is one way from the secret, the verifier one way from the proof: a relay's memory opens no room.
 */
import { Effect } from "effect"
import { type Bytes, hkdf, importHkdfKey, ownBytes, sha256, utf8 } from "./WebCrypto.ts"

/** Proves the room secret `s`: it lets its holder join. */
export const joinProof = (secret: Uint8Array): Effect.Effect<Bytes> => proof(secret, "pug/v1 join")

/** Proves the creator capability `c`: it lets its holder purge, lock, kick and rotate. */
export const creatorProof = (capability: Uint8Array): Effect.Effect<Bytes> => proof(capability, "pug/v1 creator")

/** SHA-256 of a proof: what the relay stores. */
export const verifierOf = (proof: Uint8Array): Effect.Effect<Bytes> => sha256(ownBytes(proof))

const proofBytes = 32

/** No salt: the room has no name yet when its verifier is made, and the secret is fresh for each room. */
const proof = (secret: Uint8Array, label: string): Effect.Effect<Bytes> =>
  importHkdfKey(secret).pipe(
    Effect.flatMap((key) => hkdf(key, { salt: new Uint8Array(0), info: utf8(label) }, proofBytes))
  )
