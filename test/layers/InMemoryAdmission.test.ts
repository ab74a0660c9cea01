/**
 * The limits of one source under a clock that stands still: at each limit and one past it, what comes back when, and
 * that no address is kept.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { inspect } from "node:util"
import { Admission, type Asked, InMemoryAdmission, RelayConfig } from "../../src/index.ts"
import { SourceTable } from "../../src/layers/SourceTable.ts"
import { defaultSettings, type RelaySettings } from "../../src/services/RelayConfig.ts"

const few: RelaySettings["perAddress"] = {
  challengesPerMinute: 6,
  roomsPerMinute: 3,
  connections: 2,
  connectionsPerMinute: 4,
  joinsPerMinute: 5,
  failedJoinsPerMinute: 4
}

const none: RelaySettings["perAddress"] = {
  challengesPerMinute: 0,
  roomsPerMinute: 0,
  connections: 0,
  connectionsPerMinute: 0,
  joinsPerMinute: 0,
  failedJoinsPerMinute: 0
}

const admission = (settings: Partial<RelaySettings> = { perAddress: few }) =>
  Layer.fresh(InMemoryAdmission.layer).pipe(
    Layer.provide(Layer.succeed(RelayConfig, { ...defaultSettings, ...settings }))
  )

/** Seconds to wait, or 0. */
const waitFor = Effect.fnUntraced(function* (asked: Asked, address: string | undefined) {
  const { admit, sourceOf } = yield* Admission
  return yield* admit(asked, sourceOf(address)).pipe(
    Effect.as(0),
    Effect.catchTag("TooMany", ({ retryAfterSeconds }) => Effect.succeed(retryAfterSeconds))
  )
})

const askTimes = (count: number, asked: Asked, address: string | undefined) =>
  Effect.map(
    Effect.forEach(Array.from({ length: count }), () => waitFor(asked, address)),
    (waits) => waits.filter((wait) => wait === 0).length
  )

const limits = [
  { asked: "challenge", limit: few.challengesPerMinute },
  { asked: "creation", limit: few.roomsPerMinute },
  { asked: "connection", limit: few.connectionsPerMinute },
  { asked: "join", limit: few.joinsPerMinute }
] as const

describe("one source", () => {
  it.effect.each(limits)("may ask for $limit of $asked at once, and says when the next is free", ({ asked, limit }) =>
    Effect.gen(function* () {
      assert.strictEqual(yield* askTimes(limit, asked, "198.51.100.7"), limit)
      const wait = yield* waitFor(asked, "198.51.100.7")

      assert.strictEqual(wait, Math.ceil(60 / limit))
      yield* TestClock.adjust((60 / limit) * 1_000 - 1)
      assert.strictEqual(yield* waitFor(asked, "198.51.100.7"), 1)
      yield* TestClock.adjust(1)
      assert.strictEqual(yield* askTimes(2, asked, "198.51.100.7"), 1)
    }).pipe(Effect.provide(admission()))
  )

  it.effect("takes nothing from another, nor one thing from another", () =>
    Effect.gen(function* () {
      yield* askTimes(10, "creation", "198.51.100.7")

      assert.strictEqual(yield* waitFor("creation", "198.51.100.8"), 0)
      assert.strictEqual(yield* waitFor("challenge", "198.51.100.7"), 0)
    }).pipe(Effect.provide(admission()))
  )

  it.effect("is the /64 of an IPv6 address, and the IPv4 address of a mapped one", () =>
    Effect.gen(function* () {
      yield* askTimes(3, "creation", "2001:db8:0:1::1")
      yield* askTimes(3, "creation", "198.51.100.7")

      assert.isAbove(yield* waitFor("creation", "2001:db8:0:1:ffff::2"), 0)
      assert.strictEqual(yield* waitFor("creation", "2001:db8:0:2::1"), 0)
      assert.isAbove(yield* waitFor("creation", "::ffff:198.51.100.7"), 0)
    }).pipe(Effect.provide(admission()))
  )

  it.effect("holds as many connections as it may, and another when one has gone", () =>
    Effect.gen(function* () {
      const { connect, disconnect, sourceOf } = yield* Admission
      const [source, other] = [sourceOf("198.51.100.7"), sourceOf("198.51.100.8")]

      assert.deepStrictEqual([connect(source), connect(source), connect(source)], [true, true, false])
      assert.isTrue(connect(other))
      disconnect(source)
      assert.deepStrictEqual([connect(source), connect(source)], [true, false])
    }).pipe(Effect.provide(admission()))
  )

  it.effect("works for its joins from half of its failures on, and waits once they are used up", () =>
    Effect.gen(function* () {
      const { joinBits, joinFailed, sourceOf } = yield* Admission
      const [source, other] = [sourceOf("198.51.100.7"), sourceOf("198.51.100.8")]
      const fail = (times: number) => Array.from({ length: times }).forEach(() => joinFailed(source))

      fail(2)
      assert.strictEqual(joinBits(source), 0)
      fail(1)
      assert.strictEqual(joinBits(source), 18)
      assert.strictEqual(yield* waitFor("join", "198.51.100.7"), 0)
      fail(1)
      assert.strictEqual(yield* waitFor("join", "198.51.100.7"), 15)

      assert.strictEqual(joinBits(other), 0)
      assert.strictEqual(yield* waitFor("join", "198.51.100.8"), 0)
      yield* TestClock.adjust("15 seconds")
      assert.strictEqual(yield* waitFor("join", "198.51.100.7"), 0)
    }).pipe(Effect.provide(admission()))
  )

  it.effect("has no limit that is set to 0", () =>
    Effect.gen(function* () {
      const { connect, joinFailed, sourceOf } = yield* Admission
      const source = sourceOf("198.51.100.7")
      for (let i = 0; i < 100; i += 1) joinFailed(source)

      for (const { asked } of limits) assert.strictEqual(yield* askTimes(100, asked, "198.51.100.7"), 100)
      for (let i = 0; i < 100; i += 1) assert.isTrue(connect(source))
    }).pipe(Effect.provide(admission({ perAddress: none })))
  )
})

