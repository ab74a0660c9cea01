/** A member is removed and the link changed in one step: in which order, and what happens when part of it fails. */
import { assert, it } from "@effect/vitest"
import { Effect, Fiber, Option } from "effect"
import { TestClock } from "effect/testing"
import {
  bytesOf,
  joinedWithOther,
  memberOf,
  openFrom,
  type ScriptedConnection,
  ScriptedLog
} from "../support/ScriptedRelay.ts"

const creator = { creatorCapability: bytesOf(32, 4) }
const again = memberOf(30, true)

/** A creator whose Hello is in the log, and who has asked for it. */
const asked = Effect.gen(function* () {
  const joined = yield* joinedWithOther(creator)
  const { session, connection, log, self, other } = joined
  log.payload(self.connectionId, yield* connection.nextPayload)
  yield* session.kickAndRotate(other.connectionId)
  assert.deepStrictEqual(yield* connection.nextFrame, { _tag: "Lock", locked: true })
  assert.deepStrictEqual(yield* connection.nextFrame, { _tag: "Kick", connectionId: other.connectionId })
  return joined
})

/** Nothing is sealed for as long as nothing is heard. */
const sealsNothing = Effect.fnUntraced(function* (connection: ScriptedConnection) {
  const payload = yield* Effect.forkChild(Effect.timeoutOption(connection.nextPayload, "100 millis"))
  yield* TestClock.adjust("100 millis")
  assert.isTrue(Option.isNone(yield* Fiber.join(payload)))
})

it.effect("locks, removes, and seals the new secret once the log shows the removal; then opens the room again", () =>
  Effect.gen(function* () {
    const { session, connection, log, self, other } = yield* asked
    yield* session.send("said meanwhile")
    log.entry((place) => ({ _tag: "LockChanged", ...place, isLocked: true }))
    yield* session.nextOf("LockChanged")
    yield* sealsNothing(connection)
    log.entry((place) => ({ _tag: "MemberLeft", ...place, connectionId: other.connectionId, reason: "kicked" }))

    const { record } = yield* openFrom(self, yield* connection.nextPayload)
    assert.strictEqual(record._tag, "Rotate")
    assert.strictEqual((yield* connection.nextFrame)._tag, "Rotate")
    assert.deepStrictEqual(yield* connection.nextFrame, { _tag: "Lock", locked: false })
  })
)

it.effect("leaves a room locked that was locked before", () =>
  Effect.gen(function* () {
    const { session, connection, log, self, other } = yield* joinedWithOther(creator)
    log.payload(self.connectionId, yield* connection.nextPayload)
    log.entry((place) => ({ _tag: "LockChanged", ...place, isLocked: true }))
    yield* session.nextOf("LockChanged")
    yield* session.kickAndRotate(other.connectionId)
    for (const tag of ["Lock", "Kick"]) assert.strictEqual((yield* connection.nextFrame)._tag, tag)
    log.entry((place) => ({ _tag: "MemberLeft", ...place, connectionId: other.connectionId, reason: "kicked" }))
    assert.strictEqual((yield* connection.nextFrame)._tag, "Rotate")
    yield* session.lock(true)

    assert.deepStrictEqual(yield* connection.nextFrame, { _tag: "Lock", locked: true })
  })
)

it.effect("keeps the link when the relay refuses the removal, and opens the room again", () =>
  Effect.gen(function* () {
    const { session, connection } = yield* asked
    connection.frame({ _tag: "Refused", command: "Kick", reason: "no-such-member" })
    yield* session.nextOf("Refused")

    assert.deepStrictEqual(yield* connection.nextFrame, { _tag: "Lock", locked: false })
    yield* sealsNothing(connection)
  })
)

it.effect("asks again after a lost connection, also for who is gone by then: under another ID they may be back", () =>
  Effect.gen(function* () {
    const { relay, session, connection, other } = yield* asked
    connection.close(1006)
    yield* TestClock.adjust((yield* session.nextOf("ConnectionLost")).retryMillis)
    const second = yield* relay.nextConnection
    yield* second.nextFrame
    const log = new ScriptedLog(second, 30)
    log.letIn(again, [memberOf(31)])
    log.payload(again.connectionId, yield* second.nextPayload)

    assert.deepStrictEqual(yield* second.nextFrame, { _tag: "Lock", locked: true })
    assert.deepStrictEqual(yield* second.nextFrame, { _tag: "Kick", connectionId: other.connectionId })
    yield* sealsNothing(second)
    second.frame({ _tag: "Refused", command: "Kick", reason: "no-such-member" })
    assert.deepStrictEqual(yield* second.nextFrame, { _tag: "Lock", locked: false })
    yield* sealsNothing(second)
  })
)
