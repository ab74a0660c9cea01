/**
 * How rooms end and what is told of it: by the operator, by a defect, by shutdown.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Layer, Scope, Stream } from "effect"
import { maxLaneBytes, maxLifecycleBacklog } from "../../../src/protocol/Limits.ts"
import { JoinRefused, RegistryFull, type RoomLifecycle, RoomRegistry } from "../../../src/services/RoomRegistry.ts"
import * as RecordedSeat from "../../support/RecordedSeat.ts"
import { makeRoom, minute, refusalOf, registryLayer, roomCount, settle } from "../../support/RegistryRoom.ts"

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
