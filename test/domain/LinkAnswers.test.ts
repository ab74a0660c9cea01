/**
 * What one node's table of links makes of each datagram, and when it tells what. The peer is the test: its number of the
 * first link is 5, and ours is 1. docs/CLUSTER.md section 4.
 */
import { assert, describe, it } from "@effect/vitest"
import { LinkTable } from "../../src/domain/LinkTable.ts"
import { cluster as limits } from "../../src/protocol/Limits.ts"
import { encodeHello, encodeRecords, encodeReset } from "../../src/protocol/cluster/LinkBatch.ts"
import { batchLine, recordOf, textOf } from "../support/batchLine.ts"

const self = { slot: 1, incarnation: 11 }
const b = { slot: 2, incarnation: 22 }
const c = { slot: 3, incarnation: 33 }
const start = 1_000

class RecordedTable {
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

const records = (epoch: number, number: number, sequence: number, ...texts: ReadonlyArray<string>) =>
  encodeRecords({ epoch, number, sequence, acknowledged: 0, isNak: false, records: texts.map(recordOf) })

const ofOtherVersion = (datagram: Uint8Array): Uint8Array => {
  const copy = datagram.slice()
  copy[0] = limits.linkVersion + 1
  copy[1] = 0x80
  return copy
}

describe("a Hello", () => {
  it("makes a link, and is answered with its number", () => {
    const { table } = RecordedTable.met()

    assert.deepEqual(
      table.entries().map(({ link, peer }) => [peer, link.isUp]),
      [[b, true]]
    )
  })

  it("is refused by a node that listens no more", () => {
    const side = new RecordedTable()
    side.table.isOpen = false

    side.table.receive(b, encodeHello(0, 5), start)

    assert.deepEqual(side.take(), ["to 2: reset 5 0 closed"])
    assert.lengthOf(side.table.entries(), 0)
  })

  it("that answers a link which is not is refused", () => {
    const side = new RecordedTable()

    side.table.receive(b, encodeHello(1, 5), start)
    assert.deepEqual(side.take(), ["to 2: reset 5 1 closed"])
    const met = RecordedTable.met()
    met.table.receive(b, encodeHello(2, 5), start)
    assert.deepEqual(met.take(), ["to 2: reset 5 2 closed"])
    assert.isUndefined(met.table.entries()[0]?.link.downReason)
  })

  it("with a later number ends the present link, and makes another", () => {
    const side = RecordedTable.met()

    side.table.receive(b, encodeHello(0, 6), start)

    assert.deepEqual(side.take(), ["2 is down: reset", "to 2: hello 6 2"])
    assert.lengthOf(side.table.entries(), 1)
  })

  it("with a later number that answers the present link ends it, and makes none", () => {
    const side = RecordedTable.met()

    side.table.receive(b, encodeHello(1, 6), start)

    assert.deepEqual(side.take(), ["2 is down: reset", "to 2: reset 6 1 closed"])
    assert.lengthOf(side.table.entries(), 0)
  })

  it("with an earlier number is late, and ignored", () => {
    const side = RecordedTable.met()

    side.table.receive(b, encodeHello(0, 4), start)

    assert.deepEqual(side.take(), [])
    assert.isTrue(side.table.entries()[0]?.link.isCalled(5))
  })
})

describe("records", () => {
  it("of the link are delivered", () => {
    const side = RecordedTable.met()

    side.table.receive(b, records(1, 5, 1, "one", "two"), start)

    assert.deepEqual(side.take(), ["from 2: one", "from 2: two"])
  })

  it("of no link are answered with a Reset", () => {
    const side = new RecordedTable()

    side.table.receive(b, records(1, 5, 1, "one"), start)

    assert.deepEqual(side.take(), ["to 2: reset 5 1 closed"])
  })

  it("of an earlier link of ours are answered with a Reset, and the present one stays", () => {
    const side = RecordedTable.met()

    side.table.receive(b, records(9, 5, 1, "one"), start)

    assert.deepEqual(side.take(), ["to 2: reset 5 9 closed"])
    assert.lengthOf(side.table.entries(), 1)
  })

  it("of a link that the peer has given up are late, and ignored", () => {
    const side = RecordedTable.met()

    side.table.receive(b, records(1, 4, 1, "one"), start)

    assert.deepEqual(side.take(), [])
    assert.lengthOf(side.table.entries(), 1)
  })

  it("of a later link of the peer end the present one", () => {
    const side = RecordedTable.met()

    side.table.receive(b, records(1, 6, 1, "one"), start)

    assert.deepEqual(side.take(), ["to 2: reset 6 1 closed", "2 is down: reset"])
  })

  it("that overtake the peer's Hello are not taken, and not refused", () => {
    const side = new RecordedTable()
    side.send("hello")
    side.take()

    side.table.receive(b, records(1, 5, 1, "one"), start)

    assert.deepEqual(side.take(), [])
    assert.lengthOf(side.table.entries(), 1)
  })
})

describe("a Reset", () => {
  it("of the link ends it, and is not answered", () => {
    const side = RecordedTable.met()

    side.table.receive(b, encodeReset(1, 5, "closed"), start)

    assert.deepEqual(side.take(), ["2 is down: reset"])
  })

  it("from a peer that does not know our number ends the link by its own", () => {
    const side = RecordedTable.met()

    side.table.receive(b, encodeReset(0, 4, "closed"), start)
    assert.deepEqual(side.take(), [])
    side.table.receive(b, encodeReset(0, 5, "closed"), start)
    assert.deepEqual(side.take(), ["2 is down: reset"])
  })

  it("of another link says nothing of this one", () => {
    const side = RecordedTable.met()

    side.table.receive(b, encodeReset(2, 5, "closed"), start)
    side.table.receive(c, encodeReset(1, 5, "closed"), start)

    assert.deepEqual(side.take(), [])
    assert.lengthOf(side.table.entries(), 1)
  })

  it("for another version says so", () => {
    const side = RecordedTable.met()

    side.table.receive(b, encodeReset(1, 5, "version"), start)

    assert.deepEqual(side.take(), ["2 is down: version"])
  })
})

describe("another version", () => {
  it("ends the link that it speaks of, and is told", () => {
    const side = RecordedTable.met()

    side.table.receive(b, ofOtherVersion(records(1, 5, 1)), start)

    assert.deepEqual(side.take(), ["to 2: reset 5 1 version", "2 is down: version"])
  })

  it("is told, and no other link ends", () => {
    const side = RecordedTable.met()

    side.table.receive(b, ofOtherVersion(records(2, 5, 1)), start)
    side.table.receive(c, ofOtherVersion(records(1, 5, 1)), start)

    assert.deepEqual(side.take(), ["to 2: reset 5 2 version", "to 3: reset 5 1 version"])
    assert.lengthOf(side.table.entries(), 1)
  })
})

describe("what no link says", () => {
  it("ends the link to its sender and no other, and makes none", () => {
    const side = RecordedTable.met()

    side.table.receive(c, Uint8Array.of(1, 2, 3), start)
    assert.deepEqual(side.take(), [])
    side.table.receive(b, Uint8Array.of(1, 2, 3), start)
    assert.deepEqual(side.take(), ["to 2: reset 5 1 closed", "2 is down: reset"])
  })
})

describe("sending", () => {
  it("takes records up to what one batch holds", () => {
    assert.strictEqual(new RecordedTable(100).table.maxRecordBytes, 78)
  })

  it("opens a link, and asks for one flush a turn", () => {
    const side = RecordedTable.met()

    side.send("one", c)
    side.send("two")
    side.send("six")
    assert.deepEqual(side.take(), ["to 3: hello 0 2", "flush, please"])
    side.table.flush(start)
    assert.deepEqual(side.take(), ["to 2: batch 5 1 #1 ack 0: two,six"])
    side.table.flush(start)
    assert.deepEqual(side.take(), [])
    side.send("ten")
    assert.deepEqual(side.take(), ["flush, please"])
  })

  it("does not let a full batch wait for the end of the turn", () => {
    const side = RecordedTable.met()
    const most = "m".repeat(78)

    side.send(most)

    assert.deepEqual(side.take(), [`to 2: batch 5 1 #1 ack 0: ${most}`])
  })

  it("to a link that has ended in this turn is lost with it", () => {
    const side = RecordedTable.met()

    side.table.reset(b)
    side.send("lost")
    assert.deepEqual(side.take(), ["to 2: reset 5 1 closed", "flush, please"])
    assert.lengthOf(side.table.entries(), 0)
    side.table.flush(start)
    assert.deepEqual(side.take(), ["2 is down: reset"])
    side.send("new")
    assert.deepEqual(side.take(), ["to 2: hello 0 2", "flush, please"])
  })

  it("past the ring ends the link, and that is told by the end of the turn", () => {
    const side = RecordedTable.met()
    for (let count = 0; count < 10; count++) side.send("x".repeat(78))
    side.take()

    side.send("over")
    assert.deepEqual(side.take(), ["to 2: reset 5 1 closed", "flush, please"])
    side.table.flush(start)
    assert.deepEqual(side.take(), ["2 is down: overflow"])
  })
})

describe("the end of a link", () => {
  it("is told once, however often it is wished", () => {
    const side = RecordedTable.met()

    side.table.reset(c)
    side.table.reset(b)
    side.table.reset(b)
    side.table.flush(start)
    side.table.flush(start)

    assert.deepEqual(side.take(), ["to 2: reset 5 1 closed", "flush, please", "2 is down: reset"])
  })

  it("is told before anything else that the peer says", () => {
    const side = RecordedTable.met()

    side.table.reset(b)
    side.table.receive(b, encodeHello(0, 6), start)

    assert.deepEqual(side.take().slice(2), ["2 is down: reset", "to 2: hello 6 2"])
  })

  it("is told with the news of time, which it does not hear any more", () => {
    const side = RecordedTable.met()
    side.table.reset(b)
    side.take()

    side.table.tick(start + limits.pingMillis)

    assert.deepEqual(side.take(), ["2 is down: reset"])
  })

  it("is told with the news of the bus, which it does not hear any more", () => {
    const side = RecordedTable.met()
    side.table.busAway(start)
    side.table.reset(b)
    side.take()

    side.table.busUp(start)

    assert.deepEqual(side.take(), ["2 is down: reset"])
  })

  it("may be the reason for a new link to the same node", () => {
    const side = RecordedTable.met()
    side.onDown = () => side.send("again")

    side.table.receive(b, encodeReset(1, 5, "closed"), start)

    assert.deepEqual(side.take(), ["2 is down: reset", "to 2: hello 0 2", "flush, please"])
    assert.lengthOf(side.table.entries(), 1)
  })

  it("comes to all at once", () => {
    const side = RecordedTable.met()
    side.send("hello", c)
    side.take()

    side.table.endAll("self-freeze")

    assert.deepEqual(side.take(), [
      "to 2: reset 5 1 closed",
      "to 3: reset 0 2 closed",
      "2 is down: self-freeze",
      "3 is down: self-freeze"
    ])
    side.table.endAll("self-freeze")
    assert.deepEqual(side.take(), [])
  })

  it("comes by nobody there, for that peer alone", () => {
    const side = RecordedTable.met()
    side.table.receive(c, encodeHello(0, 9), start)
    side.take()

    side.table.nobodyThere(b, start)
    side.table.nobodyThere({ slot: 9, incarnation: 9 }, start)
    side.table.nobodyThere(b, start + limits.confirmMillis)

    assert.deepEqual(side.take(), ["to 2: reset 5 1 closed", "2 is down: unreachable"])
  })
})

describe("the bus", () => {
  it("counts for links that are opened while it is away, from when it went", () => {
    const side = new RecordedTable()
    side.table.busAway(start)
    side.table.busAway(start + 1_000)

    side.table.send(b, recordOf("one"), start + 2_000)
    side.table.tick(start + limits.graceMillis - 1)
    assert.deepEqual(side.take(), ["flush, please"])
    side.table.tick(start + limits.graceMillis)

    assert.deepEqual(side.take(), ["2 is down: bus-down"])
  })

  it("carries links that are opened once it is back", () => {
    const side = new RecordedTable()
    side.table.busAway(start)
    side.table.busUp(start + 1_000)

    side.send("one")

    assert.deepEqual(side.take(), ["to 2: hello 0 1", "flush, please"])
  })

  it("lets met links go on where they were", () => {
    const side = RecordedTable.met()
    side.table.busAway(start)
    side.send("one")
    side.table.flush(start)
    assert.deepEqual(side.take(), ["flush, please"])

    side.table.busUp(start + 1_000)

    assert.deepEqual(side.take(), ["to 2: batch 5 1 #1 ack 0: one", "to 2: empty 5 1 #1 ack 0"])
  })
})

describe("time", () => {
  it("that has stood still for long enough means that the others have given this node up", () => {
    const { table } = new RecordedTable()
    const millis = limits.tickMillis + limits.freezeMillis

    table.tick(start + 50)

    assert.deepEqual(
      [millis - 1, millis].map((later) => table.hasFrozen(start + 50 + later)),
      [false, true]
    )
  })

  it("that has stood still is not held against a peer, but for the length of a tick", () => {
    const late = 3_000
    const isDown = (millis: number) => {
      const side = RecordedTable.met()
      side.table.tick(start + late)
      side.table.tick(start + millis)
      return side.take().includes("2 is down: silent")
    }
    // The second tick is late as well, and its lateness is no silence either.
    const { table } = RecordedTable.met()
    table.tick(start + late)
    for (
      let now = start + late;
      now < start + late - limits.tickMillis + limits.silenceMillis;
      now += limits.tickMillis
    )
      table.tick(now)
    assert.lengthOf(table.entries(), 1)
    table.tick(start + late - limits.tickMillis + limits.silenceMillis)
    assert.lengthOf(table.entries(), 0)
    assert.isFalse(isDown(late + limits.silenceMillis))
  })

  it("on time gives no credit", () => {
    const { table } = RecordedTable.met()

    for (let millis = limits.tickMillis; millis < limits.silenceMillis; millis += limits.tickMillis / 2)
      table.tick(start + millis)
    assert.lengthOf(table.entries(), 1)
    table.tick(start + limits.silenceMillis)

    assert.lengthOf(table.entries(), 0)
  })
})
