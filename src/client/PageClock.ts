/**
 * The clocks and timers of a page, without a word of Effect, for what is loaded later and does not know a runtime.
 */
import { Clock, Effect, Fiber } from "effect"
import type { ClientRuntime } from "./runtime.ts"

/** The same moment by both clocks, in milliseconds. */
export interface Moment {
  /** Of the clock that is never set back. */
  readonly steady: number
  readonly ofDay: number
}

export interface PageClock {
  readonly now: () => Moment
  /** Acts in so many milliseconds; returns what takes that back. */
  readonly after: (millis: number, act: () => void) => () => void
}

export const pageClock = (runtime: () => ClientRuntime): PageClock => ({
  now: () => ({
    steady: Number(runtime().runSync(Clock.monotonicTimeNanos)) / 1e6,
    ofDay: runtime().runSync(Clock.currentTimeMillis)
  }),
  after: (millis, act) => {
    const fiber = runtime().runFork(Effect.map(Effect.sleep(millis), act))
    return () => void runtime().runFork(Fiber.interrupt(fiber))
  }
})
