/**
 * One node's table of links, with a transcript: "to 2: hello 5 1" has been published for slot 2 (batchLine.ts), "from 2: one"
 * is a record that has been delivered, "2 is down: reset" the end of a link, "flush, please" a wish. The peers are the test.
 */
import { assert } from "@effect/vitest"
import { LinkTable } from "../../src/domain/LinkTable.ts"
import { encodeHello, encodeRecords } from "../../src/protocol/cluster/LinkBatch.ts"
import { batchLine, recordOf, textOf } from "./batchLine.ts"

const self = { slot: 1, incarnation: 11 }
export const b = { slot: 2, incarnation: 22 }
export const c = { slot: 3, incarnation: 33 }
export const start = 1_000

export class RecordedTable {
  readonly table: LinkTable
  /** Called when the end of a link is told. */
  onDown: () => void = () => {}
  #lines: Array<string> = []

  constructor(maxBatchBytes = 100) {
    const note = (line: string) => void this.#lines.push(line)
    this.table = new LinkTable(
      self,
      { ringBytes: 1_000, maxBatchBytes, firstSequence: 1 },
      {
        publish: (to, datagram) => note(`to ${to.slot}: ${batchLine(datagram)}`),
        record: (from, record) => note(`from ${from.slot}: ${textOf(record)}`),
        down: (peer, reason) => {
          note(`${peer.slot} is down: ${reason}`)
          this.onDown()
        },
        retransmitted: () => {},
        requestFlush: () => note("flush, please")
      },
      start
    )
    this.table.isOpen = true
  }

  /** A table whose link to `b` is met: ours has the number 1, theirs 5. */
  static met(): RecordedTable {
    const recorded = new RecordedTable()
    recorded.table.receive(b, encodeHello(0, 5), start)
    recorded.table.receive(b, encodeHello(1, 5), start)
    assert.deepEqual(recorded.take(), ["to 2: hello 5 1"])
    return recorded
  }

  take(): ReadonlyArray<string> {
    const lines = this.#lines
    this.#lines = []
    return lines
  }

  send(text: string, to = b): void {
    this.table.send(to, recordOf(text), start)
  }
}

/** A peer's batch: our number of the link, its own, and the number of the batch. */
export const records = (epoch: number, number: number, sequence: number, ...texts: ReadonlyArray<string>): Uint8Array =>
  encodeRecords({ epoch, number, sequence, acknowledged: 0, isNak: false, records: texts.map(recordOf) })
