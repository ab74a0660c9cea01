/** The time for measuring how long something took: never set back, and not the time of day. */
import { Clock, Effect } from "effect"

export const monotonicMillis: Effect.Effect<number> = Clock.monotonicTimeNanos.pipe(
  Effect.map((nanos) => Number(nanos / 1_000_000n))
)
