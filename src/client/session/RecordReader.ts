/**
 * Opens the sealed payloads of one connection and says what is wrong with each. PROTOCOL.md section 7.5, all nine steps.
 *
 * A fault never ends anything: the caller shows it and goes on. Owned by the one fiber that reads the connection.
 */
import { Effect } from "effect"
import type { ConnectionId, RoomId } from "../../protocol/Identifiers.ts"
import type { MessageHeader } from "../../protocol/MessageHeader.ts"
import { deriveSealKeys, open, parsePayload, type SealedPayload, type SealKeys } from "../crypto/Seal.ts"
import type { SealedRecord, UnknownRecord } from "../crypto/SealedRecord.ts"
import { equalBytes } from "../crypto/WebCrypto.ts"
import type { FaultKind } from "../SessionEvent.ts"
import type { LogHash } from "./LogHash.ts"
import type { OutgoingSeal } from "./OutgoingSeal.ts"
import type { RecordAuditor } from "./RecordAuditor.ts"

/** What is wrong; `count` records are concerned. */
export interface RecordFault {
  readonly kind: FaultKind
  readonly count: number
}

/** `record` is to be shown; it is absent if it could not be opened or has no place in the log. */
export interface ReadRecord {
  readonly record?: SealedRecord | UnknownRecord
  readonly faults: ReadonlyArray<RecordFault>
}

/** A record that has opened, still to be judged by its counter. */
interface Opened {
  readonly _tag: "Opened"
  readonly counter: number
  /** Absent from an own record that has been shown before. */
  readonly record?: SealedRecord | UnknownRecord
}

export interface ReaderContext {
  readonly messageKey: CryptoKey
  readonly roomId: RoomId
  readonly self: ConnectionId
  readonly outgoing: OutgoingSeal
  readonly auditor: RecordAuditor
  readonly logHash: LogHash
}

export class RecordReader {
  readonly #context: ReaderContext
  readonly #keys = new Map<ConnectionId, SealKeys>()

  constructor(context: ReaderContext) {
    this.#context = context
  }

  /** Reads the payload of a log entry that `logHash` has already been continued over. */
  readonly read = Effect.fnUntraced({ self: this }, function* (header: MessageHeader, payload: Uint8Array) {
    const { sender, sequence } = header
    const parsed = parsePayload(payload)
    if (parsed === undefined) return failed("malformed")
    const opened =
      sender === this.#context.self ? this.#recognize(parsed, payload) : yield* this.#openForeign(sender, parsed)
    if (typeof opened === "string") return failed(opened)
    return yield* this.#judge(sender, parsed, opened, sequence)
  })

  /** The member is gone and its keys with it. */
  left(member: ConnectionId): void {
    this.#keys.delete(member)
  }

  /** Step 3. Our own record is not opened: it is the one that we have sealed, byte for byte. */
  #recognize(parsed: SealedPayload, payload: Uint8Array): Opened | FaultKind {
    const recognized = this.#context.outgoing.recognize(parsed, payload)
    return recognized._tag === "Foreign" ? "misattributed" : { ...recognized, _tag: "Opened" }
  }

  /** Steps 2 and 4 to 6. Keys are kept once they have opened something. */
  readonly #openForeign = Effect.fnUntraced({ self: this }, function* (sender: ConnectionId, parsed: SealedPayload) {
    const { auditor, messageKey, roomId } = this.#context
    if (!auditor.isAttributable(sender, parsed.session)) return "misattributed" as const
    const known = this.#keys.get(sender)
    const keys =
      known !== undefined && equalBytes(known.context.session, parsed.session)
        ? known
        : yield* deriveSealKeys(messageKey, { roomId, sender, session: parsed.session })
    const opened = yield* open(keys, parsed)
    if (typeof opened !== "string") this.#keys.set(sender, keys)
    return opened
  })

  /** Steps 7 to 9. */
  readonly #judge = Effect.fnUntraced(
    { self: this },
    function* (sender: ConnectionId, parsed: SealedPayload, { counter, record }: Opened, sequence: number) {
      const { auditor, logHash, outgoing, self } = this.#context
      const verdict = auditor.count(sender, parsed.session, counter)
      if (verdict._tag !== "Fresh") return failed(faultOf[verdict._tag])
      if (sender === self) yield* outgoing.confirm(counter)
      const faults: Array<RecordFault> = []
      if (verdict.missing > 0) faults.push({ kind: "missing", count: verdict.missing })
      if (record?.seen !== undefined && (yield* logHash.compare(record.seen, sequence)) === "forked") {
        faults.push({ kind: "forked", count: 1 })
      }
      const result: ReadRecord = record === undefined ? { faults } : { record, faults }
      return result
    }
  )
}

const failed = (kind: FaultKind): ReadRecord => ({ faults: [{ kind, count: 1 }] })

const faultOf = { Replayed: "replayed", Reordered: "reordered", Departed: "misattributed" } as const
