/**
 * The clock of an element, moved by TestClock.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, ManagedRuntime } from "effect"
import { TestClock } from "effect/testing"
import { CountdownController } from "../../../src/client/controllers/CountdownController.ts"
import { ScriptedRoomClient } from "../../support/ScriptedRoomClient.ts"
import { FakeHost } from "../../support/FakeHost.ts"

/** A countdown to `endsAt`, with a clock that starts at 0 and the way to move it. */
const makeCountdown = Effect.fnUntraced(function* (endsAt: { value: number | undefined }) {
  const runtime = yield* Effect.acquireRelease(
    Effect.sync(() => ManagedRuntime.make(Layer.merge(new ScriptedRoomClient().layer, TestClock.layer()))),
    (made) => made.disposeEffect
  )
  yield* runtime.contextEffect
  const host = new FakeHost()
  const warnings: Array<number> = []
  const countdown = new CountdownController(
    host,
    () => runtime,
    () => endsAt.value,
    (remainingMillis) => warnings.push(remainingMillis)
  )
  const adjust = (millis: number): Effect.Effect<void> =>
    Effect.promise(() => runtime.runPromise(TestClock.adjust(millis)))
  return { host, countdown, adjust, warnings }
})

describe("CountdownController", () => {
  it.effect("tells what remains at once and with every full second", () =>
    Effect.gen(function* () {
      const { host, countdown, adjust } = yield* makeCountdown({ value: 2_500 })

      host.update()
      const seen = [countdown.remainingMillis]
      for (const millis of [500, 999, 1, 1_000]) {
        yield* adjust(millis)
        seen.push(countdown.remainingMillis)
      }

      assert.deepStrictEqual(seen, [2_500, 2_000, 2_000, 1_000, 0])
    })
  )

  it.effect("does not go below zero", () =>
    Effect.gen(function* () {
      const { host, countdown, adjust } = yield* makeCountdown({ value: 1_000 })

      host.update()
      yield* adjust(10_000)

      assert.strictEqual(countdown.remainingMillis, 0)
    })
  )

  it.effect("follows another end", () =>
    Effect.gen(function* () {
      const endsAt: { value: number | undefined } = { value: 10_000 }
      const { host, countdown, adjust } = yield* makeCountdown(endsAt)

      host.update()
      endsAt.value = 5_000
      host.update()
      yield* adjust(1_000)

      assert.strictEqual(countdown.remainingMillis, 4_000)
    })
  )

  it.effect("warns at its marks, and not again when the end is corrected", () =>
    Effect.gen(function* () {
      const endsAt: { value: number | undefined } = { value: 62_000 }
      const { host, adjust, warnings } = yield* makeCountdown(endsAt)

      host.update()
      const atOnce = [...warnings]
      yield* adjust(2_000)
      endsAt.value = 61_500
      host.update()
      yield* adjust(1_000)
      yield* adjust(48_500)

      assert.deepStrictEqual(atOnce, [62_000])
      assert.deepStrictEqual(warnings, [62_000, 60_000, 10_000])
    })
  )

  it.effect("warns of another room's end anew", () =>
    Effect.gen(function* () {
      const endsAt: { value: number | undefined } = { value: 5_000 }
      const { host, adjust, warnings } = yield* makeCountdown(endsAt)

      host.update()
      endsAt.value = undefined
      host.update()
      yield* adjust(1_000)
      endsAt.value = 7_000
      host.update()

      assert.deepStrictEqual(warnings, [5_000, 6_000])
    })
  )

  it.effect("stands still without an end, and after its element has gone", () =>
    Effect.gen(function* () {
      const endsAt: { value: number | undefined } = { value: undefined }
      const { host, countdown, adjust } = yield* makeCountdown(endsAt)

      host.update()
      yield* adjust(1_000)
      const before = host.updateCount
      endsAt.value = 10_000
      host.update()
      host.disconnect()
      yield* adjust(5_000)

      assert.strictEqual(before, 0)
      assert.strictEqual(countdown.remainingMillis, 9_000)
    })
  )
})
