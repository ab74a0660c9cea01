/**
 * Counts the messages of others that come while nobody looks at the page, and forgets the count when somebody does.
 *
 * It knows how many, and never what.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit"
import { messagesSince } from "../messagesSince.ts"
import type { LogEntry } from "../RoomLog.ts"

export class UnreadController implements ReactiveController {
  readonly #entries: () => ReadonlyArray<LogEntry>
  readonly #tell: (count: number) => void
  #known: ReadonlyArray<LogEntry> = []
  #count = 0

  /** `tell` hears of every change of the count. */
  constructor(host: ReactiveControllerHost, entries: () => ReadonlyArray<LogEntry>, tell: (count: number) => void) {
    this.#entries = entries
    this.#tell = tell
    host.addController(this)
  }

  hostConnected(): void {
    document.addEventListener("visibilitychange", this.#handleVisibility)
  }

  hostDisconnected(): void {
    document.removeEventListener("visibilitychange", this.#handleVisibility)
  }

  hostUpdated(): void {
    const entries = this.#entries()
    if (entries === this.#known) return
    const fresh = messagesSince(this.#known, entries).filter(({ sender }) => !sender.isSelf)
    this.#known = entries
    // A room that has ended or was left has no entries any more.
    if (entries.length === 0) this.#become(0)
    else if (document.visibilityState === "hidden") this.#become(this.#count + fresh.length)
  }

  readonly #handleVisibility = (): void => {
    if (document.visibilityState === "visible") this.#become(0)
  }

  #become(count: number): void {
    if (count === this.#count) return
    this.#count = count
    this.#tell(count)
  }
}
