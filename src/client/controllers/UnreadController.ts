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
  /** The keys of those that nobody has seen and that are still there. */
  #unread: ReadonlySet<string> = new Set()

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
    // What has disappeared meanwhile, or with its room, is not there to be read.
    const before = document.visibilityState === "hidden" ? [...this.#unread, ...fresh.map(({ key }) => key)] : []
    const here = new Set(before.length === 0 ? [] : entries.map(({ key }) => key))
    this.#become(new Set(before.filter((key) => here.has(key))))
  }

  readonly #handleVisibility = (): void => {
    if (document.visibilityState === "visible") this.#become(new Set())
  }

  #become(unread: ReadonlySet<string>): void {
    const hasChanged = unread.size !== this.#unread.size
    this.#unread = unread
    if (hasChanged) this.#tell(unread.size)
  }
}
