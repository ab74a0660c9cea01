/** What a lane writes, when and to whom, in which buffers, and what it counts. */
import { assert, describe, it } from "@effect/vitest"
import { maxLaneBytes, messageHeaderBytes } from "../../../src/protocol/Limits.ts"
import { frameHeaderBytes } from "../../../src/protocol/WebSocketFrame.ts"
import { LaneUnderTest, outletOf } from "../../support/LaneUnderTest.ts"

const laneWith = (...outlets: ReadonlyArray<ReturnType<typeof outletOf>>) => {
  const test = new LaneUnderTest()
  for (const outlet of outlets) test.lane.add(outlet)
  return test
}

/** A text whose frame has so many bytes. */
const textOfFrame = (bytes: number): string => {
  const length = bytes - frameHeaderBytes(bytes)
  return "x".repeat(length - messageHeaderBytes)
}

describe("a turn of a lane", () => {
  it("is one write for each outlet, of one buffer, asked for once", () => {
    const [a, b] = [outletOf(), outletOf()]
    const test = laneWith(a, b)

    test.say("one", "two")
    test.lane.appendEvent({ _tag: "LockChanged", isLocked: true })
    assert.deepStrictEqual([a.heard, test.asked], [[], 1])
    test.turn()

    assert.deepStrictEqual(a.heard, [["1: one", "2: two", "3: LockChanged"]])
    assert.deepStrictEqual(b.heard, a.heard)
    assert.strictEqual(a.writes[0], b.writes[0])
  })

  it("in which nothing is said writes nothing, and the next one asks again", () => {
    const a = outletOf()
    const test = laneWith(a)
    test.say("one")
    test.turn()

    test.lane.flush()
    assert.lengthOf(a.heard, 1)
    test.say("two")
    assert.strictEqual(test.asked, 1)
    test.turn()

    assert.deepStrictEqual(a.heard, [["1: one"], ["2: two"]])
  })

  it("does not wait for its end once a message or an event has filled the lane, to the byte", () => {
    const eventBytes = () => {
      const a = outletOf()
      const test = laneWith(a)
      test.lane.appendEvent({ _tag: "SecretRotated" })
      test.turn()
      return a.writes[0]?.length ?? 0
    }
    const writesAfter = (bytes: number, hasEvent: boolean) => {
      const a = outletOf()
      const test = laneWith(a)
      test.say(textOfFrame(bytes - (hasEvent ? eventBytes() : 0)))
      if (hasEvent) test.lane.appendEvent({ _tag: "SecretRotated" })
      return a.writes.map(({ length }) => length)
    }

    for (const hasEvent of [false, true]) {
      assert.deepStrictEqual(writesAfter(maxLaneBytes - 1, hasEvent), [])
      assert.deepStrictEqual(writesAfter(maxLaneBytes, hasEvent), [maxLaneBytes])
    }
  })
})

describe("the places of a log", () => {
  it("rise by one, and their times never fall", () => {
    const a = outletOf()
    const test = laneWith(a)

    assert.deepStrictEqual(test.lane.next(), { sequence: 1, time: 5_000 })
    test.say("one")
    test.now = 4_000
    assert.deepStrictEqual(test.lane.next(), { sequence: 2, time: 5_000 })
    test.lane.appendEvent({ _tag: "SecretRotated" })
    test.now = 6_000
    test.say("three")
    test.turn()

    assert.deepStrictEqual(a.heard, [["1: one", "2: SecretRotated", "3: three"]])
    assert.deepStrictEqual(a.times, [5_000, 5_000, 6_000])
  })
})

describe("outlets that come and go", () => {
  it("hear what is said from their coming to their going", () => {
    const [a, b] = [outletOf(), outletOf()]
    const test = laneWith(a)

    test.say("one")
    test.lane.add(b)
    assert.deepStrictEqual(a.heard, [["1: one"]])
    test.say("two")
    test.lane.remove(a)
    assert.deepStrictEqual(a.heard, [["1: one"], ["2: two"]])
    test.say("three")
    test.turn()

    assert.lengthOf(a.heard, 2)
    assert.deepStrictEqual(b.heard, [["2: two"], ["3: three"]])
  })

  it("take nobody else along", () => {
    const a = outletOf()
    const test = laneWith(a)

    test.lane.remove(outletOf())
    test.say("one")
    test.turn()

    assert.deepStrictEqual(a.heard, [["1: one"]])
  })

  it("that share a way hear everything once by it, until the last of them has gone", () => {
    const way = { ...outletOf(), members: 0 }
    const [a, b, other] = [outletOf({ shared: way }), outletOf({ shared: way }), outletOf()]
    const test = laneWith(a, other, b)

    test.say("one")
    test.lane.remove(a)
    test.say("two")
    test.lane.remove(b)
    test.say("three")
    test.turn()

    assert.deepStrictEqual(way.heard, [["1: one"], ["2: two"]])
    assert.deepStrictEqual(other.heard, [["1: one"], ["2: two"], ["3: three"]])
    assert.deepStrictEqual([a.heard, b.heard, way.members], [[], [], 0])
  })
})

