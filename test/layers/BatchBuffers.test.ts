import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as BatchBuffers from "../../src/layers/BatchBuffers.ts"
import { maxIdleBatchBytes, maxLaneBytes } from "../../src/protocol/Limits.ts"

describe("BatchBuffers", () => {
  it("gives a buffer that is large enough, and at most a quarter larger above the smallest", () => {
    const buffers = BatchBuffers.make()
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 * maxLaneBytes }), (bytes) => {
        const { length } = buffers.take(bytes)

        assert.isAtLeast(length, bytes)
        assert.isAtMost(length, Math.max(2_048, Math.ceil(bytes * 1.25)))
      })
    )
  })

  it("gives the same buffer again once it has come back, and not before", () => {
    const buffers = BatchBuffers.make()
    const first = buffers.take(4_000)
    const second = buffers.take(4_000)

    buffers.giveBack(first)

    assert.notStrictEqual(second, first)
    assert.strictEqual(buffers.take(4_000), first)
  })

  it("keeps no more than its bound", () => {
    const buffers = BatchBuffers.make()
    const count = maxIdleBatchBytes / maxLaneBytes
    const taken = Array.from({ length: count + 1 }, () => buffers.take(maxLaneBytes))

    for (const buffer of taken) buffers.giveBack(buffer)
    const again = new Set(Array.from({ length: count + 1 }, () => buffers.take(maxLaneBytes)))

    assert.strictEqual(taken.filter((buffer) => again.has(buffer)).length, count)
  })
})
