import { assert, describe, it } from "@effect/vitest"
import { Exit, Schema } from "effect"
import * as fc from "fast-check"
import { bytesOf, identifierBytes, RoomId, roomIdOf, textLength, textOf } from "../../src/protocol/Identifiers.ts"
import { bytes } from "../support/FrameArbitraries.ts"

const accepts = (schema: Schema.Decoder<unknown>) => {
  const decode = Schema.decodeUnknownExit(schema)
  return (value: unknown) => Exit.isSuccess(decode(value))
}

const lengths = [15, 16, 17, 31, 32, 33, 90]

describe("Identifiers", () => {
  it.each(lengths)("spell %i bytes in one way only", (length) => {
    const isAccepted = accepts(textOf(length))
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    fc.assert(
      fc.property(bytes(length), (value) => {
        const text = Buffer.from(value).toString("base64url")

        const spellings = Array.from(alphabet, (last) => text.slice(0, -1) + last).filter(
          (other) => isAccepted(other) && Buffer.from(other, "base64url").equals(value)
        )

        assert.strictEqual(text.length, textLength(length))
        assert.deepEqual(spellings, [text])
      })
    )
  })

  it.each(lengths)("refuse any text that is not %i bytes in base64url", (length) => {
    const isAccepted = accepts(textOf(length))
    const near = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.uint8Array({ maxLength: 99 }).map(toText),
      fc.string({ unit: "binary" })
    )
    fc.assert(
      fc.property(near, (text) => {
        const back = Buffer.from(text, "base64url")

        assert.strictEqual(isAccepted(text), back.length === length && toText(back) === text)
      })
    )
  })

  it("decode to the bytes and encode to the same text", () => {
    const schema = bytesOf(32)
    fc.assert(
      fc.property(bytes(32), (value) => {
        const text = toText(value)

        assert.deepEqual(Schema.decodeSync(schema)(text), value)
        assert.strictEqual(Schema.encodeSync(schema)(value), text)
      })
    )
  })

  it("keep the bytes of a room", () => {
    fc.assert(fc.property(bytes(16), (value) => assert.deepEqual(identifierBytes(roomIdOf(value)), value)))
  })

  it.each([
    undefined,
    null,
    1,
    {},
    [],
    "",
    "A".repeat(21),
    "A".repeat(23),
    `${"A".repeat(21)}B`,
    `${"A".repeat(22)}\n`
  ])("refuse %j as a room", (value) => {
    assert.isFalse(accepts(RoomId)(value))
  })
})

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url")
}
