/**
 * What the registry grants and whom it lets in: clamping, the most rooms, one refusal, seats.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit } from "effect"
import { TestClock } from "effect/testing"
import type { RoomId } from "../../../src/protocol/Identifiers.ts"
import { JoinRefused, RegistryFull, RoomRegistry } from "../../../src/services/RoomRegistry.ts"
import { makeSecrets } from "../../support/RoomSecrets.ts"
import * as RecordedSeat from "../../support/RecordedSeat.ts"
import { makeRoom, minute, refusalOf, registryLayer, roomCount, settle } from "../../support/RegistryRoom.ts"

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
