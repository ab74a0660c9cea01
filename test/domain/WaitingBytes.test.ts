/**
 * The bound on what waits in all connections: whoever holds most goes first, and nobody goes before it is met.
 */
import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { WaitingBytes } from "../../src/domain/WaitingBytes.ts"

/** A connection that notes what it holds when more comes, and says nothing when its reader takes something. */
const holderOf = (waiting: WaitingBytes) => {
  const holder = {
    heldBytes: 0,
    isCut: false,
    cut: () => {
      holder.heldBytes = 0
      holder.isCut = true
    },
    add: (bytes: number) => {
      if (holder.isCut) return
      holder.heldBytes += bytes
      waiting.note(holder, holder.heldBytes)
    },
    read: (bytes: number) => {
      holder.heldBytes = Math.max(0, holder.heldBytes - bytes)
    }
  }
  return holder
}

describe("WaitingBytes", () => {
  it("cuts nobody up to its bound", () => {
    const waiting = new WaitingBytes(1_000)
    const holders = Array.from({ length: 4 }, () => holderOf(waiting))

    holders.forEach((holder) => holder.add(250))

    assert.deepStrictEqual(
      holders.map(({ isCut }) => isCut),
      [false, false, false, false]
    )
    assert.strictEqual(waiting.sumBytes, 1_000)
  })

  it("cuts who holds most past it, and no more than that takes", () => {
    const waiting = new WaitingBytes(1_000)
    const sizes = [100, 400, 200, 300]
    const holders = sizes.map(() => holderOf(waiting))

    holders.forEach((holder, index) => holder.add(sizes[index] ?? 0))
    holders[0]?.add(1)

    assert.deepStrictEqual(
      holders.map(({ isCut }) => isCut),
      [false, true, false, false]
    )
    assert.strictEqual(waiting.sumBytes, 601)
  })

  it("looks first at what has been read since", () => {
    const waiting = new WaitingBytes(1_000)
    const quick = holderOf(waiting)
    const other = holderOf(waiting)
    quick.add(900)
    quick.read(900)

    other.add(700)

    assert.isFalse(quick.isCut || other.isCut)
    assert.strictEqual(waiting.sumBytes, 700)
  })

  it("forgets who has closed", () => {
    const waiting = new WaitingBytes(1_000)
    const closed = holderOf(waiting)
    closed.add(800)

    waiting.note(closed, 0)
    holderOf(waiting).add(300)

    assert.isFalse(closed.isCut)
    assert.strictEqual(waiting.sumBytes, 300)
  })

  it("keeps what waits within its bound, whoever writes and reads how much", () => {
    const step = fc.record({ who: fc.nat(9), add: fc.nat(400), read: fc.nat(400) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const waiting = new WaitingBytes(1_000)
        const holders = Array.from({ length: 10 }, () => holderOf(waiting))
        for (const { who, add, read } of steps) {
          const holder = holders[who]
          holder?.read(read)
          holder?.add(add)

          const held = holders.reduce((sum, { heldBytes }) => sum + heldBytes, 0)
          assert.isAtMost(held, 1_000)
          assert.isAtLeast(waiting.sumBytes, held)
        }
      })
    )
  })
})
