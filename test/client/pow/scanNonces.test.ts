/** The search for a nonce against Node's own SHA-256; test/vectors/pow.json pins it for other implementations. */
import { assert, describe, it } from "@effect/vitest"
import { createHash } from "node:crypto"
import { scanNonces } from "../../../src/client/pow/scanNonces.ts"
import { workPreimage } from "../../../src/protocol/ProofOfWork.ts"

const digestOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(createHash("sha256").update(text).digest())

/** How many zero bits the digest for a nonce begins with, up to 32. */
const zeroBits = (token: Uint8Array<ArrayBuffer>, nonce: number): number =>
  Math.clz32(createHash("sha256").update(workPreimage(token, nonce)).digest().readUInt32BE(0))

/** The same search, the slow way. */
const firstNonce = (token: Uint8Array<ArrayBuffer>, bits: number, start: number, count: number): number => {
  for (let nonce = start; nonce < start + count; nonce++) if (zeroBits(token, nonce) >= bits) return nonce
  return -1
}

const tokens = ["a", "b", "another token"].map(digestOf)

describe("scanNonces", () => {
  it.each([0, 1, 4, 8])("finds the first nonce that is good for %i bits, and none before it", (bits) => {
    for (const token of tokens) {
      assert.strictEqual(scanNonces(workPreimage(token, 0), bits, 0, 4_000), firstNonce(token, bits, 0, 4_000))
    }
  })

  it.each([1, 777, 2 ** 31 - 3, 2 ** 32 - 300])("starts where it is told: %i", (start) => {
    for (const token of tokens) {
      assert.strictEqual(scanNonces(workPreimage(token, 0), 5, start, 300), firstNonce(token, 5, start, 300))
    }
  })

  it("looks at as many as it is told and not one more", () => {
    for (const token of tokens) {
      const found = firstNonce(token, 8, 0, 4_000)

      assert.strictEqual(scanNonces(workPreimage(token, 0), 8, 0, found), -1)
      assert.strictEqual(scanNonces(workPreimage(token, 0), 8, 0, found + 1), found)
    }
  })

  it("takes no digest for one of 32 zero bits that is none", () => {
    assert.strictEqual(scanNonces(workPreimage(digestOf("a"), 0), 32, 0, 1_000), -1)
  })
})
