/** How a session finds out that a relay is dead, and shows the others that it lives. */
import { assert, it } from "@effect/vitest"
import { Effect, Fiber, Random } from "effect"
import { TestClock } from "effect/testing"
import { client } from "../../../src/protocol/Limits.ts"
import {
  bytesOf,
  joinedWithOther,
  makeScriptedRelay,
  memberOf,
  openFrom,
  openSession,
  ScriptedLog,
  sealAs,
  whenRead
} from "../support/ScriptedRelay.ts"

it.effect("asks a silent relay for a Pong and leaves a dead one", () =>
  Effect.gen(function* () {
    const { session, connection, log, self } = yield* joinedWithOther()
    log.payload(self.connectionId, yield* connection.nextPayload)
    yield* whenRead(session, log)

    yield* TestClock.adjust(client.pingMillis)
    assert.strictEqual((yield* connection.nextFrame)._tag, "Ping")
    yield* TestClock.adjust(client.answerMillis)

    const lost = yield* session.nextOf("ConnectionLost")
    assert.strictEqual(lost.code, 1006)
  })
)

it.effect("stays with a relay that answers", () =>
  Effect.gen(function* () {
    const { session, connection, log, self } = yield* joinedWithOther()
    log.payload(self.connectionId, yield* connection.nextPayload)
    yield* whenRead(session, log)
    connection.answersPings = true

    yield* TestClock.adjust(client.pingMillis * 1.9)
    assert.strictEqual((yield* connection.nextFrame)._tag, "Ping")

    yield* session.leave
    assert.deepStrictEqual(yield* session.nextEvent, { _tag: "Ended", reason: "left" })
  })
)

it.effect("leaves a relay that keeps an own message to itself, although it delivers others", () =>
  Effect.gen(function* () {
    const { session, connection, log, self, other } = yield* joinedWithOther()
    log.payload(self.connectionId, yield* connection.nextPayload)
    yield* session.send("lost")
    yield* connection.nextPayload
    log.payload(
      other.connectionId,
      yield* sealAs(other, 0, { _tag: "Text", id: bytesOf(16, 1), sentAt: 0, body: "delivered" })
    )
    yield* session.nextOf("Message")

    yield* TestClock.adjust(client.answerMillis)

    assert.strictEqual((yield* session.nextOf("ConnectionLost")).code, 1006)
  })
)

it.effect("takes no later own message for the one that the relay keeps to itself", () =>
  Effect.gen(function* () {
    const { session, connection, log, self } = yield* joinedWithOther()
    log.payload(self.connectionId, yield* connection.nextPayload)
    yield* session.send("kept")
    yield* connection.nextPayload
    yield* TestClock.adjust(client.answerMillis - 500)
    yield* session.send("delivered")
    log.payload(self.connectionId, yield* connection.nextPayload)
    assert.strictEqual((yield* session.nextOf("Fault")).kind, "missing")
    yield* session.nextOf("Message")

    yield* TestClock.adjust(500)

    assert.strictEqual((yield* session.nextOf("ConnectionLost")).code, 1006)
  })
)

it.effect("checks the connection at once when asked, and tries again at once while it waits", () =>
  Effect.gen(function* () {
    const { relay, session, connection, log, self } = yield* joinedWithOther()
    log.payload(self.connectionId, yield* connection.nextPayload)
    yield* whenRead(session, log)

    yield* session.checkConnection
    assert.strictEqual((yield* connection.nextFrame)._tag, "Ping")
    connection.close(1006)
    yield* session.nextOf("ConnectionLost")
    yield* session.checkConnection

    assert.strictEqual((yield* (yield* relay.nextConnection).nextFrame)._tag, "Join")
  })
)

it.effect("seals a Heartbeat with what it has seen after 20 to 40 s in which the log has not grown", () =>
  Effect.gen(function* () {
    const relay = yield* makeScriptedRelay
    const session = yield* openSession(relay)
    const connection = yield* relay.nextConnection
    yield* connection.nextFrame
    const log = new ScriptedLog(connection, 1)
    const self = memberOf(20)
    log.letIn(self)
    log.payload(self.connectionId, yield* connection.nextPayload)
    log.entry((place) => ({ _tag: "MemberJoined", ...place, ...memberOf(21) }))
    log.payload(self.connectionId, yield* connection.nextPayload)
    yield* session.nextOf("MemberJoined")
    yield* whenRead(session, log)
    connection.answersPings = true

    yield* TestClock.adjust(client.heartbeatMillis * 2)

    const { record } = yield* openFrom(self, yield* connection.nextPayload)
    assert.strictEqual(record._tag, "Heartbeat")
    assert.strictEqual(record.seen?.sequence, 5)
  })
)

it.effect("has its turn of the heartbeats, however often another is first", () =>
  Effect.gen(function* () {
    const relay = yield* makeScriptedRelay
    const session = yield* openSession(relay)
    const connection = yield* relay.nextConnection
    yield* connection.nextFrame
    const log = new ScriptedLog(connection)
    const self = memberOf(20)
    const other = memberOf(21)
    log.remainingMillis = 3_600_000
    log.letIn(self, [other])
    log.payload(self.connectionId, yield* connection.nextPayload)
    connection.answersPings = true
    yield* whenRead(session, log)
    const beats = yield* Effect.forkScoped(connection.nextPayload)

    // The other one is there after 22 s each time: whoever has drawn more than that waits anew, by another draw.
    for (let counter = 0; counter < 100 && beats.pollUnsafe() === undefined; counter++) {
      yield* TestClock.adjust(client.heartbeatMillis + 2_000)
      log.payload(other.connectionId, yield* sealAs(other, counter, { _tag: "Heartbeat" }))
      yield* whenRead(session, log)
    }

    const { record } = yield* openFrom(self, yield* Fiber.join(beats))
    assert.strictEqual(record._tag, "Heartbeat")
  }).pipe(Random.withSeed("heartbeats"))
)
