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
  /** Not seen before, but its sender has left: the relay cannot have had it from there. */
  | { readonly _tag: "Departed" }

interface Sender {
  readonly session: Uint8Array | undefined
  /** -1 before the first record. */
  readonly highest: number
  /** Whether records may have been sent that were not for us to see. */
  readonly mayHaveSpoken: boolean
}

export class RecordAuditor {
  #present = new Map<ConnectionId, Sender>()
  /** In the order of leaving. */
  readonly #departed = new Map<ConnectionId, Sender>()

  /** We have joined as `self` and seal in `session`: `members` were there before us, and all others are gone. */
  start(self: ConnectionId, session: Uint8Array, members: Iterable<ConnectionId>): void {
    const earlier = this.#present
    this.#present = new Map()
    for (const member of members) {
      this.#present.set(member, { ...(earlier.get(member) ?? silent), mayHaveSpoken: true })
      earlier.delete(member)
    }
    for (const [member, sender] of earlier) this.#rememberDeparted(member, sender)
    this.#present.set(self, { ...silent, session })
  }

  /** A member came in after us: its records start at 0. A relay that says so twice does not make us forget the first. */
  joined(member: ConnectionId): void {
    this.#present.set(member, this.#find(member) ?? silent)
  }

  left(member: ConnectionId): void {
    const sender = this.#present.get(member)
    if (sender === undefined) return
    this.#present.delete(member)
    this.#rememberDeparted(member, sender)
  }

  /** Whether the relay may be telling the truth about who sent this. Step 2. */
  isAttributable(member: ConnectionId, session: Uint8Array): boolean {
    const sender = this.#find(member)
    if (sender === undefined) return false
    if (sender.session !== undefined) return equalBytes(sender.session, session)
    return [...this.#present.values(), ...this.#departed.values()].every(
      (other) => other.session === undefined || !equalBytes(other.session, session)
    )
  }

  /** Judges a record that has opened, and remembers it. Steps 7 and 8. */
  count(member: ConnectionId, session: Uint8Array, counter: number): CounterVerdict {
    const sender = this.#find(member) ?? silent
    if (counter === sender.highest) return { _tag: "Replayed" }
    if (counter < sender.highest) return { _tag: "Reordered" }
    if (!this.#present.has(member)) return { _tag: "Departed" }
    this.#present.set(member, { session, highest: counter, mayHaveSpoken: false })
    return { _tag: "Fresh", missing: sender.mayHaveSpoken ? 0 : counter - sender.highest - 1 }
  }

  #find(member: ConnectionId): Sender | undefined {
    return this.#present.get(member) ?? this.#departed.get(member)
  }

  #rememberDeparted(member: ConnectionId, sender: Sender): void {
    this.#departed.set(member, sender)
    if (this.#departed.size <= client.maxDepartedSenders) return
    for (const oldest of this.#departed.keys()) {
      this.#departed.delete(oldest)
      return
    }
  }
}

const silent: Sender = { session: undefined, highest: -1, mayHaveSpoken: false }
