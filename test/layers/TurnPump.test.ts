/**
 * When lanes are flushed: at the end of the turn, or as soon as more of them wait than the limit says.
 */
import { setImmediate as endOfTurn } from "node:timers/promises"
import { assert, describe, it } from "@effect/vitest"
import * as TurnPump from "../../src/layers/TurnPump.ts"
import { maxWaitingLanes } from "../../src/protocol/Limits.ts"

/** Lanes that say when they are flushed. */
const lanes = (count: number) => {
  const flushed: Array<number> = []
  const make = (index: number): TurnPump.Pumped => ({ flush: () => flushed.push(index), failed: () => {} })
  return { flushed, all: Array.from({ length: count }, (_, index) => make(index)) }
}

describe("the pump", () => {
  it("flushes at the end of the turn, each once and in order", async () => {
    const pump = TurnPump.make()
    const { all, flushed } = lanes(maxWaitingLanes)

    all.forEach(pump.enqueue)
    const within = [...flushed]
    await endOfTurn()

    assert.deepStrictEqual(within, [])
    assert.deepStrictEqual(flushed, [...all.keys()])
  })

  it("flushes those that wait when one more comes than may wait, and that one at the end", async () => {
    const pump = TurnPump.make()
    const { all, flushed } = lanes(maxWaitingLanes + 1)

    all.forEach(pump.enqueue)
    const within = [...flushed]
    await endOfTurn()

    assert.deepStrictEqual(within, [...all.keys()].slice(0, maxWaitingLanes))
    assert.deepStrictEqual(flushed, [...all.keys()])
  })

  it("tells a lane that fails, and flushes the others", async () => {
    const pump = TurnPump.make()
    const { all, flushed } = lanes(2)
    const told: Array<unknown> = []
    const defect = new Error("a fault of this lane")
    const failing: TurnPump.Pumped = {
      flush: () => {
        throw defect
      },
      failed: (cause) => told.push(cause)
    }

    pump.enqueue(failing)
    all.forEach(pump.enqueue)
    await endOfTurn()

    assert.deepStrictEqual(told, [defect])
    assert.deepStrictEqual(flushed, [0, 1])
  })
})
