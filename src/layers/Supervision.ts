/**
 * What happens to a defect once it has been kept where it arose: it is counted by kind and logged without its content.
 *
 * Logged at the first, the tenth, the hundredth time and so on, so that nobody who has found a way to cause one can fill a
 * disk; the count is in the metrics. Keeping it in is the work of those who call this.
 */
import { Effect } from "effect"
import { HttpServerResponse } from "effect/http"
import { type DefectKind, RelayTally } from "../services/RelayTally.ts"
import * as RelayLog from "./RelayLog.ts"

/** Stands for a defect that has been reported where it arose and still has to be answered further up. */
export class Reported {
  readonly _tag = "Reported"
}

/** Counts and logs a defect, unless that has been done. */
export const report = (kind: DefectKind, defect?: unknown): Effect.Effect<void> =>
  defect instanceof Reported
    ? Effect.void
    : Effect.flatMap(RelayTally, ({ defects }) => {
        defects[kind] += 1
        return isPowerOfTen(defects[kind]) ? RelayLog.log(kind, defects[kind]) : Effect.void
      })

const isPowerOfTen = (count: number): boolean => Number.isInteger(Math.log10(count))

const failed = Effect.succeed(HttpServerResponse.empty({ status: 500 }))

/** Keeps a defect within one request: it is reported, and answered with 500. */
export const answered = <E, R>(
  route: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>,
  answer: Effect.Effect<HttpServerResponse.HttpServerResponse> = failed
): Effect.Effect<HttpServerResponse.HttpServerResponse, E, R> =>
  Effect.catchDefect(route, (defect) => Effect.andThen(report("http", defect), answer))
