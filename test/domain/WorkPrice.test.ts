/** What rooms and joins cost at which rate, and how a rate fades. */
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Pace from "../../src/domain/Pace.ts"
import { creationBits, joinBits } from "../../src/domain/WorkPrice.ts"
import { workPrice } from "../../src/protocol/Limits.ts"

const quiet = { joinsPerSecond: 0, failuresPerSecond: 0, isSuspect: false }

describe("creationBits", () => {
  it.each([
    [0, 18],
    [9.9, 18],
    [19.9, 18],
    [20, 19],
    [39.9, 19],
    [40, 20],
    [80, 21],
    [1_000_000, 21]
  ])("at %s rooms a second is %s", (rate, bits) => {
    assert.strictEqual(creationBits(18, rate), bits)
  })

  it("never falls below what the operator has set, and never passes 21 unless that does", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 26 }), fc.double({ min: 0, max: 1e9, noNaN: true }), (floor, rate) => {
        const bits = creationBits(floor, rate)
        assert.isTrue(Number.isInteger(bits) && bits >= floor && bits <= Math.max(21, floor))
      })
    )
  })

  it("stays what the operator has set above 21", () => {
    assert.deepStrictEqual(
      [0, 1_000].map((rate) => creationBits(24, rate)),
      [24, 24]
    )
  })
})

describe("joinBits", () => {
  it.each([
    ["nothing on a quiet relay", 0, quiet, 0],
    ["what the operator has set", 10, quiet, 10],
    ["nothing below the calm rate", 0, { ...quiet, joinsPerSecond: 99 }, 0],
    ["work from the calm rate on", 0, { ...quiet, joinsPerSecond: 100 }, 14],
    ["a bit more at twice that", 0, { ...quiet, joinsPerSecond: 200 }, 15],
    ["work while many fail", 0, { ...quiet, failuresPerSecond: 10 }, 14],
    ["more of who has failed often", 0, { ...quiet, isSuspect: true }, 18],
    ["the highest of all", 16, { joinsPerSecond: 3_200, failuresPerSecond: 20, isSuspect: true }, 19],
    ["21 at most", 0, { ...quiet, joinsPerSecond: 1e9 }, 21],
    ["more than 21 if the operator has set it", 26, { ...quiet, joinsPerSecond: 1e9 }, 26]
  ] as const)("asks for %s", (_what, floor, paces, bits) => {
    assert.strictEqual(joinBits(floor, paces), bits)
  })
})

describe("Pace", () => {
  it("comes to the rate of a steady stream", () => {
    const pace = Pace.make(0)
    for (let millis = 100; millis <= 300_000; millis += 100) Pace.add(pace, millis)

    assert.approximately(Pace.perSecond(pace, 300_000), 10, 0.1)
  })

  it("fades to a thousandth within seven times its time", () => {
    const pace = Pace.make(0)
    for (let i = 0; i < 3_000; i += 1) Pace.add(pace, 0)

    assert.strictEqual(Pace.perSecond(pace, 0), 100)
    assert.isBelow(Pace.perSecond(pace, 7 * workPrice.fadeMillis), 0.1)
  })
})
