/** Padmé: few sizes, little overhead, nothing lost. */
import { assert, it } from "@effect/vitest"
import fc from "fast-check"
import { pad, padmeSize, unpad } from "../../../src/client/crypto/Padding.ts"
import { client, maxMessageBytes, seal } from "../../../src/protocol/Limits.ts"

it("gives back what it has padded", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3_000 }), (content) => {
      assert.deepStrictEqual(unpad(pad(content)), new Uint8Array(content))
    })
  )
})

it("adds at most 12 % above the floor, and never shrinks", () => {
  for (let size = seal.paddingFloorBytes; size <= maxMessageBytes.default; size += 1) {
    assert.isAtLeast(padmeSize(size), size)
    assert.isAtMost(padmeSize(size), size * 1.12)
  }
})

it("maps a padded size to itself, so that reading checks what writing made", () => {
  for (let size = 0; size <= maxMessageBytes.default; size += 1) {
    assert.strictEqual(padmeSize(padmeSize(size)), padmeSize(size))
  }
})

it("makes all lengths up to 1,000 look like fewer than 50", () => {
  const sizes = new Set(Array.from({ length: 1_001 }, (_, size) => padmeSize(size + 4)))

  assert.isBelow(sizes.size, 50)
})

it("fits the longest record into a message, and not one byte more", () => {
  const overhead = 1 + seal.sessionBytes + seal.counterBytes + seal.commitmentBytes + seal.tagBytes

  assert.strictEqual(padmeSize(client.maxPlaintextBytes), client.maxPlaintextBytes)
  assert.isAtMost(client.maxPlaintextBytes + overhead, maxMessageBytes.default)
  assert.isAbove(padmeSize(client.maxPlaintextBytes + 1) + overhead, maxMessageBytes.default)
})
