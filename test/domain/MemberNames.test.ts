import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { freeName, nameCount } from "../../src/domain/MemberNames.ts"
import { capacity } from "../../src/protocol/Limits.ts"

const takeAll = (seeds: Iterable<number>): ReadonlyArray<string> => {
  const taken = new Set<string>()
  for (const seed of seeds) taken.add(freeName(seed, (name) => taken.has(name)))
  return [...taken]
}

const largestSeed = 0xff_ffff

describe("MemberNames", () => {
  it("are enough for the largest room", () => {
    assert.isAtLeast(nameCount, capacity.ceiling)
  })

  it("are unique up to the largest room, whatever the seeds", () => {
    const seeds = Array.from({ length: capacity.ceiling }, (_, index) => (index * 7_919) % largestSeed)

    assert.lengthOf(takeAll(seeds), capacity.ceiling)
    assert.lengthOf(takeAll(seeds.map(() => largestSeed)), capacity.ceiling)
  })

  it("are all different, and one past the last is a defect", () => {
    const names = takeAll(Array.from({ length: nameCount }, () => 0))

    assert.lengthOf(names, nameCount)
    assert.throws(() => freeName(0, (name) => names.includes(name)), RangeError)
  })

  it("are a plain animal where chance finds one free, and never one that is taken", () => {
    fc.assert(
      fc.property(fc.nat(largestSeed), (seed) => {
        const first = freeName(seed, () => false)
        const second = freeName(seed, (name) => name === first)

        assert.match(first, /^[a-z]+$/)
        assert.match(second, /^[a-z]+( [a-z]+)?$/)
        assert.notStrictEqual(second, first)
      })
    )
  })
})
