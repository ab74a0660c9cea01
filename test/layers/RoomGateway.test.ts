/**
 * The waits of a connection, under TestClock: for a Join, for work, for a sign of life, for the end of the room.
 */
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect } from "effect"
import { TestClock } from "effect/testing"
import * as MemoryConnection from "../../src/layers/MemoryConnection.ts"
import { encodeClientFrame } from "../../src/protocol/ClientFrame.ts"
import type { Close } from "../../src/protocol/CloseCodes.ts"
import {
  challengeLifetimeMillis,
  heartbeatMillis,
  heartbeatSweepMillis,
  joinDeadlineMillis,
  silenceMillis
} from "../../src/protocol/Limits.ts"
import { Gateway } from "../../src/services/Gateway.ts"
import { RoomRegistry } from "../../src/services/RoomRegistry.ts"
import * as Solver from "../support/Solver.ts"
import { inMemory } from "./contract/RelayUnderTest.ts"
import { connect, knock, makeRoom } from "./contract/Room.ts"

const joinTimeout = { code: 4200, reason: "join-timeout" }
const silent = { code: 4206, reason: "silent" }

/** A connection whose peer answers no ping: its network is gone, and nobody has told the relay. */
const connectBlackHole = Effect.gen(function* () {
  const gateway = yield* Gateway
  const closed = yield* Deferred.make<Close>()
  const heard: Array<string> = []
  const pings: Array<number> = []
  const memory = MemoryConnection.make({
    text: (text) => heard.push(text),
    binary: () => heard.push("a payload"),
    closed: (close) => Deferred.doneUnsafe(closed, Effect.succeed(close))
  })
  let now = 0
  const connection = { ...memory.connection, ping: () => void pings.push(now) }
  yield* Effect.forkScoped(gateway.serve(connection, {}))
  const adjust = (millis: number) => {
    now += millis
    return TestClock.adjust(millis)
  }
  return { ...memory, heard, pings, adjust, closed: Deferred.await(closed) }
})

describe("who does not join", () => {
  it.effect("is closed at the deadline and not before", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const [early, late] = [yield* connect, yield* connect]

      yield* TestClock.adjust(joinDeadlineMillis - 1)
      yield* early.send(room.asCreator())
      yield* early.nextOf("Joined")
      yield* TestClock.adjust(1)

      assert.deepStrictEqual(yield* late.closed, joinTimeout)
      yield* early.send({ _tag: "Ping" })
      yield* early.nextOf("Pong")
    }).pipe(Effect.provide(inMemory()))
  )

  it.effect("gains no time by pings", () =>
    Effect.gen(function* () {
      const member = yield* connect
      yield* TestClock.adjust(joinDeadlineMillis - 1)
      yield* member.send({ _tag: "Ping" })
      yield* TestClock.adjust(1)

      assert.deepStrictEqual(yield* member.closed, joinTimeout)
    }).pipe(Effect.provide(inMemory()))
  )

  it.effect("has the challenge's lifetime for the work, and not more", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const [early, late] = [yield* knock(room.asCreator()), yield* knock(room.asCreator())]
      const { challenge } = yield* early.nextOf("WorkRequired")
      yield* late.nextOf("WorkRequired")

      yield* TestClock.adjust(challengeLifetimeMillis - 1)
      yield* early.send(room.asCreator({ work: Solver.solve(challenge) }))
      yield* early.nextOf("Joined")
      yield* TestClock.adjust(1)

      assert.deepStrictEqual(yield* late.closed, joinTimeout)
    }).pipe(Effect.provide(inMemory({ settings: { joinPowBits: 2 } })))
  )
})

describe("who is silent", () => {
  it.effect("is asked for a sign of life, and closed when two askings are missed", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const ghost = yield* connectBlackHole
      ghost.send(encodeClientFrame(room.asGuest()))
      yield* creator.nextOf("MemberJoined")

      yield* ghost.adjust(silenceMillis - heartbeatSweepMillis)
      assert.lengthOf(ghost.pings, 2)
      assert.deepStrictEqual(yield* registry.count, { rooms: 1, members: 2 })
      yield* ghost.adjust(heartbeatSweepMillis)

      assert.deepStrictEqual(yield* ghost.closed, silent)
      assert.deepInclude(yield* creator.nextOf("MemberLeft"), { reason: "lost" })
    }).pipe(Effect.provide(inMemory()))
  )

  it.effect("stays for as long as it says anything at all", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const ghost = yield* connectBlackHole
      ghost.send(encodeClientFrame(room.asCreator()))

      for (let i = 0; i < 10; i++) {
        yield* ghost.adjust(silenceMillis - heartbeatSweepMillis)
        ghost.send(i % 2 === 0 ? encodeClientFrame({ _tag: "Ping" }) : Uint8Array.of(1))
      }
      assert.lengthOf(
        ghost.heard.filter((text) => text.includes("Pong")),
        5
      )
      yield* ghost.adjust(silenceMillis)

      assert.deepStrictEqual(yield* ghost.closed, silent)
    }).pipe(Effect.provide(inMemory()))
  )

  it.effect("is not who answers pings and has nothing to say", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const member = yield* room.creator()

      yield* TestClock.adjust(20 * silenceMillis)
      yield* member.send({ _tag: "Ping" })

      assert.strictEqual((yield* member.next)._tag, "Pong")
    }).pipe(Effect.provide(inMemory()))
  )

  it.effect("is asked no more often than the heartbeat says", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const ghost = yield* connectBlackHole
      ghost.send(encodeClientFrame(room.asCreator()))

      yield* ghost.adjust(heartbeatMillis - heartbeatSweepMillis)
      assert.lengthOf(ghost.pings, 0)
      yield* ghost.adjust(heartbeatSweepMillis)

      assert.lengthOf(ghost.pings, 1)
    }).pipe(Effect.provide(inMemory()))
  )
})