describe("the buffers of a lane", () => {
  it("are used again once nobody needs their bytes", () => {
    const a = outletOf()
    const test = laneWith(a)

    test.say("one")
    test.turn()
    test.say("two")
    test.turn()

    assert.deepStrictEqual(a.heard, [["1: one"], ["2: two"]])
    assert.lengthOf(test.taken, 2)
    assert.strictEqual(test.taken[0], test.taken[1])
    assert.deepStrictEqual(test.givenBack, test.taken)
  })

  it.each([
    ["that needs them for longer", outletOf({ keeps: true })],
    ["that fails", outletOf({ fails: "a fault" })]
  ])("are not used again after an outlet %s, first or last", (_, outlet) => {
    for (const outlets of [
      [outlet, outletOf()],
      [outletOf(), outlet]
    ]) {
      const test = laneWith(...outlets)

      test.say("one")
      test.turn()

      assert.lengthOf(test.taken, 1)
      assert.lengthOf(test.givenBack, 0)
    }
  })

  it("grow with what is said, and keep it", () => {
    const a = outletOf()
    const test = laneWith(a)
    const [first, second] = ["1".repeat(1_500), "2".repeat(1_500)]

    test.say(first, second)
    assert.lengthOf(test.taken, 2)
    assert.deepStrictEqual(test.givenBack, test.taken.slice(0, 1))
    test.turn()

    assert.deepStrictEqual(a.heard, [[`1: ${first}`, `2: ${second}`]])
    assert.deepStrictEqual(test.givenBack, test.taken)
  })

  it("are filled to their last byte", () => {
    const test = laneWith(outletOf())

    test.say(textOfFrame(1_024), textOfFrame(1_024))
    assert.deepStrictEqual(
      test.taken.map(({ length }) => length),
      [2_048]
    )
    test.say("")
    assert.lengthOf(test.taken, 2)
  })
})

describe("an outlet that throws", () => {
  it("is a defect of the room, told once, when all others have heard", () => {
    const [a, b] = [outletOf({ fails: "a fault" }), outletOf()]
    const test = laneWith(a, b)
    let heardByB: number | undefined
    test.defects.push = (defect) => {
      heardByB = b.heard.length
      return Array.prototype.push.call(test.defects, defect)
    }

    test.say("one")
    test.turn()

    assert.deepStrictEqual([test.defects, heardByB], [["a fault"], 1])
  })

  it("is a defect of its connection once the room is over", () => {
    const [a, b] = [outletOf({ fails: "a fault" }), outletOf()]
    const test = laneWith(a, b)

    test.lane.finish({ _tag: "RoomEnded", reason: "purged" })
    test.lane.attempt(() => {
      throw new Error("another fault")
    })

    assert.deepStrictEqual(b.heard, [["1: RoomEnded"]])
    assert.deepStrictEqual([test.defects, test.tally.defects.connection], [[], 2])
  })
})

describe("the last entry", () => {
  it("is written at once behind what has gathered, and nothing follows it", () => {
    const a = outletOf()
    const test = laneWith(a)

    test.say("one")
    test.lane.finish({ _tag: "RoomEnded", reason: "purged" })
    assert.deepStrictEqual(a.heard, [["1: one", "2: RoomEnded"]])
    test.say("too late")
    test.turn()

    assert.lengthOf(a.heard, 1)
  })
})

describe("the tally of a lane", () => {
  it("counts entries and bytes for each outlet that they were written for", () => {
    const [a, b] = [outletOf(), outletOf()]
    const test = laneWith(a, b)

    test.say("one", "two")
    test.turn()
    test.lane.remove(b)
    test.say("three")
    test.lane.finish({ _tag: "RoomEnded", reason: "purged" })

    const bytes = [...a.writes, ...b.writes].reduce((sum, { length }) => sum + length, 0)
    assert.deepInclude(test.tally, { messagesSent: 2 * 2 + 2, sentBytes: bytes })
  })
})

describe("a lane whose flush has thrown", () => {
  it("passes it on to its room", () => {
    const test = laneWith()

    test.lane.failed("a fault")

    assert.deepStrictEqual(test.defects, ["a fault"])
  })
})
