/**
 * The time of a room under TestClock: its deadline, to the millisecond, and the wait of an empty one.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { makeRoom, minute, refusalOf, registryLayer, roomCount, settle } from "../../support/RegistryRoom.ts"

describe("the lifetime of a room", () => {
  it.effect("ends at its deadline, to the millisecond, for joins", () =>
    Effect.gen(function* () {
      // Between two ticks of the expiry service, so that nobody but the join itself notices.
      yield* TestClock.adjust(500)
      const room = yield* makeRoom({ ttlSeconds: 60 })
      yield* room.creator()

      yield* TestClock.adjust(minute - 1)
      yield* room.guest()
      yield* TestClock.adjust(1)

      assert.strictEqual(yield* refusalOf(room.guest()), "join-refused")
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("ends at its deadline, to the millisecond, for messages", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust(500)
      const room = yield* makeRoom({ ttlSeconds: 60 })
      const creator = yield* room.creator()

      yield* TestClock.adjust(minute - 1)
      creator.send(1)
      yield* TestClock.adjust(1)
      creator.send(2)

      assert.deepStrictEqual((yield* creator.nextOf("Delivered")).payload, Uint8Array.of(1))
      const { heard, close } = yield* creator.rest
      assert.deepStrictEqual(
        heard.map(({ _tag }) => _tag),
        ["RoomEnded"]
      )
      assert.deepStrictEqual(close, { code: 4001, reason: "expired" })
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("ends within a tick of its deadline when nobody says anything", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust(500)
      const room = yield* makeRoom({ ttlSeconds: 60 })
      const creator = yield* room.creator()

      yield* TestClock.adjust(minute - 1)
      assert.strictEqual(yield* roomCount, 1)
      yield* TestClock.adjust(501)

      assert.strictEqual((yield* creator.nextOf("RoomEnded")).reason, "expired")
      assert.strictEqual(yield* roomCount, 0)
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("goes by the monotonic clock, whatever the wall clock does", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(100 * minute)
      const room = yield* makeRoom({ ttlSeconds: 60 })
      const creator = yield* room.creator()

      yield* TestClock.setTime(0)
      yield* TestClock.adjust(minute - 1)
      yield* room.guest()
      yield* TestClock.adjust(1)

      assert.strictEqual(yield* refusalOf(room.guest()), "join-refused")
      assert.deepStrictEqual((yield* creator.rest).close, { code: 4001, reason: "expired" })
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("is told to each newcomer as what remains", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom({ ttlSeconds: 60 })
      const creator = yield* room.creator()
      yield* TestClock.adjust(20_001)
      const guest = yield* room.guest()

      assert.strictEqual(room.remainingMillis, minute)
      assert.strictEqual((yield* creator.nextOf("Joined")).remainingMillis, minute)
      assert.strictEqual((yield* guest.nextOf("Joined")).remainingMillis, minute - 20_001)
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("never lets the time of the log decrease", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(1_000_000)
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const times: Array<number> = []

      for (const wallMillis of [1_000_000, 1_500_000, 200_000, 1_499_999, 1_500_001]) {
        yield* TestClock.setTime(wallMillis)
        creator.send(1)
        times.push((yield* creator.nextOf("Delivered")).time)
      }

      assert.deepStrictEqual(times, [1_000_000, 1_500_000, 1_500_000, 1_500_000, 1_500_001])
    }).pipe(Effect.provide(registryLayer()))
  )
})

describe("a waiting room", () => {
  it.effect("that nobody opens ends after the wait and not before", () =>
    Effect.gen(function* () {
      yield* makeRoom()

      yield* TestClock.adjust(15 * minute - 1)
      assert.strictEqual(yield* roomCount, 1)
      yield* TestClock.adjust(1)

      assert.strictEqual(yield* roomCount, 0)
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("waits anew after each last leave, and its creator returns as the creator", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      for (let visit = 0; visit < 3; visit++) {
        yield* TestClock.adjust(15 * minute - 1)
        const creator = yield* room.creator()
        assert.deepInclude((yield* creator.nextOf("Joined")).members[0], { isCreator: true })
        yield* creator.lose
      }

      yield* TestClock.adjust(15 * minute - 1)
      assert.strictEqual(yield* roomCount, 1)
      yield* TestClock.adjust(1_001)

      assert.strictEqual(yield* roomCount, 0)
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("does not end while somebody is in", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      yield* room.creator()

      yield* TestClock.adjust(59 * minute)

      assert.strictEqual(yield* roomCount, 1)
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("takes a guest while the creator is away for two minutes, and then both talk", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      yield* (yield* room.creator()).lose
      yield* TestClock.adjust(2 * minute)

      const guest = yield* room.guest()
      const creator = yield* room.creator()
      guest.send(1)
      creator.send(2)

      const { members } = yield* creator.nextOf("Joined")
      assert.deepStrictEqual(
        members.map(({ isCreator }) => isCreator),
        [false, true]
      )
      for (const member of [guest, creator]) {
        assert.deepStrictEqual((yield* member.nextOf("Delivered")).payload, Uint8Array.of(1))
        assert.deepStrictEqual((yield* member.nextOf("Delivered")).payload, Uint8Array.of(2))
      }
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("lets no guest in before its creator has been in", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()

      assert.strictEqual(yield* refusalOf(room.guest()), "not-open-yet")
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("waits no more once two have met: the last leave ends it at once", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const guest = yield* room.guest()

      yield* creator.lose
      yield* settle
      assert.strictEqual(yield* roomCount, 1)
      yield* guest.lose
      yield* settle

      assert.strictEqual(yield* roomCount, 0)
      assert.strictEqual(yield* refusalOf(room.creator()), "join-refused")
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("waits at most its lifetime, and says how long", () =>
    Effect.gen(function* () {
      const long = yield* (yield* makeRoom()).creator()
      const brief = yield* makeRoom({ ttlSeconds: 60 })
      const creator = yield* brief.creator()
      const guest = yield* brief.guest()

      assert.strictEqual((yield* long.nextOf("Joined")).waitMillis, 15 * minute)
      assert.strictEqual((yield* creator.nextOf("Joined")).waitMillis, minute)
      assert.strictEqual((yield* guest.nextOf("Joined")).waitMillis, 0)
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("waits as long as the operator says", () =>
    Effect.gen(function* () {
      yield* makeRoom()

      yield* TestClock.adjust(4_999)
      assert.strictEqual(yield* roomCount, 1)
      yield* TestClock.adjust(1)

      assert.strictEqual(yield* roomCount, 0)
    }).pipe(Effect.provide(registryLayer({ waitMillis: 5_000 })))
  )
})
