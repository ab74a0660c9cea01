/** What one node's table of links makes of each datagram. docs/CLUSTER.md sections 3 and 4. */
import { assert, describe, it } from "@effect/vitest"
import { cluster as limits } from "../../src/protocol/Limits.ts"
import { encodeHello, encodeReset } from "../../src/protocol/cluster/LinkBatch.ts"
import { b, c, RecordedTable, records, start } from "../support/RecordedTable.ts"

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
