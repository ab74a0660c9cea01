/** A wish to be looked at: raising it twice before somebody looks is raising it once. */
import { Effect, Queue } from "effect"

export interface Signal {
  readonly raise: () => void
  /** Returns when the signal is raised, at once if it has been since the last wait. */
  readonly wait: Effect.Effect<void>
}

export const makeSignal: Effect.Effect<Signal> = Queue.sliding<void>(1).pipe(
  Effect.map((queue) => ({
    raise: () => {
      Queue.offerUnsafe(queue, undefined)
    },
    wait: Queue.take(queue)
  }))
)
