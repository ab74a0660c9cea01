import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import * as fc from "fast-check"
import { identifierBytes } from "../../src/protocol/Identifiers.ts"
import { messageHeaderBytes } from "../../src/protocol/Limits.ts"
import { MessageHeader, splitMessage, writeMessageHeader } from "../../src/protocol/MessageHeader.ts"
import { connectionId, sequence, time } from "../support/FrameArbitraries.ts"
import vectors from "../vectors/frames.json" with { type: "json" }

const encode = Schema.encodeSync(MessageHeader)
const decode = Schema.decodeSync(MessageHeader)
const header = fc.record({ sequence, time, sender: connectionId })
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex")

describe("MessageHeader", () => {
  it("is written on the hot path as its schema says, at any offset and nowhere else", () => {
    fc.assert(
      fc.property(header, fc.nat(40), (fields, offset) => {
        const target = new Uint8Array(offset + messageHeaderBytes + 3).fill(0xee)

        writeMessageHeader(target, offset, fields.sequence, fields.time, identifierBytes(fields.sender))

        const around = (length: number) => "ee".repeat(length)
        assert.strictEqual(hex(target), around(offset) + hex(encode(fields)) + around(3))
      })
    )
  })

  it("comes back as it was", () => {
    fc.assert(fc.property(header, (fields) => assert.deepEqual(decode(encode(fields)), fields)))
  })

  it("is split from its payload, also inside a larger buffer", () => {
    fc.assert(
      fc.property(header, fc.uint8Array({ minLength: 1 }), fc.nat(20), (fields, payload, offset) => {
        const message = new Uint8Array(offset + messageHeaderBytes + payload.length)
        message.set(encode(fields), offset)
        message.set(payload, offset + messageHeaderBytes)

        assert.deepEqual(splitMessage(message.subarray(offset)), { header: fields, payload })
      })
    )
  })

  it.each(vectors.messages.accepts)("reads the vector: $name", ({ message, payload, sequence, time, sender }) => {
    const split = splitMessage(Buffer.from(message, "hex"))

    assert.deepEqual(split && { ...split.header, payload: hex(split.payload) }, { sequence, time, sender, payload })
    assert.strictEqual(split && hex(encode(split.header)) + payload, message)
  })

  it.each(vectors.messages.refusals)("refuses the vector: $name", ({ message }) => {
    assert.isUndefined(splitMessage(Buffer.from(message, "hex")))
  })
})
