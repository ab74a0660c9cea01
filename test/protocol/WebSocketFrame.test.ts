import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import {
  frame,
  frameHeaderBytes,
  type Opcode,
  opcode,
  readFrames,
  wholeFramesWithin,
  writeFrameHeader
} from "../../src/protocol/WebSocketFrame.ts"

interface Message {
  readonly kind: Opcode
  readonly payload: Uint8Array
}

const read = (bytes: Uint8Array): ReadonlyArray<Message> => {
  const messages: Array<Message> = []
  readFrames(bytes, (kind, payload) => messages.push({ kind, payload }))
  return messages
}

const sizes = [0, 1, 125, 126, 127, 65_535, 65_536, 65_537]

describe("WebSocketFrame", () => {
  it.each([
    [0, "8200"],
    [125, "827d"],
    [126, "827e007e"],
    [65_535, "827effff"],
    [65_536, "827f0000000000010000"]
  ])("has the header of RFC 6455 for %i bytes", (length, header) => {
    const bytes = frame(opcode.binary, new Uint8Array(length))

    assert.strictEqual(Buffer.from(bytes.subarray(0, frameHeaderBytes(length))).toString("hex"), header)
    assert.strictEqual(bytes.length, header.length / 2 + length)
  })

  it.each(sizes)("writes the header for %i bytes where it is told, over what was there, and nothing else", (length) => {
    const header = frameHeaderBytes(length)
    const buffer = new Uint8Array(64).fill(0xee)

    const end = writeFrameHeader(buffer, 20, opcode.binary, length)

    assert.strictEqual(end, 20 + header)
    assert.deepStrictEqual(buffer.subarray(20, end), frame(opcode.binary, new Uint8Array(length)).subarray(0, header))
    assert.isTrue([...buffer.subarray(0, 20), ...buffer.subarray(end)].every((byte) => byte === 0xee))
  })

  it.each(sizes)("comes back whole at %i bytes, alone and between others", (length) => {
    const payload = new Uint8Array(length).fill(7)
    const small = Uint8Array.of(1)

    const batch = Buffer.concat([frame(opcode.text, small), frame(opcode.binary, payload), frame(opcode.text, small)])

    assert.deepEqual(read(frame(opcode.text, payload)), [{ kind: opcode.text, payload }])
    assert.deepEqual(read(batch), [
      { kind: opcode.text, payload: small },
      { kind: opcode.binary, payload },
      { kind: opcode.text, payload: small }
    ])
  })

  it("comes back whole in any batch, also inside a larger buffer", () => {
    const message = fc.record({
      kind: fc.constantFrom(opcode.text, opcode.binary),
      payload: fc.uint8Array({ maxLength: 300 })
    })
    fc.assert(
      fc.property(fc.array(message), fc.nat(20), (messages, offset) => {
        const batch = Buffer.concat([
          Buffer.alloc(offset),
          ...messages.map(({ kind, payload }) => frame(kind, payload))
        ])

        assert.deepEqual(read(new Uint8Array(batch).subarray(offset)), messages)
      })
    )
  })
})

describe("wholeFramesWithin", () => {
  const framesOf = (lengths: ReadonlyArray<number>) =>
    Buffer.concat(lengths.map((length) => frame(opcode.binary, new Uint8Array(length))))
  const lengthsIn = (part: Uint8Array) => read(part).map(({ payload }) => payload.length)

  it("fills each part with as many whole frames as go into it", () => {
    const parts = wholeFramesWithin(framesOf([10, 10, 10, 10]), 24)

    assert.deepStrictEqual(parts.map(lengthsIn), [
      [10, 10],
      [10, 10]
    ])
  })

  it("leaves a frame whole that is too long for any part", () => {
    const parts = wholeFramesWithin(framesOf([1, 70_000, 1]), 100)

    assert.deepStrictEqual(parts.map(lengthsIn), [[1], [70_000], [1]])
  })

  it("loses nothing and changes no order", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...sizes)), fc.integer({ min: 1, max: 200_000 }), (lengths, maxBytes) => {
        const bytes = framesOf(lengths)
        const parts = wholeFramesWithin(bytes, maxBytes)

        assert.isTrue(Buffer.concat(parts).equals(bytes))
        assert.deepStrictEqual(parts.flatMap(lengthsIn), lengths)
        for (const part of parts) assert.isTrue(part.length <= maxBytes || read(part).length === 1)
      }),
      { numRuns: 30 }
    )
  })
})
