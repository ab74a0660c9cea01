/**
 * Asking a policy of the embedding application: it has a deadline, and what it gets wrong is its own.
 */
import { Duration, Effect } from "effect"
import { policyDeadlineMillis } from "../protocol/Limits.ts"
import type { PolicyRefused } from "../services/Policies.ts"
import * as Supervision from "./Supervision.ts"

/** Asks. Fails with PolicyRefused, or with `onLate` past the deadline; a defect is reported and becomes `onDefect`. */
export const ask = <Late, Failed>(
  question: () => Effect.Effect<void, PolicyRefused>,
  onLate: () => Effect.Effect<never, Late>,
  onDefect: Effect.Effect<never, Failed>
): Effect.Effect<void, PolicyRefused | Late | Failed> =>
  Effect.suspend(question).pipe(
    Effect.timeoutOrElse({ duration: Duration.millis(policyDeadlineMillis), orElse: onLate }),
    Effect.catchDefect((defect) => Effect.andThen(Supervision.report("policy", defect), onDefect))
  )
