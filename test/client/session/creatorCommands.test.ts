/** What the creator has asked for is not lost with a connection, and not done twice. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { client } from "../../../src/protocol/Limits.ts"
import {
  bytesOf,
  joinedWithOther,
  memberOf,
  openFrom,
  type ScriptedConnection,
  ScriptedLog,
  type ScriptedRelay,
  type TestSession
} from "../support/ScriptedRelay.ts"

const creator = { creatorCapability: bytesOf(32, 4) }
const again = memberOf(30, true)

/** The session notices that its connection is gone, and asks to join on another one. */
const nextAttempt = Effect.fnUntraced(function* (relay: ScriptedRelay, session: TestSession) {
  yield* TestClock.adjust((yield* session.nextOf("ConnectionLost")).retryMillis)
  const connection = yield* relay.nextConnection
  assert.strictEqual((yield* connection.nextFrame)._tag, "Join")
  return connection
})

/** Nobody says that the connection is dead; the session misses its Hello. */
const afterHalfOpen = (relay: ScriptedRelay, session: TestSession) =>
  Effect.andThen(TestClock.adjust(client.answerMillis), nextAttempt(relay, session))

/** The connection breaks, and both ends know it. */
const afterLoss = (relay: ScriptedRelay, session: TestSession, connection: ScriptedConnection) => {
  connection.close(1006)
  return nextAttempt(relay, session)
}

/** The creator's commands that the session sends until it has worked through a leave. */
const framesUntilLeave = Effect.fnUntraced(function* (session: TestSession, connection: ScriptedConnection) {
  yield* session.leave
  const tags: Array<string> = []
  while (true) {
    const { _tag } = yield* connection.nextFrame
    if (_tag === "Leave") return tags
    tags.push(_tag)
  }
})

it.effect("purges a room once when the connection was half-open at the moment of the purge", () =>
  Effect.gen(function* () {
    const { relay, session, connection, other } = yield* joinedWithOther(creator)
    yield* session.purge
    assert.strictEqual((yield* connection.nextFrame)._tag, "Purge")
    const second = yield* afterHalfOpen(relay, session)
    const log = new ScriptedLog(second, 30)

    log.letIn(again, [other])
    assert.strictEqual((yield* second.nextFrame)._tag, "Purge")
    log.entry((place) => ({ _tag: "RoomEnded", ...place, reason: "purged" }))

    assert.strictEqual((yield* session.nextOf("Ended")).reason, "purged")
  })
)

it.effect("repeats a lock and a kick that the room has not seen, in their order", () =>
  Effect.gen(function* () {
    const { relay, session, connection, other } = yield* joinedWithOther(creator)
    yield* session.lock(true)
    yield* session.kick(other.connectionId)
    yield* connection.nextFrame
    yield* connection.nextFrame
    const second = yield* afterHalfOpen(relay, session)

    new ScriptedLog(second, 30).letIn(again, [other])

    assert.deepStrictEqual(yield* second.nextFrame, { _tag: "Lock", locked: true })
    assert.deepStrictEqual(yield* second.nextFrame, { _tag: "Kick", connectionId: other.connectionId })
  })
)

it.effect("repeats neither a lock that is so already nor a kick of somebody who is gone", () =>
  Effect.gen(function* () {
    const { relay, session, connection, other } = yield* joinedWithOther(creator)
    yield* session.lock(false)
    yield* session.kick(other.connectionId)
    yield* connection.nextFrame
    yield* connection.nextFrame
    const second = yield* afterHalfOpen(relay, session)

    new ScriptedLog(second, 30).letIn(again)
    yield* session.nextOf("Joined")

    assert.deepStrictEqual(yield* framesUntilLeave(session, second), [])
  })
)

it.effect("repeats nothing that the log has shown or the relay has refused", () =>
  Effect.gen(function* () {
    const { relay, session, connection, log, self, other } = yield* joinedWithOther(creator)
    log.payload(self.connectionId, yield* connection.nextPayload)
    yield* session.lock(true)
    yield* session.kick(other.connectionId)
    yield* session.purge
    for (const tag of ["Lock", "Kick", "Purge"]) assert.strictEqual((yield* connection.nextFrame)._tag, tag)
    log.entry((place) => ({ _tag: "LockChanged", ...place, isLocked: true }))
    log.entry((place) => ({ _tag: "MemberLeft", ...place, connectionId: other.connectionId, reason: "kicked" }))
    connection.frame({ _tag: "Refused", command: "Purge", reason: "busy" })
    yield* session.nextOf("Refused")
    const second = yield* afterLoss(relay, session, connection)

    new ScriptedLog(second, 30).letIn(again, [other])
    yield* session.nextOf("Joined")

    assert.deepStrictEqual(yield* framesUntilLeave(session, second), [])
  })
)

it.effect("repeats only the last of two locks", () =>
  Effect.gen(function* () {
    const { relay, session, connection, other } = yield* joinedWithOther(creator)
    yield* session.lock(false)
    yield* session.lock(true)
    yield* connection.nextFrame
    yield* connection.nextFrame
    const second = yield* afterHalfOpen(relay, session)

    new ScriptedLog(second, 30).letIn(again, [other])
    assert.deepStrictEqual(yield* second.nextFrame, { _tag: "Lock", locked: true })

    assert.deepStrictEqual(yield* framesUntilLeave(session, second), [])
  })
)

it.effect("does not repeat a lock that changed nothing before a later one did", () =>
  Effect.gen(function* () {
    const { relay, session, connection, log, self, other } = yield* joinedWithOther(creator)
    log.payload(self.connectionId, yield* connection.nextPayload)
    yield* session.lock(true)
    yield* session.lock(false)
    yield* connection.nextFrame
    yield* connection.nextFrame
    log.entry((place) => ({ _tag: "LockChanged", ...place, isLocked: false }))
    yield* session.nextOf("LockChanged")
    const second = yield* afterLoss(relay, session, connection)

    new ScriptedLog(second, 30).letIn(again, [other])
    yield* session.nextOf("Joined")

    assert.deepStrictEqual(yield* framesUntilLeave(session, second), [])
  })
)

it.effect("repeats a rotation with the same secret", () =>
  Effect.gen(function* () {
    const { relay, session, connection, self, other } = yield* joinedWithOther(creator)
    yield* connection.nextPayload
    yield* session.rotate
    const first = yield* openFrom(self, yield* connection.nextPayload)
    const frame = yield* connection.nextFrame
    const second = yield* afterLoss(relay, session, connection)

    new ScriptedLog(second, 30).letIn(again, [other])
    yield* second.nextPayload
    const repeated = yield* openFrom(again, yield* second.nextPayload)

    assert.strictEqual(first.record._tag, "Rotate")
    assert.deepStrictEqual(
      repeated.record._tag === "Rotate" && repeated.record.secret,
      first.record._tag === "Rotate" && first.record.secret
    )
    assert.deepStrictEqual(yield* second.nextFrame, frame)
  })
)

it.effect("does not repeat a rotation whose new secret has let it in", () =>
  Effect.gen(function* () {
    const { relay, session, connection, other } = yield* joinedWithOther(creator)
    yield* session.rotate
    yield* connection.nextFrame
    connection.close(1006)
    yield* TestClock.adjust((yield* session.nextOf("ConnectionLost")).retryMillis)
    ;(yield* relay.nextConnection).close(4102)
    const third = yield* relay.nextConnection
    yield* third.nextFrame

    new ScriptedLog(third, 30).letIn(again, [other])
    assert.isDefined((yield* session.nextOf("LinkChanged")).link)

    assert.deepStrictEqual(yield* framesUntilLeave(session, third), [])
  })
)
