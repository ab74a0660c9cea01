/**
 * Judges the order of sealed records: replay, reorder, gap, misattribution. PROTOCOL.md section 7.5, steps 2, 7 and 8.
 *
 * The relay is not trusted: it names the sender of each payload and decides what comes when. A session is bound to its
 * sender only by a record that has opened, because anything else could be planted. Outlives a connection: after a
 * reconnect the highest counters still stand, so that old records cannot be shown to us again, but what was sent in
 * between is not missing.
 *
 * Owned by the one fiber that reads the connection. No runtime.
 */
import type { ConnectionId } from "../../protocol/Identifiers.ts"
import { client } from "../../protocol/Limits.ts"
import { equalBytes } from "../crypto/WebCrypto.ts"

/** What the counter of a record says. `missing` records were skipped before one that is shown. */
export type CounterVerdict =
  | { readonly _tag: "Fresh"; readonly missing: number }
  | { readonly _tag: "Replayed" }
  | { readonly _tag: "Reordered" }

interface Sender {
  session: Uint8Array | undefined
  /** -1 before the first record. */
  highest: number
  /** Whether records may have been sent that were not for us to see. */
  mayHaveSpoken: boolean
  hasLeft: boolean
}

export class RecordAuditor {
  readonly #senders = new Map<ConnectionId, Sender>()

  /** We have joined: these members were there before us, and all others are gone. */
  start(present: ReadonlyArray<ConnectionId>): void {
    for (const sender of this.#senders.keys()) this.left(sender)
    for (const connectionId of present) {
      const sender = this.#senders.get(connectionId) ?? newSender()
      this.#senders.set(connectionId, { ...sender, mayHaveSpoken: true, hasLeft: false })
    }
  }

  /** A member came in after us: its records start at 0. */
  joined(connectionId: ConnectionId): void {
    this.#senders.set(connectionId, newSender())
  }

  left(connectionId: ConnectionId): void {
    const sender = this.#senders.get(connectionId)
    if (sender === undefined) return
    this.#senders.delete(connectionId)
    this.#senders.set(connectionId, { ...sender, hasLeft: true })
    this.#forgetOldest()
  }

  /** Whether the relay may be telling the truth about who sent this. Step 2. */
  isAttributable(connectionId: ConnectionId, session: Uint8Array): boolean {
    const sender = this.#senders.get(connectionId)
    if (sender === undefined) return false
    if (sender.session !== undefined) return equalBytes(sender.session, session)
    return !this.#senders.values().some((other) => other.session !== undefined && equalBytes(other.session, session))
  }

  /** Judges a record that has opened, and remembers it. Steps 7 and 8. */
  count(connectionId: ConnectionId, session: Uint8Array, counter: number): CounterVerdict {
    const sender = this.#senders.get(connectionId) ?? newSender()
    if (counter === sender.highest) return { _tag: "Replayed" }
    if (counter < sender.highest) return { _tag: "Reordered" }
    const missing = sender.mayHaveSpoken ? 0 : counter - sender.highest - 1
    this.#senders.set(connectionId, { ...sender, session, highest: counter, mayHaveSpoken: false })
    return { _tag: "Fresh", missing }
  }

  /** Map keeps insertion order, and leaving moves a sender to the end. */
  #forgetOldest(): void {
    let surplus = this.#senders.values().filter((sender) => sender.hasLeft).reduce((n) => n + 1, 0) - client.maxDepartedSenders
    for (const [connectionId, sender] of this.#senders) {
      if (surplus <= 0) return
      if (!sender.hasLeft) continue
      this.#senders.delete(connectionId)
      surplus -= 1
    }
  }
}

const newSender = (): Sender => ({ session: undefined, highest: -1, mayHaveSpoken: false, hasLeft: false })
