/** What is inside the seal, as bytes: what is read of it, what of a later version, and what is refused. */
import { assert, describe, it } from "@effect/vitest"
import { creatorCapability, decodeRecord, encodeRecord } from "../../../src/client/crypto/SealedRecord.ts"
import { utf8 } from "../../../src/client/crypto/WebCrypto.ts"

const seen = { sequence: 7, hash: "AAAAAAAAAAAAAAAAAAAAAA" }
const read = (value: unknown) => decodeRecord(utf8(JSON.stringify(value)))

describe("a record", () => {
  it("comes back as it was", () => {
    const record = { _tag: "Heartbeat", seen: { sequence: 7, hash: new Uint8Array(16) } } as const

    assert.deepStrictEqual(decodeRecord(encodeRecord(record)), record)
  })

  it("of a later version tells how far its sender has read, if it says so", () => {
    assert.deepStrictEqual(read({ _tag: "Reaction", seen, emoji: "x" }), {
      _tag: "Unknown",
      seen: { sequence: 7, hash: new Uint8Array(16) }
    })
    assert.deepStrictEqual(read({ _tag: "Reaction" }), { _tag: "Unknown" })
  })

  it.each([
    ["no object", 7],
    ["no tag", {}],
    ["a known tag with a wrong field", { _tag: "Heartbeat", seen: { sequence: "7", hash: seen.hash } }],
    ["a later version with a wrong seen", { _tag: "Reaction", seen: 7 }]
  ])("is refused: %s", (_, value) => {
    assert.isUndefined(read(value))
  })

  it("is refused when it is no JSON, or no UTF-8", () => {
    const text = utf8(JSON.stringify({ _tag: "Hello", capabilities: ["é"] }))
    const broken = text.map((byte) => (byte === 0xc3 ? 0xff : byte))

    assert.isUndefined(decodeRecord(utf8("{")))
    assert.isUndefined(decodeRecord(broken))
    assert.deepInclude(decodeRecord(text), { capabilities: ["é"] })
  })

  it("marks the creator by a word of the protocol", () => {
    assert.strictEqual(creatorCapability, "creator")
  })
})
