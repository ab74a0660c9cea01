/**
 * Waits for what processes and networks bring about in their own time.
 */
import { Duration, Effect } from "effect"

/** Asks every 5 ms. The limit of the test ends what never comes. */
export const eventually = (condition: () => boolean): Effect.Effect<void> =>
  Effect.suspend(() =>
    condition() ? Effect.void : Effect.andThen(Effect.sleep(Duration.millis(5)), eventually(condition))
  )
