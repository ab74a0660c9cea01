import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { decodeServerFrame, encodeServerFrame } from "../../src/protocol/ServerFrame.ts"
import { inHex, serverFrames } from "../support/FrameArbitraries.ts"
import vectors from "../vectors/frames.json" with { type: "json" }

const anyFrame = fc.oneof(...Object.values(serverFrames))

describe("ServerFrame", () => {
  it.each(Object.entries(serverFrames))("%s comes back as it was", (_tag, frames) => {
    fc.assert(fc.property(frames, (frame) => assert.deepEqual(decodeServerFrame(encodeServerFrame(frame)), frame)))
  })

  it("is read past fields that are not known", () => {
    fc.assert(
      fc.property(anyFrame, fc.jsonValue(), (frame, value) => {
        const text = JSON.stringify({ ...JSON.parse(encodeServerFrame(frame)), "a later field": value })

        assert.deepEqual(decodeServerFrame(text), frame)
      })
    )
  })

  it.each(vectors.server.accepts)("reads and writes the vector: $name", ({ text, frame }) => {
    const decoded = decodeServerFrame(text)

    assert.deepEqual(inHex(decoded), frame)
    assert.strictEqual(decoded && encodeServerFrame(decoded), text)
  })

  it.each(vectors.server.acceptsWithout)("reads the vector past what it does not know: $name", ({ text, frame }) => {
    assert.deepEqual(inHex(decodeServerFrame(text)), frame)
  })

  it.each(vectors.server.ignores)("ignores the vector: $name", ({ text }) => {
    assert.isUndefined(decodeServerFrame(text))
  })
})
