import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import * as TickDeadlines from "../../src/layers/TickDeadlines.ts"
import { Deadlines } from "../../src/services/Deadlines.ts"

/** The deadlines, and at what time each callback came. */
const recorded = Effect.gen(function* () {
  const deadlines = yield* Deadlines
  const calls: Array<readonly [name: string, atMillis: number]> = []
  const schedule = (name: string, dueMillis: number) =>
    deadlines.schedule(dueMillis, () => calls.push([name, deadlines.nowMillis()]))
  return { deadlines, calls, schedule }
})

describe("TickDeadlines", () => {
  it.effect("call back at the time on a tick, else within a tick after it, and never before", () =>
    Effect.gen(function* () {
      const { calls, schedule } = yield* recorded
      schedule("on the tick", 5_000)
      schedule("just after", 5_001)
      schedule("just before", 4_999)

      yield* TestClock.adjust(4_999)
      assert.deepStrictEqual(calls, [])
      yield* TestClock.adjust(5_000)

      assert.deepStrictEqual(calls, [
        ["on the tick", 5_000],
        ["just before", 5_000],
        ["just after", 6_000]
      ])
    }).pipe(Effect.provide(TickDeadlines.layer))
  )

  it.effect("call back once", () =>
    Effect.gen(function* () {
      const { calls, schedule } = yield* recorded
      schedule("a", 1_000)

      yield* TestClock.adjust(100_000)

      assert.lengthOf(calls, 1)
    }).pipe(Effect.provide(TickDeadlines.layer))
  )

  it.effect("call back at the next tick for a time that has passed", () =>
    Effect.gen(function* () {
      const { calls, schedule } = yield* recorded
      yield* TestClock.adjust(10_500)
      schedule("past", 3_000)
      schedule("now", 10_500)

      assert.deepStrictEqual(calls, [])
      yield* TestClock.adjust(500)

      assert.deepStrictEqual(calls, [
        ["past", 11_000],
        ["now", 11_000]
      ])
    }).pipe(Effect.provide(TickDeadlines.layer))
  )

  it.effect("do not call back what was called off, twice or late too", () =>
    Effect.gen(function* () {
      const { calls, schedule } = yield* recorded
      const cancel = schedule("off", 2_000)
      schedule("other of the same tick", 2_000)
      cancel()
      cancel()

      yield* TestClock.adjust(2_000)
      cancel()
      yield* TestClock.adjust(2_000)

      assert.deepStrictEqual(calls, [["other of the same tick", 2_000]])
    }).pipe(Effect.provide(TickDeadlines.layer))
  )

  it.effect("take one callback twice, and call off one of the two", () =>
    Effect.gen(function* () {
      const deadlines = yield* Deadlines
      let calls = 0
      const count = () => void (calls += 1)
      deadlines.schedule(1_000, count)
      const cancel = deadlines.schedule(1_000, count)
      cancel()

      yield* TestClock.adjust(1_000)

      assert.strictEqual(calls, 1)
    }).pipe(Effect.provide(TickDeadlines.layer))
  )

  it.effect("let a callback schedule another and call off its neighbour", () =>
    Effect.gen(function* () {
      const { calls, deadlines, schedule } = yield* recorded
      let cancel = () => {}
      deadlines.schedule(1_000, () => {
        schedule("next", 1_000)
        cancel()
      })
      cancel = schedule("neighbour", 1_000)

      yield* TestClock.adjust(3_000)

      assert.deepStrictEqual(calls, [["next", 2_000]])
    }).pipe(Effect.provide(TickDeadlines.layer))
  )

  it.effect("go on after a callback that throws, with its neighbours and with later ones", () =>
    Effect.gen(function* () {
      const { calls, deadlines, schedule } = yield* recorded
      deadlines.schedule(1_000, () => {
        throw new Error("a fault of one")
      })
      schedule("neighbour", 1_000)
      schedule("later", 2_000)

      yield* TestClock.adjust(2_000)

      assert.deepStrictEqual(calls, [
        ["neighbour", 1_000],
        ["later", 2_000]
      ])
    }).pipe(Effect.provide(TickDeadlines.layer))
  )
})
