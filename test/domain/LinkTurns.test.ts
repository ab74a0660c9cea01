/** What one node's table of links sends and tells, and when: within a turn of the event loop, and as time goes by. */
import { assert, describe, it } from "@effect/vitest"
import { cluster as limits } from "../../src/protocol/Limits.ts"
import { encodeHello, encodeReset } from "../../src/protocol/cluster/LinkBatch.ts"
import { recordOf } from "../support/batchLine.ts"
import { b, c, RecordedTable, records, start } from "../support/RecordedTable.ts"

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
    side.table.reset(b)
    side.table.receive(b, records(2, 6, 1, "late"), start)
    assert.deepEqual(side.take().slice(1), ["2 is down: reset", "to 2: reset 6 2 closed"])
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
