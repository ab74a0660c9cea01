/** How a link stays alive, what it makes of silence and of a bus that is away, and how it ends. To the millisecond. */
import { assert, describe, it } from "@effect/vitest"
import { cluster as limits } from "../../src/protocol/Limits.ts"
import { peer, RecordedLink, start } from "../support/RecordedLink.ts"

describe("a quiet link", () => {
  it("says that it is there", () => {
    const side = RecordedLink.met()
    side.say(start, "one")
    side.hear(start, 0, [], { acknowledged: 1 })
    side.take()

    side.link.tick(start + limits.pingMillis - 1, 0)
    assert.deepEqual(side.take(), [])
    side.link.tick(start + limits.pingMillis, 0)
    assert.deepEqual(side.take(), ["empty 3 7 #1 ack 0"])
    side.link.tick(start + 2 * limits.pingMillis - 1, 0)
    assert.deepEqual(side.take(), [])
  })

  it("ends when nothing has come for too long, met or not", () => {
    for (const { link } of [RecordedLink.met(), new RecordedLink()]) {
      link.tick(start + limits.silenceMillis - 1, 0)
      assert.isUndefined(link.downReason)
      link.tick(start + limits.silenceMillis, 0)
      assert.strictEqual(link.downReason, "silent")
    }
  })

  it.each([
    ["records", (side: RecordedLink) => side.hear(start + 700, 0, [])],
    ["a Hello", (side: RecordedLink) => side.link.meet(peer, true, start + 700)]
  ])("counts silence from the last that has come: %s", (_, hear) => {
    const side = RecordedLink.met()

    hear(side)
    side.link.tick(start + 700 + limits.silenceMillis - 1, 0)
    assert.isUndefined(side.link.downReason)
    side.link.tick(start + 700 + limits.silenceMillis, 0)
    assert.strictEqual(side.link.downReason, "silent")
  })

  it("does not count the time in which this process stood still", () => {
    const { link } = RecordedLink.met()

    link.tick(start + 3_000, 2_500)
    link.tick(start + 2_500 + limits.silenceMillis - 1, 0)
    assert.isUndefined(link.downReason)
    link.tick(start + 2_500 + limits.silenceMillis, 0)
    assert.strictEqual(link.downReason, "silent")
  })

  it("gives no credit for more time than has passed", () => {
    const { link } = RecordedLink.met()

    link.tick(start + 100, 60_000)
    link.tick(start + 100 + limits.silenceMillis, 0)

    assert.strictEqual(link.downReason, "silent")
  })
})

describe("nobody at the peer's address", () => {
  it.each([
    ["met", () => RecordedLink.met(), limits.confirmMillis],
    ["not met", () => new RecordedLink(), limits.confirmUnmetMillis]
  ])("is believed after a while, by a link that has %s", (_, make, millis) => {
    const { link } = make()

    link.nobodyThere(start + 100)
    link.nobodyThere(start + 100 + millis - 1)
    assert.isUndefined(link.downReason)
    link.nobodyThere(start + 100 + millis)
    assert.strictEqual(link.downReason, "unreachable")
  })

  it("is asked about at each tick", () => {
    const met = RecordedLink.met()
    const unmet = new RecordedLink()
    unmet.link.hello(start)
    unmet.take()

    for (const { link } of [met, unmet]) {
      link.nobodyThere(start)
      link.tick(start + 1, 0)
      link.tick(start + 2, 0)
    }

    assert.deepEqual(met.take(), ["empty 3 7 #0 ack 0", "empty 3 7 #0 ack 0"])
    assert.deepEqual(unmet.take(), ["hello 0 7", "hello 0 7"])
  })

  it("is forgotten when anything comes", () => {
    const side = RecordedLink.met()

    side.link.nobodyThere(start)
    side.hear(start + 500, 0, [])
    side.link.nobodyThere(start + limits.confirmMillis)

    assert.isUndefined(side.link.downReason)
  })

  it("is forgotten when it was long ago", () => {
    const isForgotten = (millis: number) => {
      const { link } = RecordedLink.met()
      link.nobodyThere(start)
      link.tick(start + millis, 0)
      link.nobodyThere(start + limits.confirmMillis)
      return link.downReason === undefined
    }

    assert.deepEqual([limits.pingMillis, limits.pingMillis + 1].map(isForgotten), [false, true])
  })

  it("is no news while there is no bus", () => {
    const { link } = RecordedLink.met()
    link.busAway(start)

    link.nobodyThere(start)
    link.nobodyThere(start + limits.confirmMillis)

    assert.isUndefined(link.downReason)
  })
})

