/**
 * Lets go of messages as their senders wish: each so long after it came into the log.
 *
 * By the monotonic clock, or by the time of day if that is earlier, because not every monotonic clock goes on while a
 * device sleeps. PROTOCOL.md section 7.4. The timers of a page that nobody sees may be late, so that it looks at the clocks
 * again before it is seen.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit"
import type { Moment, PageClock } from "../PageClock.ts"
import type { LogEntry } from "../RoomLog.ts"

export class LettingGoController implements ReactiveController {
  readonly #clock: () => PageClock
  readonly #entries: () => ReadonlyArray<LogEntry>
  readonly #letGo: (keys: ReadonlySet<string>) => void
  #known: ReadonlyArray<LogEntry> = []
  /** When its time is up, by the key of each message that has one. */
  #deadlines: ReadonlyMap<string, Moment> = new Map()
  #stop: () => void = () => undefined

  /** `letGo` hears the keys of the messages whose time is up. */
  constructor(
    host: ReactiveControllerHost,
    clock: () => PageClock,
    entries: () => ReadonlyArray<LogEntry>,
    letGo: (keys: ReadonlySet<string>) => void
  ) {
    this.#clock = clock
    this.#entries = entries
    this.#letGo = letGo
    host.addController(this)
  }

  hostConnected(): void {
    document.addEventListener("visibilitychange", this.#handleVisibility)
  }

  hostDisconnected(): void {
    document.removeEventListener("visibilitychange", this.#handleVisibility)
    this.#stop()
    this.#known = []
    this.#deadlines = new Map()
  }

  hostUpdate(): void {
    const entries = this.#entries()
    if (entries === this.#known) return
    this.#known = entries
    const before = this.#deadlines
    this.#deadlines = this.#deadlinesOf(entries)
    if (this.#deadlines.size === 0) this.#stop()
    else if ([...this.#deadlines.keys()].some((key) => !before.has(key))) this.#watch()
  }

  #deadlinesOf(entries: ReadonlyArray<LogEntry>): ReadonlyMap<string, Moment> {
    const fading = entries.flatMap((entry) =>
      entry._tag === "Message" && entry.keptSeconds !== undefined
        ? [[entry.key, entry.keptSeconds * 1_000] as const]
        : []
    )
    if (fading.length === 0) return new Map()
    const { steady, ofDay } = this.#clock().now()
    return new Map(
      fading.map(([key, millis]) => [
        key,
        this.#deadlines.get(key) ?? { steady: steady + millis, ofDay: ofDay + millis }
      ])
    )
  }

  readonly #handleVisibility = (): void => this.#watch()

  /** Lets go of what is due, and looks again when the next is. */
  #watch(): void {
    this.#stop()
    const at = this.#clock().now()
    const rests = [...this.#deadlines].map(([key, deadline]) => ({
      key,
      rest: Math.min(deadline.steady - at.steady, deadline.ofDay - at.ofDay)
    }))
    const due = new Set(rests.filter(({ rest }) => rest <= 0).map(({ key }) => key))
    const next = Math.min(...rests.filter(({ rest }) => rest > 0).map(({ rest }) => rest))
    if (next < Infinity) this.#stop = this.#clock().after(next, () => this.#watch())
    if (due.size > 0) this.#letGo(due)
  }
}
