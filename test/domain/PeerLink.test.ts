/**
 * How one side of a link meets the other, and what it makes of records and batches, to the millisecond and the byte. What
 * both sides make of a faulty network is in LinkTable.test.ts.
 */
import { assert, describe, it } from "@effect/vitest"
import { cluster as limits } from "../../src/protocol/Limits.ts"
import { peer, RecordedLink, start } from "../support/RecordedLink.ts"

const header = limits.batchHeaderBytes
const recordHeader = limits.recordHeaderBytes

describe("a link whose sides have not met", () => {
  it("says its number, and asks for the peer's again until it is told", () => {
    const side = new RecordedLink()

    side.link.hello(start)
    side.link.tick(start + limits.retransmitMillis - 1, 0)
    assert.deepEqual(side.take(), ["hello 0 7"])
    side.link.tick(start + limits.retransmitMillis, 0)
    assert.deepEqual(side.take(), ["hello 0 7"])
    side.link.tick(start + 2 * limits.retransmitMillis - 1, 0)
    assert.deepEqual(side.take(), [])
  })

  it("belongs to no number", () => {
    const { link } = new RecordedLink()

    assert.isFalse(link.isUp)
    assert.isFalse(link.isCalled(0))
    assert.isFalse(link.isSucceededBy(1))
  })

  it("keeps what is sent, and sends it when they meet", () => {
    const side = new RecordedLink()

    side.say(start, "one")
    assert.deepEqual(side.take(), [])
    side.link.meet(peer, true, start)

    assert.deepEqual(side.take(), ["batch 3 7 #1 ack 0: one"])
  })

  it("takes nothing yet, and asks for nothing", () => {
    const side = new RecordedLink()

    side.hear(start, 1, ["early"])
    side.hear(start, 5, [])

    assert.deepEqual(side.take(), [])
  })

  it("answers a peer that does not know it, each time", () => {
    const side = new RecordedLink()

    side.link.meet(peer, false, start)
    assert.deepEqual(side.take(), ["hello 3 7"])
    side.link.meet(peer, false, start)
    assert.deepEqual(side.take(), ["hello 3 7"])
    side.link.meet(peer, true, start)
    assert.deepEqual(side.take(), [])
  })
})

describe("a link whose sides have met", () => {
  it("is called by the peer's number, and succeeded by a higher one", () => {
    const { link } = RecordedLink.met()

    assert.isTrue(link.isUp)
    assert.deepEqual([link.isCalled(peer), link.isCalled(peer + 1), link.isCalled(0)], [true, false, false])
    assert.deepEqual(
      [peer - 1, peer, peer + 1].map((number) => link.isSucceededBy(number)),
      [false, false, true]
    )
  })

  it("keeps its number and does not hear another", () => {
    const side = RecordedLink.met()

    side.link.meet(peer + 1, false, start + limits.silenceMillis - 1)

    assert.deepEqual(side.take(), [])
    assert.isTrue(side.link.isCalled(peer))
    side.link.tick(start + limits.silenceMillis, 0)
    assert.strictEqual(side.link.downReason, "silent")
  })

  it("lets what is sent wait for the end of the turn, whoever says hello again", () => {
    const side = RecordedLink.met()
    side.link.send(Uint8Array.of(120))

    side.link.meet(peer, true, start)

    assert.deepEqual(side.take(), [])
    side.link.flush(start)
    assert.deepEqual(side.take(), ["batch 3 7 #1 ack 0: x"])
  })
})

