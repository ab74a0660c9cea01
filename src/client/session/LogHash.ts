/**
 * The running hash of the log, by which members find out that the relay has shown them different logs. PROTOCOL.md
 * sections 5.1 and 7.5, step 9.
 *
 * H(n) = the first 16 bytes of SHA-256(H(n-1) || opcode u8 || message bytes of entry n). Whoever was alone at its join
 * knows H from the start; any other keeps the entries it has until it adopts a value that a member has sealed. Both the
 * values and the kept entries are bounded: what is older can no longer be compared, and is not.
 *
 * Owned by the one fiber that reads the connection.
 */
import { Effect } from "effect"
import { identifierBytes, type RoomId } from "../../protocol/Identifiers.ts"
import { client, seal } from "../../protocol/Limits.ts"
import type { Opcode } from "../../protocol/WebSocketFrame.ts"
import type { Seen } from "../crypto/SealedRecord.ts"
import { type Bytes, concat, equalBytes, sha256, utf8 } from "../crypto/WebCrypto.ts"

interface Entry {
  readonly sequence: number
  readonly bytes: Bytes
}

export class LogHash {
  /** H by sequence; the highest is that of the last entry. Empty until known. */
  readonly #hashes = new Map<number, Uint8Array>()
  /** The entries since the join, while no hash is known. */
  #entries: Array<Entry> = []
  /** The sequence before the first entry: the earliest that can be adopted. */
  #last: number

  private constructor(last: number) {
    this.#last = last
  }

  /** The hash of a client that found itself alone in Joined, whose own join has this sequence. */
  static readonly alone = Effect.fnUntraced(function* (roomId: RoomId, joinSequence: number) {
    const log = new LogHash(joinSequence - 1)
    log.#remember(joinSequence - 1, cut(yield* sha256(concat(utf8("pug/v1 log"), identifierBytes(roomId)))))
    return log
  })

  /** The hash of any other client: unknown until adopted. */
  static unknown(joinSequence: number): LogHash {
    return new LogHash(joinSequence - 1)
  }

  /** What to put into the next record, once the hash is known. */
  get seen(): Seen | undefined {
    const hash = this.#hashes.get(this.#last)
    return hash && { sequence: this.#last, hash }
  }

  /** Continues over the next entry. After a gap the hash is unknown again, and can be adopted from this entry on. */
  readonly append = Effect.fnUntraced({ self: this }, function* (sequence: number, kind: Opcode, message: Uint8Array) {
    if (sequence !== this.#last + 1) {
      this.#hashes.clear()
      this.#entries = []
    }
    const entry = { sequence, bytes: concat(new Uint8Array([kind]), message) }
    const previous = this.#hashes.get(sequence - 1)
    this.#last = sequence
    if (previous === undefined) {
      this.#entries.push(entry)
      if (this.#entries.length > client.maxLogHashes) this.#entries.shift()
    } else this.#remember(sequence, yield* continued(previous, entry))
  })

  /**
   * Compares what a member has seen with our own log, or adopts it. `before` is the sequence of the record that says so:
   * nobody can have seen what came after it.
   */
  readonly compare = Effect.fnUntraced({ self: this }, function* (seen: Seen, before: number) {
    if (seen.sequence >= before) return "forked" as const
    if (this.#hashes.size === 0) return yield* this.#adopt(seen)
    const own = this.#hashes.get(seen.sequence)
    return own === undefined || equalBytes(own, seen.hash) ? ("consistent" as const) : ("forked" as const)
  })

  readonly #adopt = Effect.fnUntraced({ self: this }, function* (seen: Seen) {
    const start = this.#entries.findIndex((entry) => entry.sequence === seen.sequence + 1)
    if (start === -1) return "consistent" as const
    const rest = this.#entries.slice(start)
    let hash: Uint8Array = seen.hash
    this.#entries = []
    this.#remember(seen.sequence, hash)
    for (const entry of rest) {
      hash = yield* continued(hash, entry)
      this.#remember(entry.sequence, hash)
    }
    return "consistent" as const
  })

  #remember(sequence: number, hash: Uint8Array): void {
    this.#hashes.set(sequence, hash)
    this.#hashes.delete(sequence - client.maxLogHashes)
  }
}

const cut = (digest: Uint8Array): Uint8Array => digest.slice(0, seal.seenHashBytes)

const continued = (previous: Uint8Array, entry: Entry): Effect.Effect<Uint8Array> =>
  sha256(concat(previous, entry.bytes)).pipe(Effect.map(cut))
