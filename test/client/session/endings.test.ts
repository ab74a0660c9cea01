/** What each close code means to a session, and how it ends. */
import { assert, it } from "@effect/vitest"
import { Effect, Fiber, Option } from "effect"
import { TestClock } from "effect/testing"
import { client } from "../../../src/protocol/Limits.ts"
import { bodyOf, joinedWithOther, makeScriptedRelay, openFrom, openSession } from "../support/ScriptedRelay.ts"

for (const [code, reason] of [
  [4201, "full"],
  [4202, "not-open-yet"],
  [4203, "locked"],
  [4207, "busy"],
  [4208, "too-many"]
] as const) {
  it.effect(`waits and tries again when the relay says ${reason}`, () =>
    Effect.gen(function* () {
      const relay = yield* makeScriptedRelay
      const session = yield* openSession(relay)
      const connection = yield* relay.nextConnection

      connection.close(code)

      const waiting = yield* session.nextOf("Waiting")
      assert.strictEqual(waiting.reason, reason)
      yield* TestClock.adjust(waiting.retryMillis)
      assert.strictEqual((yield* (yield* relay.nextConnection).nextFrame)._tag, "Join")
    })
  )
}

for (const [code, reason] of [
  [1001, "going-away"],
  [4000, "purged"],
  [4001, "expired"],
  [4002, "ended-by-operator"],
  [4003, "room-failed"],
  [4042, "room-failed"],
  [4100, "incompatible"],
  [4102, "join-refused"],
  [4103, "incompatible"],
  [4105, "replaced"],
  [4106, "kicked"],
  [4107, "forbidden"],
  [4108, "incompatible"],
  [4142, "incompatible"],
  [1002, "incompatible"],
  [1007, "incompatible"],
  [1008, "incompatible"]
] as const) {
  it.effect(`ends with ${reason} at close code ${code}, and fails what is unsent`, () =>
    Effect.gen(function* () {
      const { session, connection } = yield* joinedWithOther()
      yield* connection.nextPayload
      const id = yield* session.send("too late")
      yield* connection.nextPayload

      connection.close(code)

      assert.strictEqual((yield* session.nextOf("MessageFailed")).id, id)
      assert.deepStrictEqual(yield* session.nextEvent, { _tag: "Ended", reason })
    })
  )
}

for (const code of [1000, 1006, 1011, 4200, 4204, 4205, 4206, 4242] as const) {
  it.effect(`comes back after close code ${code}`, () =>
    Effect.gen(function* () {
      const { relay, session, connection } = yield* joinedWithOther()

      connection.close(code)

      const lost = yield* session.nextOf("ConnectionLost")
      assert.deepStrictEqual([lost.code, lost.range], [code, "try-again"])
      yield* TestClock.adjust(lost.retryMillis)
      assert.strictEqual((yield* (yield* relay.nextConnection).nextFrame)._tag, "Join")
    })
  )
}

it.effect("gives up a message that is too big for the relay, and stays", () =>
  Effect.gen(function* () {
    const { relay, session, connection } = yield* joinedWithOther()
    yield* connection.nextPayload
    const id = yield* session.send("too big")
    yield* connection.nextPayload

    connection.close(1009)

    assert.strictEqual((yield* session.nextOf("MessageFailed")).id, id)
    yield* TestClock.adjust((yield* session.nextOf("ConnectionLost")).retryMillis)
    assert.strictEqual((yield* (yield* relay.nextConnection).nextFrame)._tag, "Join")
  })
)

it.effect("ends with the reason that the log gives, before the close", () =>
  Effect.gen(function* () {
    const { session, log } = yield* joinedWithOther()

    log.entry((place) => ({ _tag: "RoomEnded", ...place, reason: "expired" }))

    assert.deepStrictEqual(yield* session.nextOf("Ended"), { _tag: "Ended", reason: "expired" })
  })
)

it.effect("ends by itself when the room's time is up, without a relay to say so", () =>
  Effect.gen(function* () {
    const { relay, session, connection } = yield* joinedWithOther()
    relay.isReachable = false
    connection.close(1006)
    yield* session.nextOf("ConnectionLost")

    yield* TestClock.adjust(59_000 + client.answerMillis)
    assert.isTrue(Option.isNone(yield* Effect.timeoutOption(session.nextOf("Ended"), 0)))
    yield* TestClock.adjust(1_000)

    assert.strictEqual((yield* session.nextOf("Ended")).reason, "expired")
  })
)

it.effect("sends in the order of the calls and leaves last", () =>
  Effect.gen(function* () {
    const { session, connection, log, self } = yield* joinedWithOther()
    log.payload(self.connectionId, yield* connection.nextPayload)
    for (const body of ["a", "b", "c"]) yield* session.send(body)
    const leaving = yield* Effect.forkChild(session.leave)

    const bodies: Array<string | undefined> = []
    for (let count = 0; count < 3; count += 1) {
      bodies.push(bodyOf((yield* openFrom(self, yield* connection.nextPayload)).record))
    }
    assert.deepStrictEqual(bodies, ["a", "b", "c"])
    assert.strictEqual((yield* connection.nextFrame)._tag, "Leave")
    yield* Fiber.join(leaving)
    assert.strictEqual((yield* session.nextOf("Ended")).reason, "left")
  })
)

/** As a page does it that is about to go. */
const atOnce = (effect: Effect.Effect<void>): void => Effect.runSync(effect)

it.effect("leaves at once where nothing can run later: the relay hears it first, and of what waits nothing", () =>
  Effect.gen(function* () {
    const { session, connection } = yield* joinedWithOther()
    yield* connection.nextPayload
    yield* session.send("too late")

    atOnce(session.leaveAtOnce)

    assert.strictEqual((yield* connection.nextFrame)._tag, "Leave")
    assert.strictEqual((yield* session.nextOf("MessageFailed"))._tag, "MessageFailed")
    assert.deepStrictEqual(yield* session.nextEvent, { _tag: "Ended", reason: "left" })
    assert.isTrue(Option.isNone(yield* Effect.timeoutOption(connection.nextPayload, 0)))
  })
)

it.effect("does nothing after its end", () =>
  Effect.gen(function* () {
    const { relay, session, connection } = yield* joinedWithOther()
    connection.close(4000)
    yield* session.nextOf("Ended")

    yield* session.send("anybody?")
    yield* session.purge
    yield* session.checkConnection
    yield* session.leave
    yield* TestClock.adjust(client.reconnectMillis.last)

    assert.isTrue(Option.isNone(yield* Effect.timeoutOption(relay.nextConnection, 0)))
  })
)