describe("who has no address", () => {
  it.effect("is no source and has no limit of its own", () =>
    Effect.gen(function* () {
      const { connect, sourceOf } = yield* Admission

      assert.strictEqual(sourceOf(undefined), undefined)
      for (const { asked } of limits) assert.strictEqual(yield* askTimes(100, asked, undefined), 100)
      assert.isTrue(Array.from({ length: 100 }).every(() => connect(undefined)))
    }).pipe(Effect.provide(admission()))
  )
})

describe("the work", () => {
  it.effect("that a room costs rises with the rate of the whole relay, and falls back", () =>
    Effect.gen(function* () {
      const { creationBits, roomCreated } = yield* Admission
      const seen = [creationBits()]
      for (let second = 0; second < 120; second += 1) {
        for (let i = 0; i < 40; i += 1) roomCreated()
        yield* TestClock.adjust("1 second")
        seen.push(creationBits())
      }

      assert.deepStrictEqual([...new Set(seen)], [18, 19])
      yield* TestClock.adjust("1 minute")
      assert.strictEqual(creationBits(), 18)
    }).pipe(Effect.provide(admission()))
  )

  it.effect("that a join costs rises with the failures of the whole relay, for everybody alike", () =>
    Effect.gen(function* () {
      const { joinBits, joinFailed, sourceOf } = yield* Admission
      for (let i = 0; i < 400; i += 1) joinFailed(sourceOf(`2001:db8:${i.toString(16)}::1`))

      assert.deepStrictEqual([joinBits(undefined), joinBits(sourceOf("198.51.100.7"))], [14, 14])
      yield* TestClock.adjust("1 minute")
      assert.strictEqual(joinBits(undefined), 0)
    }).pipe(Effect.provide(admission()))
  )
})

describe("an address", () => {
  it.effect("is kept as a hash under a key of this process, and nowhere in clear", () =>
    Effect.gen(function* () {
      const { sourceOf } = yield* Admission
      const source = sourceOf("198.51.100.7")
      const elsewhere = yield* Admission.use((other) => Effect.succeed(other.sourceOf("198.51.100.7"))).pipe(
        Effect.provide(admission())
      )
      const table = new SourceTable(1)
      if (source === undefined) return assert.fail("an address has a source")
      table.touch(source, 0)

      assert.match(source, /^[A-Za-z0-9_-]{43}$/)
      assert.strictEqual(sourceOf("198.51.100.7"), source)
      assert.notStrictEqual(elsewhere, source)
      assert.notInclude(inspect(table, { depth: null, showHidden: true }), "198.51")
    }).pipe(Effect.provide(admission()))
  )
})
