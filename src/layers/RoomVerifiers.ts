/**
 * What a room keeps of its two secrets: the verifiers that proofs are checked against. PROTOCOL.md section 2.3.
 */
import { randomBytes } from "node:crypto"
import { isSame } from "./Verifiers.ts"

const verifierBytes = 32

export class RoomVerifiers {
  /** Both in one array, joiner's first: two of their own would be a twentieth of what an empty room takes. */
  readonly #bytes = new Uint8Array(2 * verifierBytes)

  constructor(joinVerifier: Uint8Array, creatorVerifier: Uint8Array) {
    this.#bytes.set(joinVerifier)
    this.#bytes.set(creatorVerifier, verifierBytes)
  }

  /** From now on only proofs of the new secret let one in. */
  rotate(joinVerifier: Uint8Array): void {
    this.#bytes.set(joinVerifier)
  }

  letsIn(joinDigest: Uint8Array): boolean {
    return isSame(joinDigest, this.#bytes.subarray(0, verifierBytes))
  }

  makesCreator(creatorDigest: Uint8Array): boolean {
    return isSame(creatorDigest, this.#bytes.subarray(verifierBytes))
  }
}

/** Of no room: no proof matches, and checking one takes the same work. */
export const nobodys = new RoomVerifiers(randomBytes(verifierBytes), randomBytes(verifierBytes))
