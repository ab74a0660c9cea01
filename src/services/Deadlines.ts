/**
 * Calls back when a time has come: one service for all rooms, on the Effect clock, so that TestClock drives it.
 *
 * Not exact: a callback comes at its time or within a tick after it. Whoever must be exact checks the time as well.
 */
import { Context } from "effect"

export class Deadlines extends Context.Service<
  Deadlines,
  {
    /** The monotonic clock that deadlines are on, in milliseconds from an arbitrary origin. */
    readonly nowMillis: () => number
    /** Calls `onDue` once, at `dueMillis` of `nowMillis` or within a tick after it. Returns what calls it off. */
    readonly schedule: (dueMillis: number, onDue: () => void) => () => void
  }
>()("pug-network/services/Deadlines") {}
