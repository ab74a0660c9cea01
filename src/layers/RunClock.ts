/**
 * The Effect clock, read at most once in a run of synchronous code: what arrives in one packet has arrived at one time.
 *
 * Reading the monotonic clock costs a system call's neighbourhood and a BigInt; several times per message that shows. The
 * reading is dropped in the microtask behind the run, before anything else can move the clock, TestClock included.
 */
import type { Clock } from "effect"

export interface RunClock {
  /** Monotonic, from an arbitrary origin. */
  readonly monotonicMillis: () => number
  /** Unix time; it may jump. */
  readonly wallMillis: () => number
}

const nanosPerMilli = 1_000_000

export const make = (clock: Clock.Clock): RunClock => {
  let monotonic: number | undefined
  let wall: number | undefined
  let isForgetting = false
  const forget = () => {
    monotonic = undefined
    wall = undefined
    isForgetting = false
  }
  const forgetBehindThisRun = () => {
    if (isForgetting) return
    isForgetting = true
    queueMicrotask(forget)
  }
  return {
    monotonicMillis: () => {
      if (monotonic === undefined) {
        monotonic = Number(clock.monotonicTimeNanosUnsafe()) / nanosPerMilli
        forgetBehindThisRun()
      }
      return monotonic
    },
    wallMillis: () => {
      if (wall === undefined) {
        wall = clock.currentTimeMillisUnsafe()
        forgetBehindThisRun()
      }
      return wall
    }
  }
}
