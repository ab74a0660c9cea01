/**
 * A defect stays where it arose, is counted by kind, and never says what it was about.
 */
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Layer } from "effect"
import { HttpServerResponse } from "effect/http"
import { TestClock } from "effect/testing"
import { RelayHttp } from "../../src/client/services/RelayHttp.ts"
import * as MemoryConnection from "../../src/layers/MemoryConnection.ts"
import { lines } from "../../src/layers/RelayLog.ts"
import * as Supervision from "../../src/layers/Supervision.ts"
import * as TalliedMetrics from "../../src/layers/TalliedMetrics.ts"
import { encodeClientFrame } from "../../src/protocol/ClientFrame.ts"
import { type Close, closeCodes } from "../../src/protocol/CloseCodes.ts"
import { heartbeatMillis } from "../../src/protocol/Limits.ts"
import { Gateway } from "../../src/services/Gateway.ts"
import { CreatePolicy } from "../../src/services/Policies.ts"
import { RelayTally, Tally } from "../../src/services/RelayTally.ts"
import * as Testing from "../../src/testing.ts"
import * as LogRecorder from "../support/LogRecorder.ts"
import { makeSecrets } from "../support/RoomSecrets.ts"
import { inMemory, type Setup } from "./contract/RelayUnderTest.ts"
import { knock, makeRoom } from "./contract/Room.ts"

const confession = "10.0.0.7 said the secret"

const supervised = (setup: Setup = {}) =>
  inMemory(setup).pipe(Layer.provideMerge([TalliedMetrics.layer, LogRecorder.layer]))

/** What has been counted, and what has been logged. */
const report = Effect.gen(function* () {
  const { defects } = yield* RelayTally
  const logged = yield* LogRecorder.LogLines
  const counted = Object.entries(defects).filter(([, count]) => count > 0)
  return { counted: Object.fromEntries(counted), logged: logged.join("\n") }
})

/** A member over a connection that breaks once it is told to. */
const fragileMember = Effect.gen(function* () {
  const gateway = yield* Gateway
  const closed = yield* Deferred.make<Close>()
  const joined = yield* Deferred.make<void>()
  const memory = MemoryConnection.make({
    // The second thing a member hears, and the last while nothing happens.
    text: (text) => text.includes("MemberJoined") && Deferred.doneUnsafe(joined, Effect.void),
    binary: () => {},
    closed: (close) => Deferred.doneUnsafe(closed, Effect.succeed(close))
  })
  const breakDown = () => {
    throw new Error(confession)
  }
  let isBroken = false
  const connection = {
    ...memory.connection,
    ping: () => (isBroken ? breakDown() : memory.connection.ping()),
    write: (frames: Uint8Array) => (isBroken ? breakDown() : memory.connection.write(frames))
  }
  yield* Effect.forkScoped(gateway.serve(connection, {}))
  return {
    ...memory,
    joined: Deferred.await(joined),
    closed: Deferred.await(closed),
    fail: () => {
      isBroken = true
    }
  }
})

describe("a policy with a defect", () => {
  const policies = {
    "that dies": () => Effect.die(new Error(confession)),
    "that throws": () => {
      throw new Error(confession)
    }
  }

  it.effect.each(Object.entries(policies))("%s keeps a newcomer out by name, and nobody else", ([, joinPolicy]) =>
    Effect.gen(function* () {
      const member = yield* knock((yield* makeRoom()).asCreator())

      assert.deepStrictEqual(yield* member.closed, closeCodes.internalError)
      const { counted, logged } = yield* report
      assert.deepStrictEqual(counted, { policy: 1 })
      assert.include(logged, lines.policy[1])
      assert.notInclude(logged, confession)
    }).pipe(Effect.provide(supervised({ joinPolicy })))
  )

  it.effect.each(Object.entries(policies))("%s refuses a creation as a fault of the relay", ([, createPolicy]) =>
    Effect.gen(function* () {
      const http = yield* RelayHttp
      const wish = { ...makeSecrets().parameters({ capacity: 2 }), token: "A".repeat(120), nonce: 0 }
      yield* Effect.exit(http.createRoom("http://in-memory", wish))

      const { counted, logged } = yield* report
      assert.deepStrictEqual(counted, { policy: 1 })
      assert.notInclude(logged, confession)
    }).pipe(
      Effect.provide(
        Testing.layer.pipe(
          Layer.provide(Layer.succeed(CreatePolicy, createPolicy)),
          Layer.fresh,
          Layer.provideMerge([TalliedMetrics.layer, LogRecorder.layer])
        )
      )
    )
  )
})