describe("without a bus", () => {
  it("nothing is sent, and all of it when the bus is back", () => {
    const side = RecordedLink.met()
    side.link.busAway(start)

    side.say(start, "one")
    side.say(start, "two")
    side.link.tick(start + limits.pingMillis, 0)
    assert.deepEqual(side.take(), [])
    side.link.busUp(start + 600)

    assert.deepEqual(side.take(), ["batch 3 7 #1 ack 0: one", "batch 3 7 #2 ack 0: two", "empty 3 7 #2 ack 0"])
    side.link.busUp(start + 600)
    assert.deepEqual(side.take(), [], "it was there already")
  })

  it("a link that was opened says hello when the bus is back", () => {
    const side = new RecordedLink({ busAwayAt: start })

    side.link.hello(start)
    assert.deepEqual(side.take(), [])
    side.link.busUp(start + 100)

    assert.deepEqual(side.take(), ["hello 0 7"])
  })

  it("a link ends after a while, counted from the first word of it", () => {
    const opened = new RecordedLink({ busAwayAt: start - 1_000 })
    opened.link.tick(start - 1_000 + limits.graceMillis - 1, 0)
    assert.isUndefined(opened.link.downReason)
    opened.link.tick(start - 1_000 + limits.graceMillis, 0)
    assert.strictEqual(opened.link.downReason, "bus-down")
    assert.deepEqual(opened.take(), [], "nobody can be told")

    const { link } = RecordedLink.met()
    link.busAway(start + 50)
    link.busAway(start + 500)
    link.tick(start + 50 + limits.graceMillis - 1, 0)
    assert.isUndefined(link.downReason)
    link.tick(start + 50 + limits.graceMillis, 0)
    assert.strictEqual(link.downReason, "bus-down")
  })

  it("the peer's silence does not count, and begins anew with the bus", () => {
    const { link } = RecordedLink.met()

    link.busAway(start + 2_000)
    link.busUp(start + 5_500)
    link.tick(start + 5_500 + limits.silenceMillis - 1, 0)
    assert.isUndefined(link.downReason)
    link.tick(start + 5_500 + limits.silenceMillis, 0)
    assert.strictEqual(link.downReason, "silent")
  })

  it("an earlier suspicion is over when the bus is back", () => {
    const { link } = RecordedLink.met()

    link.nobodyThere(start)
    link.busAway(start)
    link.busUp(start + 100)
    link.nobodyThere(start + limits.confirmMillis)

    assert.isUndefined(link.downReason)
  })
})

describe("the end of a link", () => {
  it("has one reason, is told once, and leaves nothing", () => {
    const side = RecordedLink.met()
    side.say(start, "one")
    side.link.send(Uint8Array.of(1))
    side.take()

    side.link.end("overflow")
    side.link.end("silent")

    assert.strictEqual(side.link.downReason, "overflow")
    assert.strictEqual(side.link.heldBytes, 0)
    assert.deepEqual(side.take(), ["reset 3 7 closed"])
  })

  it("is not told to a peer that has said so", () => {
    const side = RecordedLink.met()

    side.link.end("reset", false)

    assert.strictEqual(side.link.downReason, "reset")
    assert.deepEqual(side.take(), [])
  })

  it("is final: nothing is taken or sent any more", () => {
    const side = RecordedLink.met()
    side.link.end("reset", false)

    side.hear(start, 1, ["one"])
    side.say(start, "two")

    assert.deepEqual(side.take(), [])
  })
})
