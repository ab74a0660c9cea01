/**
 * The registry and its rooms without a gateway, under TestClock: time, waiting, limits, order, faults, shutdown.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Layer, Scope, Stream } from "effect"
import { TestClock } from "effect/testing"
import * as InMemoryRoomRegistry from "../../src/layers/InMemoryRoomRegistry.ts"
import * as RandomRoomIds from "../../src/layers/RandomRoomIds.ts"
import * as TickDeadlines from "../../src/layers/TickDeadlines.ts"
import type { RoomId } from "../../src/protocol/Identifiers.ts"
import { maxLaneBytes, maxLifecycleBacklog, maxMailboxDepth } from "../../src/protocol/Limits.ts"
import { defaults, RelayConfig, type RelaySettings } from "../../src/services/RelayConfig.ts"
import { JoinRefused, RegistryFull, type RoomLifecycle, RoomRegistry } from "../../src/services/RoomRegistry.ts"
import { makeSecrets } from "../support/RoomSecrets.ts"
import * as RecordedSeat from "../support/RecordedSeat.ts"

const registryLayer = (settings: Partial<RelaySettings> = {}) =>
  InMemoryRoomRegistry.layer.pipe(
    Layer.provide([TickDeadlines.layer, RandomRoomIds.layer]),
    Layer.provide(Layer.succeed(RelayConfig, { ...defaults, ...settings }))
  )

const minute = 60_000

/** A room and how to get into it. */
const makeRoom = Effect.fnUntraced(function* (parameters: { ttlSeconds?: number; capacity?: number } = {}) {
  const registry = yield* RoomRegistry
  const secrets = makeSecrets()
  const created = yield* registry.create(secrets.parameters(parameters))
  const { roomId } = created
  return {
    ...created,
    secrets,
    creator: (replaces?: RecordedSeat.Replaces) => RecordedSeat.take({ ...secrets.creatorJoin(roomId), ...replaces }),
    guest: (replaces?: RecordedSeat.Replaces) => RecordedSeat.take({ ...secrets.guestJoin(roomId), ...replaces })
  }
})

const refusalOf = <A, R>(join: Effect.Effect<A, JoinRefused, R>) =>
  Effect.map(Effect.flip(join), ({ reason }) => reason)

const roomCount = Effect.gen(function* () {
  const registry = yield* RoomRegistry
  return (yield* registry.count).rooms
})

/** Lets fibers that have something to do come to rest. */
const settle = TestClock.adjust(0)

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

describe("creation", () => {
  it.effect.each([
    [-1, -1, 60, 2],
    [0, 0, 60, 2],
    [59, 1, 60, 2],
    [60, 2, 60, 2],
    [61, 3, 61, 3],
    [86_400, 50, 86_400, 50],
    [86_401, 51, 86_400, 50],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 86_400, 50],
    [-Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 60, 2]
  ])("clamps %j to the relay's ranges", ([ttlSeconds, capacity, grantedSeconds, grantedCapacity]) =>
    Effect.gen(function* () {
      const room = yield* makeRoom({ ttlSeconds: ttlSeconds ?? 0, capacity: capacity ?? 0 })

      assert.strictEqual(room.remainingMillis, (grantedSeconds ?? 0) * 1_000)
      assert.strictEqual(room.capacity, grantedCapacity)
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("stops at the most rooms that the relay may hold, and goes on when one ends", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const first = yield* makeRoom()
      assert.isTrue(yield* registry.isAccepting)
      yield* makeRoom()

      assert.isFalse(yield* registry.isAccepting)
      assert.deepStrictEqual(yield* Effect.flip(makeRoom()), new RegistryFull())
      yield* registry.end(first.roomId, "ended-by-operator")
      yield* settle

      assert.isTrue(yield* registry.isAccepting)
      yield* makeRoom()
    }).pipe(Effect.provide(registryLayer({ maxRooms: 2 })))
  )
})

