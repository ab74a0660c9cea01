import { assert, describe, it } from "@effect/vitest"
import { closeCodes, closeRange } from "../../src/protocol/CloseCodes.ts"
import vectors from "../vectors/frames.json" with { type: "json" }

describe("close codes", () => {
  it("are those of the vectors, all of them", () => {
    assert.deepEqual(
      Object.values(closeCodes),
      vectors.closes.map(({ code, reason }) => ({ code, reason }))
    )
  })

  it("are different from each other", () => {
    assert.strictEqual(new Set(Object.values(closeCodes).map(({ code }) => code)).size, Object.keys(closeCodes).length)
  })

  it("have reasons that fit a close frame (RFC 6455 section 5.5)", () => {
    const longest = Math.max(...Object.values(closeCodes).map(({ reason }) => Buffer.byteLength(reason)))

    assert.isAtMost(longest, 123)
  })

  it.each([...vectors.closes, ...vectors.unknownCloses])("tell what to do by their range: $code", ({ code, range }) => {
    assert.strictEqual(closeRange(code), range)
  })
})