describe("a member of a room", () => {
  it.effect("hears the end of its time and is closed with it", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom({ ttlSeconds: 60 })
      const members = [yield* room.creator(), yield* room.guest()]

      yield* TestClock.adjust("1 minute")

      for (const member of members) {
        assert.strictEqual((yield* member.nextOf("RoomEnded")).reason, "expired")
        assert.deepStrictEqual(yield* member.closed, { code: 4001, reason: "expired" })
      }
    }).pipe(Effect.provide(inMemory()))
  )

  it.effect("whose network is gone is back at once by `replaces`, in a full room of two", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom({ capacity: 2 })
      const creator = yield* room.creator()
      const ghost = yield* connectBlackHole
      ghost.send(encodeClientFrame(room.asGuest()))
      yield* creator.nextOf("MemberJoined")
      const replaces: string = JSON.parse(ghost.heard[0] ?? "{}").replaceToken
      yield* TestClock.adjust("5 seconds")

      const back = yield* room.guest({ replaces: replaces as typeof creator.joined.replaceToken })
      yield* back.sendRaw(Uint8Array.of(1))

      assert.deepEqual((yield* creator.nextOf("Delivered")).payload, Uint8Array.of(1))
      assert.deepStrictEqual(yield* ghost.closed, { code: 4105, reason: "replaced" })
    }).pipe(Effect.provide(inMemory()))
  )

  it.effect("may be a guest who comes while the creator is away for two minutes, and then both talk", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const before = yield* room.creator()
      yield* before.connection.close
      yield* TestClock.adjust("2 minutes")

      const guest = yield* room.guest()
      const back = yield* room.creator({ replaces: before.joined.replaceToken })
      yield* guest.sendRaw(Uint8Array.of(1))
      yield* back.sendRaw(Uint8Array.of(2))

      assert.isTrue(back.entry.isCreator)
      for (const member of [guest, back]) {
        assert.deepEqual((yield* member.nextOf("Delivered")).payload, Uint8Array.of(1))
        assert.deepEqual((yield* member.nextOf("Delivered")).payload, Uint8Array.of(2))
      }
    }).pipe(Effect.provide(inMemory()))
  )
})

describe("a connection that goes", () => {
  it.effect("while its Join is being decided leaves no seat behind", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const room = yield* makeRoom()
      const creator = yield* room.creator()

      const member = yield* knock(room.asGuest())
      yield* member.connection.close
      yield* member.closed
      yield* TestClock.adjust(0)

      assert.deepStrictEqual(yield* registry.count, { rooms: 1, members: 1 })
      yield* creator.sendRaw(Uint8Array.of(1))
      yield* creator.nextOf("Delivered")
    }).pipe(Effect.provide(inMemory()))
  )

  it.effect("by Leave while its Join is being decided leaves no seat behind", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const room = yield* makeRoom()
      yield* room.creator()

      const member = yield* knock(room.asGuest())
      yield* member.send({ _tag: "Leave" })
      assert.strictEqual((yield* member.closed).code, 1000)
      yield* TestClock.adjust(0)

      assert.deepStrictEqual(yield* registry.count, { rooms: 1, members: 1 })
    }).pipe(Effect.provide(inMemory()))
  )

  it.effect("by a fault of the policy is told of an internal error, and the relay goes on", () =>
    Effect.gen(function* () {
      const member = yield* knock((yield* makeRoom()).asCreator())

      assert.deepStrictEqual(yield* member.closed, { code: 1011, reason: "internal-error" })
      assert.strictEqual((yield* (yield* knock((yield* makeRoom()).asCreator())).closed).code, 1011)
    }).pipe(Effect.provide(inMemory({ joinPolicy: () => Effect.die(new Error("a fault of the host")) })))
  )
})
