/**
 * What becomes of a fault that nobody has caught, an exception or a rejection: the relay says goodbye and ends.
 *
 * Node's own answer would print what was thrown, which may hold anything, and tell no member. Going on is no answer
 * either: Node gives no word for the state of the process after it, and people rely on this one. All that a restart costs
 * is rooms, which have to end anyway.
 */
import { Effect, Schema } from "effect"
import * as RelayLog from "./RelayLog.ts"

/** The process must end. It says nothing of the fault. */
export class ProcessFailed extends Schema.TaggedError<ProcessFailed>()("ProcessFailed", {}) {
  override get message(): string {
    return "ended by a fault that nobody had caught"
  }
}

/** Fails at the first fault, so that what runs beside it is interrupted and says goodbye. Another one ends at once. */
export const watch: Effect.Effect<never, ProcessFailed> = Effect.callback<never, ProcessFailed>((resume) => {
  let isGoing = false
  // Left on to the end of the process: a fault during the goodbye must not print anything either.
  process.on("uncaughtException", () => {
    if (isGoing) process.exit(1)
    isGoing = true
    resume(Effect.fail(new ProcessFailed()))
  })
}).pipe(Effect.tapError(() => RelayLog.log("process")))
