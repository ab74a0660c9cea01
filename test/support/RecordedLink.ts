/**
 * One side of a link, with a transcript of what it has sent and delivered. The peer is the test: its number of the link
 * is 3, ours is 7.
 * "< one" is a record that has been delivered; what was sent stands there as batchLine.ts writes it.
 */
import { assert } from "@effect/vitest"
import { PeerLink } from "../../src/domain/PeerLink.ts"
import { batchLine, recordOf, textOf } from "./batchLine.ts"

export const own = 7
export const peer = 3
/** When links begin. */
export const start = 1_000

export interface RecordedLinkOptions {
  readonly ringBytes?: number
  readonly maxBatchBytes?: number
  readonly firstSequence?: number
  readonly busAwayAt?: number
}

export class RecordedLink {
  readonly link: PeerLink
  retransmitted = 0
  /** Called with each record that is delivered. */
  onRecord: (text: string) => void = () => {}
  #lines: Array<string> = []

  constructor({ busAwayAt, ...options }: RecordedLinkOptions = {}) {
    this.link = new PeerLink(
      { number: own, ringBytes: 1_000, maxBatchBytes: 100, firstSequence: 1, ...options },
      {
        transmit: (datagram) => void this.#lines.push(batchLine(datagram)),
        deliver: (record) => {
          this.#lines.push(`< ${textOf(record)}`)
          this.onRecord(textOf(record))
        },
        retransmitted: (batches) => void (this.retransmitted += batches)
      },
      start,
      busAwayAt
    )
  }

  /** A link whose sides have met at `start`. */
  static met(options: RecordedLinkOptions = {}): RecordedLink {
    const recorded = new RecordedLink(options)
    recorded.link.meet(peer, true, start)
    assert.deepEqual(recorded.take(), [])
    return recorded
  }

  /** What has happened since the last call. */
  take(): ReadonlyArray<string> {
    const lines = this.#lines
    this.#lines = []
    return lines
  }

  /** One batch of these records, sent at `now`. */
  say(now: number, ...texts: ReadonlyArray<string>): void {
    for (const text of texts) this.link.send(recordOf(text))
    this.link.flush(now)
  }

  /** The peer's batch of these records; without any, its word that `sequence` was the last. */
  hear(
    now: number,
    sequence: number,
    texts: ReadonlyArray<string>,
    { acknowledged = 0, isNak = false }: { readonly acknowledged?: number; readonly isNak?: boolean } = {}
  ): void {
    this.link.receive({ sequence, acknowledged, isNak, records: texts.map(recordOf) }, now)
  }
}