describe("batches", () => {
  it("are sent when they are full, to the byte", () => {
    const room = 100 - header - recordHeader
    const isFull = (bytes: number) => RecordedLink.met().link.send(new Uint8Array(bytes))

    assert.deepEqual([isFull(room - 1), isFull(room)], [false, true])
    const side = RecordedLink.met()
    assert.isFalse(side.link.send(new Uint8Array(20)))
    assert.isTrue(side.link.send(new Uint8Array(room - recordHeader - 20)))
  })

  it("hold as many records as fit, to the byte", () => {
    const [a, b] = ["a".repeat(37), "b".repeat(37)]

    const exact = RecordedLink.met()
    exact.say(start, a, b)
    assert.deepEqual(exact.take(), [`batch 3 7 #1 ack 0: ${a},${b}`])

    const over = RecordedLink.met()
    over.say(start, a, `${b}b`, "c")
    assert.deepEqual(over.take(), [`batch 3 7 #1 ack 0: ${a}`, `batch 3 7 #2 ack 0: ${b}b,c`])
  })

  it("are sent once", () => {
    const side = RecordedLink.met()

    side.say(start, "one")
    side.link.flush(start)
    side.say(start, "two")

    assert.deepEqual(side.take(), ["batch 3 7 #1 ack 0: one", "batch 3 7 #2 ack 0: two"])
  })

  it("are numbered around the circle", () => {
    const side = RecordedLink.met({ firstSequence: 0xffff_ffff })

    side.say(start, "one")
    side.say(start, "two")
    side.hear(start, 0xffff_ffff, ["three"], { acknowledged: 0xffff_fffe })
    side.hear(start, 0, ["four"], { acknowledged: 0 })
    side.link.tick(start, 0)

    assert.deepEqual(side.take(), [
      "batch 3 7 #4294967295 ack 4294967294: one",
      "batch 3 7 #0 ack 4294967294: two",
      "< three",
      "< four",
      "empty 3 7 #0 ack 0"
    ])
    assert.strictEqual(side.link.heldBytes, 0)
  })

  it("fill the ring to its last byte, from the first record to the acknowledgement", () => {
    const side = RecordedLink.met({ ringBytes: 60 })
    const first = "1".repeat(10)

    side.link.send(new TextEncoder().encode(first))
    assert.strictEqual(side.link.heldBytes, recordHeader + 10)
    side.link.flush(start)
    assert.strictEqual(side.link.heldBytes, header + recordHeader + 10)
    side.link.send(new Uint8Array(60 - side.link.heldBytes - recordHeader))

    assert.isUndefined(side.link.downReason)
    assert.strictEqual(side.link.heldBytes, 60)
    assert.isFalse(side.link.send(Uint8Array.of(1)))
    assert.strictEqual(side.link.downReason, "overflow")
    assert.strictEqual(side.link.heldBytes, 0)
    assert.deepEqual(side.take(), [`batch 3 7 #1 ack 0: ${first}`, "reset 3 7 closed"])
  })
})

describe("what comes", () => {
  it("is delivered in order and once, and acknowledged at the next tick", () => {
    const side = RecordedLink.met()

    side.hear(start, 1, ["one", "two"])
    side.hear(start, 2, ["three"])
    assert.deepEqual(side.take(), ["< one", "< two", "< three"])
    side.link.tick(start, 0)
    assert.deepEqual(side.take(), ["empty 3 7 #0 ack 2"])
    side.link.tick(start, 0)
    assert.deepEqual(side.take(), [])
    side.hear(start, 1, ["one", "two"])
    side.link.tick(start, 0)
    assert.deepEqual(side.take(), ["empty 3 7 #0 ack 2"], "the peer has missed the acknowledgement")
  })

  it("is acknowledged by a batch too", () => {
    const side = RecordedLink.met()

    side.hear(start, 1, ["one"])
    side.say(start, "back")
    side.link.tick(start, 0)

    assert.deepEqual(side.take(), ["< one", "batch 3 7 #1 ack 1: back"])
  })

  it("is acknowledged at once after many bytes, counted from the last acknowledgement", () => {
    const side = RecordedLink.met()
    const most = "m".repeat(limits.ackBytes - recordHeader - 1)

    side.hear(start, 1, [most])
    assert.lengthOf(side.take(), 1)
    side.hear(start, 2, ["x"])
    assert.deepEqual(side.take(), ["< x", "empty 3 7 #0 ack 2"])
    side.hear(start, 3, [most])
    side.say(start, "back")
    side.take()
    side.hear(start, 4, ["x"])
    assert.deepEqual(side.take(), ["< x"])

    const exact = RecordedLink.met()
    exact.hear(start, 1, [`${most}m`])
    assert.deepEqual(exact.take().slice(1), ["empty 3 7 #0 ack 1"])
  })

  it("is not taken behind a gap, which is reported, but not at once again", () => {
    const side = RecordedLink.met()

    side.hear(start, 2, ["two"])
    assert.deepEqual(side.take(), ["nak 3 7 #0 ack 0"])
    side.hear(start + limits.nakMillis - 1, 3, ["three"])
    assert.deepEqual(side.take(), [])
    side.hear(start + limits.nakMillis, 4, ["four"])
    assert.deepEqual(side.take(), ["nak 3 7 #0 ack 0"])
    side.hear(start + limits.nakMillis, 1, ["one"])
    assert.deepEqual(side.take(), ["< one"])
  })

  it("shows a gap by its last number alone", () => {
    const side = RecordedLink.met()
    side.hear(start, 1, ["one"])
    side.take()

    side.hear(start, 1, [])
    assert.deepEqual(side.take(), [])
    side.hear(start, 2, [])
    assert.deepEqual(side.take(), ["nak 3 7 #0 ack 1"])
  })

  it("is no reason to answer when it holds nothing", () => {
    const side = RecordedLink.met()

    side.hear(start, 0, [])
    side.link.tick(start, 0)

    assert.deepEqual(side.take(), [])
  })

  it("is dropped behind a record whose taker has ended the link", () => {
    const side = RecordedLink.met()
    side.onRecord = () => side.link.end("reset")

    side.hear(start, 1, ["one", "two"])
    side.hear(start, 2, ["three"])

    assert.deepEqual(side.take(), ["< one", "reset 3 7 closed"])
  })

  it("is dropped when it acknowledges what was never sent, and the link is over", () => {
    const side = RecordedLink.met()
    side.say(start, "one")
    side.take()

    side.hear(start, 1, ["back"], { acknowledged: 2 })

    assert.deepEqual(side.take(), ["reset 3 7 closed"])
    assert.strictEqual(side.link.downReason, "reset")
  })
})