describe("who cannot prove the secret", () => {
  it.effect("gets one and the same refusal, whatever the room", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const stranger = makeSecrets()
      const unknown = "AAAAAAAAAAAAAAAAAAAAAA" as RoomId
      const expired = yield* makeRoom({ ttlSeconds: 60 })
      yield* expired.creator()
      yield* TestClock.adjust(minute)
      const full = yield* makeRoom({ capacity: 2 })
      yield* full.creator()
      yield* full.guest()
      const locked = yield* makeRoom()
      ;(yield* locked.creator()).command({ _tag: "Lock", locked: true })
      const unopened = yield* makeRoom()
      const ended = yield* makeRoom()
      yield* registry.end(ended.roomId, "purged")
      yield* settle

      const refusals = yield* Effect.forEach(
        [
          stranger.guestJoin(unknown),
          stranger.creatorJoin(unknown),
          expired.secrets.guestJoin(expired.roomId),
          expired.secrets.creatorJoin(expired.roomId),
          ended.secrets.creatorJoin(ended.roomId),
          stranger.guestJoin(full.roomId),
          stranger.guestJoin(locked.roomId),
          stranger.guestJoin(unopened.roomId),
          // A right creator proof does not help a wrong join proof, and the other way round.
          { ...unopened.secrets.creatorJoin(unopened.roomId), joinProof: stranger.joinProof },
          { ...unopened.secrets.creatorJoin(unopened.roomId), creatorProof: stranger.creatorProof },
          { ...full.secrets.guestJoin(full.roomId), creatorProof: stranger.creatorProof },
          // The proof of one room is not that of another.
          full.secrets.guestJoin(locked.roomId)
        ],
        (request) => Effect.flip(RecordedSeat.take(request))
      )

      assert.deepStrictEqual(
        refusals,
        refusals.map(() => new JoinRefused({ reason: "join-refused" }))
      )
      assert.strictEqual(refusals.length, 12)
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("learns nothing by a rotation's old proof", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const next = makeSecrets()
      const creator = yield* room.creator()
      const { joinVerifier } = next.parameters()
      creator.command({ _tag: "Rotate", joinVerifier })
      yield* creator.nextOf("SecretRotated")

      assert.strictEqual(yield* refusalOf(room.guest()), "join-refused")
      assert.strictEqual(yield* refusalOf(room.creator()), "join-refused")
      yield* RecordedSeat.take(next.guestJoin(room.roomId))
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("who proves it is told why not", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom({ capacity: 2 })
      const creator = yield* room.creator()
      yield* room.guest()

      assert.strictEqual(yield* refusalOf(room.guest()), "full")
      creator.command({ _tag: "Lock", locked: true })
      assert.strictEqual(yield* refusalOf(room.guest()), "locked")
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("a proof that a rotation overtakes in the mailbox is refused", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()

      creator.command({ _tag: "Rotate", joinVerifier: makeSecrets().parameters().joinVerifier })

      // The verifier is still the old one when the proof is checked; the rotation is decided first.
      assert.strictEqual(yield* refusalOf(room.guest()), "join-refused")
    }).pipe(Effect.provide(registryLayer()))
  )
})

describe("the log of a room", () => {
  it.effect("is the same bytes in the same buffers for all, the sender included", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const guest = yield* room.guest()
      yield* guest.nextOf("MemberJoined")
      const before = [creator.writes.length, guest.writes.length] as const

      creator.send(1)
      guest.send(2, 2)
      creator.send(3)
      yield* creator.nextOf("Delivered")

      const batch = creator.writes.slice(before[0])
      assert.lengthOf(batch, 1, "one write per member and batch")
      assert.strictEqual(batch[0], guest.writes.slice(before[1])[0], "one buffer for all")
      assert.strictEqual((yield* creator.nextOf("Delivered")).sender, guest.membership.connectionId)
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("has sequence numbers without gaps over messages and events", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      creator.send(1)
      const guest = yield* room.guest()
      guest.send(2)
      creator.command({ _tag: "Lock", locked: true })
      guest.membership.leave("left")
      creator.command({ _tag: "Purge" })

      const { heard } = yield* creator.rest
      const entries = heard.flatMap((one) => ("sequence" in one && one._tag !== "Joined" ? [one] : []))

      assert.deepStrictEqual(
        entries.map(({ _tag }) => _tag),
        ["MemberJoined", "Delivered", "MemberJoined", "Delivered", "LockChanged", "MemberLeft", "RoomEnded"]
      )
      assert.deepStrictEqual(
        entries.map(({ sequence }) => sequence),
        [1, 2, 3, 4, 5, 6, 7]
      )
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("starts for a newcomer at its own join, which Joined announces", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      creator.send(1)
      const guest = yield* room.guest()
      creator.send(2)

      const joined = yield* guest.nextOf("Joined")
      const own = yield* guest.next
      assert.deepInclude(own, { _tag: "MemberJoined", sequence: joined.sequence, time: joined.time })
      assert.deepInclude(yield* guest.next, { _tag: "Delivered", sequence: joined.sequence + 1 })
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("splits a batch where the members change", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const leaver = yield* room.guest()
      leaver.send(1)
      leaver.membership.leave("left")
      yield* creator.nextOf("MemberLeft")

      // In the same turn: a message to those who are in, a newcomer, a message to all.
      creator.send(2)
      const newcomer = yield* room.guest()
      creator.send(3)

      assert.deepInclude(yield* newcomer.next, { _tag: "Joined", sequence: 6 })
      assert.deepInclude(yield* newcomer.next, { _tag: "MemberJoined", sequence: 6 })
      assert.deepStrictEqual((yield* newcomer.nextOf("Delivered")).payload, Uint8Array.of(3))
      assert.deepStrictEqual((yield* leaver.nextOf("Delivered")).payload, Uint8Array.of(1))
      assert.lengthOf(leaver.writes, 2, "Joined, then MemberJoined and its message; nothing after its leave")
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("has a leave behind the messages that were sent before it", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const guest = yield* room.guest()
      yield* creator.nextOf("MemberJoined")
      yield* creator.nextOf("MemberJoined")

      for (let i = 0; i < 50; i++) guest.send(i)
      guest.membership.leave("left")
      guest.send(99)

      for (let i = 0; i < 50; i++) assert.deepInclude(yield* creator.next, { payload: Uint8Array.of(i) })
      assert.deepInclude(yield* creator.next, { _tag: "MemberLeft", reason: "left" })
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("has a purge behind the messages and commands that were sent before it", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      yield* creator.nextOf("MemberJoined")

      for (let i = 0; i < 50; i++) creator.send(i)
      creator.command({ _tag: "Lock", locked: true })
      creator.command({ _tag: "Purge" })

      const { heard, close } = yield* creator.rest
      assert.deepStrictEqual(
        heard.map(({ _tag }) => _tag),
        [...Array<string>(50).fill("Delivered"), "LockChanged", "RoomEnded"]
      )
      assert.deepStrictEqual(close, { code: 4000, reason: "purged" })
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("copies a payload, so that its sender may use the bytes again", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const payload = Uint8Array.of(1, 2, 3)

      creator.membership.send(payload)
      payload.fill(9)

      assert.deepStrictEqual((yield* creator.nextOf("Delivered")).payload, Uint8Array.of(1, 2, 3))
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("is written at once when a turn gathers more than the lane may hold", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      yield* creator.nextOf("MemberJoined")
      const before = creator.writes.length
      const frameBytes = 16_384 + 32 + 4
      const fitting = Math.floor((maxLaneBytes - 1) / frameBytes)

      for (let i = 0; i < fitting; i++) creator.membership.send(new Uint8Array(16_384))
      assert.lengthOf(creator.writes, before, "below the bound it waits for the end of the turn")
      creator.membership.send(new Uint8Array(16_384))
      assert.deepStrictEqual(
        creator.writes.slice(before).map(({ length }) => length),
        [(fitting + 1) * frameBytes]
      )
      creator.membership.send(Uint8Array.of(1))
      yield* Effect.repeat(creator.nextOf("Delivered"), { times: fitting + 1 })

      assert.strictEqual(creator.writes.at(-1)?.length, 2 + 32 + 1)
    }).pipe(Effect.provide(registryLayer()))
  )
})

describe("a full mailbox", () => {
  it.effect("refuses what may be refused, and never a leave, a purge or an end", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const guest = yield* room.guest()
      yield* creator.nextOf("MemberJoined")
      yield* creator.nextOf("MemberJoined")

      for (let i = 0; i < maxMailboxDepth; i++) creator.command({ _tag: "Lock", locked: i % 2 === 0 })
      creator.command({ _tag: "Lock", locked: true })
      const refusal = yield* refusalOf(room.guest())
      guest.membership.leave("left")
      creator.command({ _tag: "Purge" })

      assert.strictEqual(refusal, "busy")
      assert.deepStrictEqual(yield* creator.next, { _tag: "Refused", command: "Lock", reason: "busy" })
      const { heard, close } = yield* creator.rest
      assert.lengthOf(
        heard.filter(({ _tag }) => _tag === "LockChanged"),
        maxMailboxDepth
      )
      assert.deepStrictEqual(
        heard.slice(-2).map(({ _tag }) => _tag),
        ["MemberLeft", "RoomEnded"]
      )
      assert.strictEqual(close.code, 4000)
      assert.deepStrictEqual(yield* registry.count, { rooms: 0, members: 0 })
    }).pipe(Effect.provide(registryLayer()))
  )
})

describe("a seat", () => {
  it.effect("that is replaced is closed, and what it says afterwards is nobody's", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom({ capacity: 2 })
      const creator = yield* room.creator()
      const ghost = yield* room.guest()
      const { replaceToken } = yield* ghost.nextOf("Joined")

      const back = yield* room.guest({ replaces: replaceToken })
      ghost.send(1)
      ghost.membership.leave("lost")
      yield* ghost.lose
      back.send(2)

      assert.deepStrictEqual((yield* ghost.rest).close, { code: 4105, reason: "replaced" })
      assert.deepInclude(yield* creator.nextOf("MemberLeft"), { reason: "replaced" })
      assert.deepInclude(yield* creator.next, { _tag: "MemberJoined", connectionId: back.membership.connectionId })
      assert.deepStrictEqual((yield* creator.nextOf("Delivered")).payload, Uint8Array.of(2))
      assert.strictEqual(yield* roomCount, 1)
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("that is lost twice and left counts once", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const guest = yield* room.guest()

      guest.membership.leave("left")
      guest.membership.leave("lost")
      yield* guest.lose
      assert.deepInclude(yield* creator.nextOf("MemberLeft"), { reason: "left" })
      creator.send(1)

      assert.strictEqual((yield* creator.next)._tag, "Delivered")
      assert.deepStrictEqual(yield* registry.count, { rooms: 1, members: 1 })
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("that is kicked cannot be taken again by its token once the room is locked", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const guest = yield* room.guest()
      const { replaceToken } = yield* guest.nextOf("Joined")

      creator.command({ _tag: "Kick", connectionId: guest.membership.connectionId })
      creator.command({ _tag: "Lock", locked: true })

      assert.deepStrictEqual((yield* guest.rest).close, { code: 4106, reason: "kicked" })
      assert.strictEqual(yield* refusalOf(room.guest({ replaces: replaceToken })), "locked")
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("is one of the capacity, when many ask at once", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const room = yield* makeRoom({ capacity: 5 })
      yield* room.creator()

      const exits = yield* Effect.forEach(Array.from({ length: 40 }), () => Effect.exit(room.guest()), {
        concurrency: "unbounded"
      })

      assert.lengthOf(exits.filter(Exit.isSuccess), 4)
      assert.deepStrictEqual(yield* registry.count, { rooms: 1, members: 5 })
    }).pipe(Effect.provide(registryLayer()))
  )
})

describe("an end", () => {
  it.effect.each([
    ["ended-by-operator", 4002],
    ["purged", 4000]
  ] as const)("by the embedder is told to the members: %j", ([reason, code]) =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const room = yield* makeRoom()
      const members = [yield* room.creator(), yield* room.guest()]

      assert.isTrue(yield* registry.end(room.roomId, reason))

      for (const member of members) {
        const { heard, close } = yield* member.rest
        assert.deepInclude(heard.at(-1), { _tag: "RoomEnded", reason })
        assert.deepStrictEqual(close, { code, reason })
      }
      assert.isFalse(yield* registry.end(room.roomId, reason))
      assert.deepStrictEqual(yield* registry.count, { rooms: 0, members: 0 })
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("answers a join that waits behind it", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const room = yield* makeRoom()
      const creator = yield* room.creator()

      creator.command({ _tag: "Purge" })
      const refusals = yield* Effect.all([refusalOf(room.guest()), refusalOf(room.creator())], {
        concurrency: "unbounded"
      })

      assert.deepStrictEqual(refusals, ["join-refused", "join-refused"])
      assert.strictEqual((yield* registry.count).rooms, 0)
    }).pipe(Effect.provide(registryLayer()))
  )
})

describe("the lifecycle", () => {
  it.effect("tells what happens, without payloads and names", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const events: Array<RoomLifecycle> = []
      const watching = yield* registry.lifecycle.pipe(
        Stream.takeUntil((event) => event._tag === "Ended"),
        Stream.runForEach((event) => Effect.sync(() => void events.push(event))),
        Effect.forkScoped
      )
      yield* settle
      const room = yield* makeRoom({ ttlSeconds: 60 })
      const { roomId } = room
      const creator = yield* room.creator()
      const guest = yield* room.guest()
      guest.send(1)
      guest.membership.leave("left")
      creator.membership.leave("lost")
      yield* Fiber.join(watching)

      const [a, b] = [creator.membership.connectionId, guest.membership.connectionId]
      assert.deepStrictEqual(events, [
        { _tag: "Created", roomId, capacity: 5, ttlMillis: minute },
        { _tag: "Joined", roomId, connectionId: a, isCreator: true },
        { _tag: "Joined", roomId, connectionId: b, isCreator: false },
        { _tag: "Left", roomId, connectionId: b, reason: "left" },
        { _tag: "Left", roomId, connectionId: a, reason: "lost" },
        { _tag: "Ended", roomId, reason: "empty" }
      ])
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("is not held up by who never reads", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      yield* registry.lifecycle.pipe(
        Stream.runForEach(() => Effect.never),
        Effect.forkScoped
      )
      yield* settle

      for (let i = 0; i < maxLifecycleBacklog + 10; i++) yield* makeRoom()

      assert.strictEqual(yield* roomCount, maxLifecycleBacklog + 10)
    }).pipe(Effect.provide(registryLayer()))
  )
})

describe("a defect", () => {
  const roomFailed = { code: 4003, reason: "room-failed" }

  it.effect.each(["write", "close"] as const)("of one member's outlet ends its room alone: %s", (where) =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const other = yield* makeRoom()
      const stranger = yield* other.creator()
      const room = yield* makeRoom()
      let isBroken = false
      const fail = () => {
        if (isBroken) throw new Error("a fault that tells secrets")
      }
      const before = yield* room.creator()
      const broken = yield* RecordedSeat.take(room.secrets.guestJoin(room.roomId), {
        onWrite: fail,
        ...(where === "close" ? { onClose: fail } : {})
      })
      const after = yield* room.guest()

      isBroken = true
      before.send(1)

      for (const member of [before, after]) {
        const { heard, close } = yield* member.rest
        assert.deepStrictEqual(
          heard.slice(-2).map(({ _tag }) => _tag),
          ["Delivered", "RoomEnded"]
        )
        assert.deepInclude(heard.at(-1), { reason: "room-failed" })
        assert.deepStrictEqual(close, roomFailed)
      }
      if (where === "write") assert.deepStrictEqual((yield* broken.rest).close, roomFailed)
      stranger.send(2)
      assert.deepStrictEqual((yield* stranger.nextOf("Delivered")).payload, Uint8Array.of(2))
      assert.deepStrictEqual(yield* registry.count, { rooms: 1, members: 1 })
      yield* makeRoom()
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("keeps nobody from hearing of the end when the goodbye does not fit the batch", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      let isBroken = false
      const creator = yield* room.creator()
      yield* RecordedSeat.take(room.secrets.guestJoin(room.roomId), {
        onWrite: () => {
          if (isBroken) throw new Error("no write")
        }
      })
      yield* creator.nextOf("MemberJoined")
      yield* creator.nextOf("MemberJoined")

      isBroken = true
      // The purge is decided while these messages wait for the end of the turn, and its RoomEnded is one too many.
      creator.command({ _tag: "Purge" })
      const frameBytes = 16_384 + 36
      for (let left = maxLaneBytes - 40; left > 36; left -= frameBytes) {
        creator.membership.send(new Uint8Array(Math.min(frameBytes, left) - 36))
      }

      const { heard, close } = yield* creator.rest
      assert.deepInclude(heard.at(-1), { _tag: "RoomEnded", sequence: heard.length + 2 })
      assert.oneOf(close.code, [4000, 4003])
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("while a newcomer is connected is answered, and ends that room alone", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const other = yield* makeRoom()
      const room = yield* makeRoom()
      const creator = yield* room.creator()

      const refused = yield* Effect.flip(
        registry.join(room.secrets.guestJoin(room.roomId), () => {
          throw new Error("no outlet")
        })
      )

      assert.deepStrictEqual(refused, new JoinRefused({ reason: "join-refused" }))
      assert.deepStrictEqual((yield* creator.rest).close, roomFailed)
      yield* other.creator()
      assert.deepStrictEqual(yield* registry.count, { rooms: 1, members: 1 })
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("of a newcomer's outlet at its first write is answered, and ends that room alone", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const fail = () => {
        throw new Error("no write")
      }

      const refused = yield* Effect.flip(RecordedSeat.take(room.secrets.guestJoin(room.roomId), { onWrite: fail }))

      assert.deepStrictEqual(refused, new JoinRefused({ reason: "join-refused" }))
      assert.deepStrictEqual((yield* creator.rest).close, roomFailed)
      assert.deepStrictEqual(yield* registry.count, { rooms: 0, members: 0 })
    }).pipe(Effect.provide(registryLayer()))
  )
})

describe("shutdown", () => {
  const goingAway = { code: 1001, reason: "going-away" }

  it.effect("tells every member of every room and takes no more", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const [one, two] = [yield* makeRoom(), yield* makeRoom()]
      yield* makeRoom()
      const members = [yield* one.creator(), yield* one.guest(), yield* two.creator()]

      yield* registry.shutdown

      for (const member of members) {
        const { heard, close } = yield* member.rest
        assert.deepInclude(heard.at(-1), { _tag: "RoomEnded", reason: "going-away" })
        assert.deepStrictEqual(close, goingAway)
      }
      assert.isFalse(yield* registry.isAccepting)
      assert.deepStrictEqual(yield* Effect.flip(makeRoom()), new RegistryFull())
      assert.strictEqual(yield* refusalOf(one.creator()), "join-refused")
      assert.deepStrictEqual(yield* registry.count, { rooms: 0, members: 0 })
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("is what closing the layer's scope does", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const services = yield* Layer.buildWithScope(Layer.fresh(registryLayer()), scope)
      const members = yield* Effect.gen(function* () {
        const room = yield* makeRoom()
        return [yield* room.creator(), yield* room.guest()]
      }).pipe(Effect.provide(services))

      yield* Scope.close(scope, Exit.void)

      for (const member of members) {
        const { heard, close } = yield* member.rest
        assert.deepInclude(heard.at(-1), { _tag: "RoomEnded", reason: "going-away" })
        assert.deepStrictEqual(close, goingAway)
      }
    })
  )
})
