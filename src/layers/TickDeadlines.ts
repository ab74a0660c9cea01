/**
 * Deadlines by ticks: one fiber wakes every `expiryTickMillis` and calls back what has come due.
 *
 * A sleeper per room would double what a room costs. Callbacks of one tick share a bucket; an empty bucket is dropped at
 * once, so that memory follows the number of deadlines ahead and not their history.
 */
import { Clock, Duration, Effect, Layer, Schedule } from "effect"
import { expiryTickMillis } from "../protocol/Limits.ts"
import { Deadlines } from "../services/Deadlines.ts"
import { oncePerRun } from "./RunClock.ts"
import * as Supervision from "./Supervision.ts"

const nanosPerMilli = 1_000_000

export const layer: Layer.Layer<Deadlines> = Layer.effect(
  Deadlines,
  Effect.gen(function* () {
    const clock = yield* Clock.Clock
    const nowMillis = oncePerRun(() => Number(clock.monotonicTimeNanosUnsafe()) / nanosPerMilli)
    const buckets = new Map<number, Set<() => void>>()
    let lastTick = Math.floor(nowMillis() / expiryTickMillis)

    const schedule = (dueMillis: number, onDue: () => void) => {
      const tick = Math.max(Math.ceil(dueMillis / expiryTickMillis), lastTick + 1)
      const bucket = buckets.get(tick) ?? new Set()
      buckets.set(tick, bucket)
      // A function of its own for each call, so that one callback may wait twice.
      const call = () => onDue()
      bucket.add(call)
      return () => {
        if (bucket.delete(call) && bucket.size === 0) buckets.delete(tick)
      }
    }

    const callDue = Effect.suspend(() => {
      const now = Math.floor(nowMillis() / expiryTickMillis)
      let failures = 0
      while (lastTick < now) {
        lastTick += 1
        const bucket = buckets.get(lastTick)
        buckets.delete(lastTick)
        bucket?.forEach((call) => {
          try {
            call()
          } catch {
            // The deadlines of everybody else hang on this fiber, so it outlives the fault of one.
            failures += 1
          }
        })
      }
      return failures === 0 ? Effect.void : Effect.replicateEffect(Supervision.report("deadline"), failures)
    })

    yield* callDue.pipe(Effect.repeat(Schedule.spaced(Duration.millis(expiryTickMillis))), Effect.forkScoped)

    return Deadlines.of({ nowMillis, schedule })
  })
)