describe("what is not acknowledged", () => {
  it("is held, and let go of by number", () => {
    const side = RecordedLink.met()
    side.say(start, "one")
    const each = side.link.heldBytes
    side.say(start, "two")
    side.say(start, "six")

    side.hear(start, 0, [], { acknowledged: 2 })
    assert.strictEqual(side.link.heldBytes, each)
    side.hear(start, 0, [], { acknowledged: 1 })
    assert.strictEqual(side.link.heldBytes, each, "a late acknowledgement")
    side.hear(start, 0, [], { acknowledged: 3 })
    assert.strictEqual(side.link.heldBytes, 0)
    assert.strictEqual(side.retransmitted, 0)
  })

  it("is sent again at once when the peer reports a gap", () => {
    const side = RecordedLink.met()
    side.say(start, "one")
    side.say(start, "two")
    side.say(start, "six")
    side.take()

    side.hear(start + 200, 0, [], { acknowledged: 1, isNak: true })
    assert.deepEqual(side.take(), ["batch 3 7 #2 ack 0: two", "batch 3 7 #3 ack 0: six"])
    assert.strictEqual(side.retransmitted, 2)
    side.link.tick(start + 200 + limits.retransmitMillis - 1, 0)
    assert.deepEqual(side.take(), [])
    side.link.tick(start + 200 + limits.retransmitMillis, 0)
    assert.deepEqual(side.take(), ["batch 3 7 #2 ack 0: two"])
  })

  it("is probed by its oldest batch, and followed by the rest once that has come", () => {
    const side = RecordedLink.met()
    side.say(start, "one")
    side.say(start + 200, "two")
    side.say(start + 200, "six")
    side.take()

    side.link.tick(start + limits.retransmitMillis - 1, 0)
    assert.deepEqual(side.take(), [])
    side.link.tick(start + limits.retransmitMillis, 0)
    assert.deepEqual(side.take(), ["batch 3 7 #1 ack 0: one"])
    assert.strictEqual(side.retransmitted, 1)
    side.link.tick(start + 2 * limits.retransmitMillis - 1, 0)
    assert.deepEqual(side.take(), [])
    side.hear(start + 2 * limits.retransmitMillis - 1, 0, [], { acknowledged: 1 })
    assert.deepEqual(side.take(), ["batch 3 7 #2 ack 0: two", "batch 3 7 #3 ack 0: six"])
    side.hear(start + 2 * limits.retransmitMillis - 1, 0, [], { acknowledged: 2 })
    assert.deepEqual(side.take(), [], "nothing is sent a third time")
  })

  it("is given its time anew by each acknowledgement", () => {
    const side = RecordedLink.met()
    side.say(start, "one")
    side.say(start, "two")
    side.take()

    side.hear(start + 200, 0, [], { acknowledged: 1 })
    side.link.tick(start + 200 + limits.retransmitMillis - 1, 0)
    assert.deepEqual(side.take(), [])
    side.link.tick(start + 200 + limits.retransmitMillis, 0)
    assert.deepEqual(side.take(), ["batch 3 7 #2 ack 0: two"])
  })

  it("is given its time from when it was sent, after a pause", () => {
    const side = RecordedLink.met()

    side.say(start + 450, "one")
    side.take()
    side.link.tick(start + 500, 0)

    assert.deepEqual(side.take(), [])
  })
})
