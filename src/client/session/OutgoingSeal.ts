/**
 * Seals this client's records on one connection, and knows them again when they come back.
 *
 * One session of 16 random bytes for each connection, drawn here; the counter rises with every record, whether it arrives
 * or not, so a nonce is never used twice. Records are kept until they are confirmed: what claims to be ours and was not
 * sealed here is a lie of the relay. PROTOCOL.md sections 7.1, 7.2 and step 3 of 7.5.
 */
import { Effect } from "effect"
import type { ConnectionId, RoomId } from "../../protocol/Identifiers.ts"
import { seal as limits } from "../../protocol/Limits.ts"
import { counterOf, deriveSealKeys, seal, type SealedPayload, type SealKeys } from "../crypto/Seal.ts"
import type { SealedRecord } from "../crypto/SealedRecord.ts"
import { type Bytes, equalBytes, randomBytes } from "../crypto/WebCrypto.ts"
import { monotonicMillis } from "./monotonicMillis.ts"

interface Sent {
  /** Monotonic milliseconds. */
  readonly at: number
  readonly payload: Bytes
  readonly record: SealedRecord
}

/** What a payload under our own name is: ours and waited for, ours from before, or not ours. */
export type Recognition =
  | { readonly _tag: "Awaited"; readonly counter: number; readonly record: SealedRecord }
  | { readonly _tag: "Confirmed"; readonly counter: number }
  | { readonly _tag: "Foreign" }

export class OutgoingSeal {
  readonly session: Bytes
  readonly #keys: SealKeys
  readonly #awaited = new Map<number, Sent>()
  #counter = 0
  /** When the record that was waited for longest has come back, last. */
  #progressAt = 0

  private constructor(keys: SealKeys) {
    this.#keys = keys
    this.session = keys.context.session
  }

  static readonly make = Effect.fnUntraced(function* (messageKey: CryptoKey, roomId: RoomId, self: ConnectionId) {
    const session = yield* randomBytes(limits.sessionBytes)
    return new OutgoingSeal(yield* deriveSealKeys(messageKey, { roomId, sender: self, session }))
  })

  /**
   * Since when the relay owes us a record: from its sending, or from the last time that the oldest one came back. What
   * comes back out of order is no progress. Monotonic milliseconds; `undefined` if all have come back.
   */
  get waitingSince(): number | undefined {
    for (const { at } of this.#awaited.values()) return Math.max(at, this.#progressAt)
    return undefined
  }

  /** Whether all counters are used. Only a new connection has a new session. */
  get isExhausted(): boolean {
    return this.#counter > limits.maxCounter
  }

  readonly seal = Effect.fnUntraced({ self: this }, function* (record: SealedRecord) {
    const counter = this.#counter
    this.#counter += 1
    const payload = yield* seal(this.#keys, counter, record)
    this.#awaited.set(counter, { payload, record, at: yield* monotonicMillis })
    return payload
  })

  recognize(parsed: SealedPayload, payload: Uint8Array): Recognition {
    const counter = counterOf(parsed)
    if (!equalBytes(parsed.session, this.session) || counter >= this.#counter) return { _tag: "Foreign" }
    const sent = this.#awaited.get(counter)
    if (sent === undefined) return { _tag: "Confirmed", counter }
    return equalBytes(sent.payload, payload) ? { _tag: "Awaited", counter, record: sent.record } : { _tag: "Foreign" }
  }

  /** The record has come back in its place. */
  readonly confirm = Effect.fnUntraced({ self: this }, function* (counter: number) {
    const [oldest] = this.#awaited.keys()
    this.#awaited.delete(counter)
    if (counter === oldest) this.#progressAt = yield* monotonicMillis
  })
}
