import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as OwnerNames from "../../../src/layers/cluster/OwnerNames.ts"

const self = { slot: 7, incarnation: 0xdead_beef }
const names = OwnerNames.make(Buffer.alloc(16, 1), self)
const others = OwnerNames.make(Buffer.alloc(16, 2), self)

describe("a name", () => {
  it("says who has given it, to every node that has the key", () => {
    fc.assert(
      fc.property(
        fc.record({ slot: fc.nat(0xffff), incarnation: fc.nat(0xffff_ffff) }),
        fc.uint8Array({ minLength: 8, maxLength: 8 }),
        (owner, local) => {
          const name = names.read(names.write({ owner, local }))
          assert.deepStrictEqual(name?.owner, owner)
          assert.deepStrictEqual(Uint8Array.from(name?.local ?? []), local)
        }
      )
    )
  })

  it("has 16 bytes, and never comes twice", () => {
    const given = Array.from({ length: 1_000 }, () => Buffer.from(names.next()).toString("hex"))

    assert.strictEqual(new Set(given).size, 1_000)
    assert.isTrue(given.every((name) => name.length === 32))
    assert.deepStrictEqual(names.read(names.next())?.owner, self)
  })

  it("shows nothing of its node: names of one node have no more in common than chance", () => {
    const given = Array.from({ length: 200 }, () => names.next())
    const commonest = Math.max(
      ...Array.from({ length: 16 }, (_, place) => {
        const counts = new Map<number, number>()
        for (const name of given) counts.set(name[place] ?? 0, (counts.get(name[place] ?? 0) ?? 0) + 1)
        return Math.max(...counts.values())
      })
    )

    // Of 200 random bytes ten alike are once in 10^8.
    assert.isBelow(commonest, 10)
  })

  it("is nobody's if it was made up, or under another key", () => {
    const found = Array.from({ length: 1_000 }, () => names.read(others.next())).filter((name) => name !== undefined)

    // One in 65,536 has the zeros by chance.
    assert.isAtMost(found.length, 2)
  })
})