describe("a connection with a defect", () => {
  it.effect("is closed by itself when it fails on a message, and its room goes on", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const fragile = yield* fragileMember
      fragile.send(encodeClientFrame(room.asGuest()))
      yield* fragile.joined
      yield* creator.nextOf("MemberJoined")

      fragile.fail()
      fragile.send(encodeClientFrame({ _tag: "Ping" }))

      assert.deepStrictEqual(yield* fragile.closed, closeCodes.internalError)
      assert.strictEqual((yield* creator.nextOf("MemberLeft")).reason, "lost")
      const { counted, logged } = yield* report
      assert.deepStrictEqual(counted, { connection: 1 })
      assert.notInclude(logged, confession)
    }).pipe(Effect.provide(supervised()))
  )

  it.effect("does not stop the looking after the others", () =>
    Effect.gen(function* () {
      const [fragile, next] = [yield* fragileMember, yield* fragileMember]
      for (const member of [fragile, next]) {
        member.send(encodeClientFrame((yield* makeRoom()).asCreator()))
        yield* member.joined
      }

      fragile.fail()
      yield* TestClock.adjust(heartbeatMillis)
      next.fail()
      yield* TestClock.adjust(heartbeatMillis)

      assert.deepStrictEqual(yield* fragile.closed, closeCodes.internalError)
      assert.deepStrictEqual(yield* next.closed, closeCodes.internalError)
    }).pipe(Effect.provide(supervised()))
  )
})

describe("a room with a defect", () => {
  it.effect("ends by name and is counted", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const fragile = yield* fragileMember
      fragile.send(encodeClientFrame(room.asGuest()))
      yield* fragile.joined
      yield* creator.nextOf("MemberJoined")

      fragile.fail()
      yield* creator.sendRaw(new Uint8Array(64))

      assert.deepStrictEqual(yield* creator.closed, closeCodes.roomFailed)
      yield* TestClock.adjust(0)
      const { counted, logged } = yield* report
      // The connection's own fault is met a second time, when it is told of the end.
      assert.deepStrictEqual(counted, { room: 1, connection: 1 })
      assert.include(logged, lines.room[1])
      assert.notInclude(logged, confession)
    }).pipe(Effect.provide(supervised()))
  )
})

describe("a request with a defect", () => {
  it.effect("is answered with 500 and counted", () =>
    Effect.gen(function* () {
      const answer = yield* Supervision.answered(Effect.die(new Error(confession)))

      assert.strictEqual(answer.status, 500)
      assert.deepStrictEqual(answer.body, HttpServerResponse.empty().body)
      const { counted, logged } = yield* report
      assert.deepStrictEqual(counted, { http: 1 })
      assert.notInclude(logged, confession)
    }).pipe(Effect.provide([TalliedMetrics.layer, LogRecorder.layer]))
  )
})

describe("a defect that comes again and again", () => {
  it.effect("is logged at each power of ten, and always counted", () =>
    Effect.gen(function* () {
      const tally = new Tally()

      yield* Effect.provideService(
        Effect.replicateEffect(Supervision.report("deadline"), 1_000, { discard: true }),
        RelayTally,
        tally
      )

      assert.strictEqual(tally.defects.deadline, 1_000)
      const logged = yield* LogRecorder.LogLines
      assert.lengthOf(logged, 4)
      assert.include(logged.at(-1), "1000 times so far")
    }).pipe(Effect.provide(LogRecorder.layer))
  )
})
