/**
 * rooms x r + connections x c, at the limit and one past it.
 */
import { assert, describe, it } from "@effect/vitest"
import * as MemoryBudget from "../../src/domain/MemoryBudget.ts"
import { memory, memoryBudgetBytes } from "../../src/protocol/Limits.ts"

/** A budget that leaves so many bytes to rooms and connections. */
const leaving = (bytes: number) => MemoryBudget.make((bytes + memory.sharedBytes) / (1 - memory.waitingShare))

describe("a memory budget", () => {
  it("keeps parts for what all share and for what waits", () => {
    const budget = MemoryBudget.make(400_000_000)

    assert.strictEqual(budget.waitingLimitBytes, 100_000_000)
    assert.strictEqual(budget.heldLimitBytes, 300_000_000 - memory.sharedBytes)
  })

  it("takes connections up to the last byte and not one past it", () => {
    const budget = leaving(10 * memory.connectionBytes)

    const answers = Array.from({ length: 11 }, () => MemoryBudget.takeConnection(budget, memory.connectionBytes))

    assert.deepStrictEqual(answers, [...Array.from({ length: 10 }, () => true), false])
  })

  it("refuses rooms earlier, so that connections have a part of their own", () => {
    const budget = leaving(8 * memory.roomBytes)
    let rooms = 0
    while (MemoryBudget.fitsRoom(budget)) {
      budget.heldBytes += memory.roomBytes
      rooms += 1
    }

    assert.strictEqual(rooms, 7)
    assert.isTrue(MemoryBudget.takeConnection(budget, memory.roomBytes))
  })

  it("takes nothing where it does not cover what all share", () => {
    const budget = MemoryBudget.make(memory.sharedBytes)

    assert.isFalse(MemoryBudget.fitsRoom(budget))
    assert.isFalse(MemoryBudget.takeConnection(budget, 1))
  })

  it("at its smallest has place for a thousand connections", () => {
    const { heldLimitBytes } = MemoryBudget.make(memoryBudgetBytes.minimum)

    assert.isAtLeast(heldLimitBytes / memory.connectionBytes, 1_000)
  })
})
