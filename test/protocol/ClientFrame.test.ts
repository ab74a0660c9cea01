import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { decodeClientFrame, encodeClientFrame, isCreatorFrame } from "../../src/protocol/ClientFrame.ts"
import { maxControlBytes } from "../../src/protocol/Limits.ts"
import { clientFrames, inHex } from "../support/FrameArbitraries.ts"
import vectors from "../vectors/frames.json" with { type: "json" }

const everyFrame = Object.values(clientFrames)
const anyFrame = fc.oneof(...everyFrame)

describe("ClientFrame", () => {
  it.each(Object.entries(clientFrames))("%s comes back as it was", (_tag, frames) => {
    fc.assert(fc.property(frames, (frame) => assert.deepEqual(decodeClientFrame(encodeClientFrame(frame)), frame)))
  })

  it("fits its limit with every field present", () => {
    fc.assert(fc.property(anyFrame, (frame) => assert.isAtMost(encodeClientFrame(frame).length, maxControlBytes)))
  })

  it("refuses a field that it does not know, whatever the frame", () => {
    fc.assert(
      fc.property(anyFrame, fc.string(), fc.jsonValue(), (frame, name, value) => {
        const wire: Record<string, unknown> = JSON.parse(encodeClientFrame(frame))
        const known = ["_tag", "roomId", "joinProof", "creatorProof", "replaces", "work", "locked", "connectionId"]
        fc.pre(![...known, "joinVerifier"].includes(name))

        const text = `{${JSON.stringify(name)}:${JSON.stringify(value)},${JSON.stringify(wire).slice(1)}`

        assert.isUndefined(decodeClientFrame(text))
      })
    )
  })

  it("refuses every frame with one character more or less in a byte string", () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(), fc.boolean(), (frame, pick, isLonger) => {
        const wire: Record<string, unknown> = JSON.parse(encodeClientFrame(frame))
        const strings = Object.entries(wire).filter(([name, value]) => name !== "_tag" && typeof value === "string")
        fc.pre(strings.length > 0)
        const [name, value] = strings[pick % strings.length] ?? ["", ""]

        const text = JSON.stringify({ ...wire, [name]: isLonger ? `${String(value)}A` : String(value).slice(1) })

        assert.isUndefined(decodeClientFrame(text))
      })
    )
  })

  it("says which frames are the creator's alone", () => {
    const ofCreator = ["Purge", "Lock", "Kick", "Rotate"]

    fc.assert(
      fc.property(anyFrame, (frame) => assert.strictEqual(isCreatorFrame(frame), ofCreator.includes(frame._tag)))
    )
  })

  it("takes any text at all without throwing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (text) => {
        const frame = decodeClientFrame(text)
        if (frame !== undefined) assert.deepEqual(decodeClientFrame(encodeClientFrame(frame)), frame)
      })
    )
  })

  it.each(vectors.client.accepts)("reads and writes the vector: $name", ({ text, frame }) => {
    const decoded = decodeClientFrame(text)

    assert.deepEqual(inHex(decoded), frame)
    assert.deepEqual(decoded && JSON.parse(encodeClientFrame(decoded)), JSON.parse(text))
  })

  it.each(vectors.client.refusals)("refuses the vector: $name", ({ text }) => {
    assert.isUndefined(decodeClientFrame(text))
  })
})
