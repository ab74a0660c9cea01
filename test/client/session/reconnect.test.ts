/** What a session does when its connection is lost: comes back to its seat, loses nothing, repeats nothing. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import type { SealedRecord } from "../../../src/client/crypto/SealedRecord.ts"
import { replaceTokenOf } from "../../../src/protocol/Identifiers.ts"
import { client } from "../../../src/protocol/Limits.ts"
import {
  bodyOf,
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

it.effect("comes back to its seat with the token of its last join", () =>
  Effect.gen(function* () {
    const { relay, session, connection, other } = yield* joinedWithOther()
    connection.close(1006)
    const lost = yield* session.nextOf("ConnectionLost")
    assert.isAtMost(lost.retryMillis, client.reconnectMillis.first)
    yield* TestClock.adjust(lost.retryMillis)

    const second = yield* relay.nextConnection
    const join = yield* second.nextFrame

    assert.deepStrictEqual(join._tag === "Join" && join.replaces, replaceTokenOf(bytesOf(16, 9)))
    assert.deepStrictEqual(yield* session.nextEvent, { _tag: "Connecting", attempt: 1 })
    new ScriptedLog(second, 30).letIn(memberOf(30), [other], 8)
    const joined = yield* session.nextOf("Joined")
    assert.isTrue(joined.isResumed)
    assert.deepStrictEqual(
      joined.members.map((member) => member.isSelf),
      [false, true]
    )
  })
)

/** Loses the connection and comes back to `members`, where the own MemberJoined has this number. */
const cameBackAt = Effect.fnUntraced(function* (
  { relay, session, connection }: Effect.Success<ReturnType<typeof joinedWithOther>>,
  sequence: number,
  others: Parameters<ScriptedLog["letIn"]>[1]
) {
  connection.close(1006)
  yield* TestClock.adjust((yield* session.nextOf("ConnectionLost")).retryMillis)
  new ScriptedLog(yield* relay.nextConnection, sequence).letIn(memberOf(30), others)
  return yield* session.nextOf("Joined")
})

it.effect("counts what it may have missed, by the numbers of the log", () =>
  Effect.gen(function* () {
    const room = yield* joinedWithOther()
    yield* whenRead(room.session, room.log)

    // Between its last entry and its own coming in lie its own leaving, somebody's coming in, and three more.
    const joined = yield* cameBackAt(room, room.log.sequence + 5, [room.other, memberOf(22)])

    assert.strictEqual(joined.missedCount, 3)
  })
)

it.effect("has missed nothing when nothing lies between, even if it had read no entry", () =>
  Effect.gen(function* () {
    const room = yield* joinedWithOther()

    const joined = yield* cameBackAt(room, room.log.sequence + 1, [room.other])

    assert.strictEqual(joined.missedCount, 0)
  })
)

it.effect("sends a message that has not come back again under its own ID, and shows it once", () =>
  Effect.gen(function* () {
    const { relay, session, connection, other, self } = yield* joinedWithOther()
    yield* connection.nextPayload
    const id = yield* session.send("are you there?")
    const first = yield* openFrom(self, yield* connection.nextPayload)
    connection.close(1006)
    yield* TestClock.adjust((yield* session.nextOf("ConnectionLost")).retryMillis)
    const second = yield* relay.nextConnection
    const log = new ScriptedLog(second, 30)
    const again = memberOf(30)
    log.letIn(again, [other])

    log.payload(again.connectionId, yield* second.nextPayload)
    const payload = yield* second.nextPayload
    log.payload(again.connectionId, payload)
    const { counter, record } = yield* openFrom(again, payload)

    assert.strictEqual(counter, 1)
    assert.deepStrictEqual(record._tag === "Text" && record.id, first.record._tag === "Text" && first.record.id)
    assert.strictEqual((yield* session.nextOf("Message")).id, id)
    yield* session.leave
    assert.deepStrictEqual(yield* session.nextEvent, { _tag: "Ended", reason: "left" })
  })
)

it.effect("shows another member's repeated message once", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()
    const record: SealedRecord = { _tag: "Text", id: bytesOf(16, 1), sentAt: 0, body: "first" }
    log.payload(other.connectionId, yield* sealAs(other, 0, record))
    log.payload(other.connectionId, yield* sealAs(other, 1, record))
    log.payload(other.connectionId, yield* sealAs(other, 2, { ...record, id: bytesOf(16, 2), body: "second" }))

    assert.strictEqual((yield* session.nextOf("Message")).body, "first")
    assert.strictEqual((yield* session.nextOf("Message")).body, "second")
  })
)

it.effect("shows other words under the ID of an earlier message as a message of their own", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()
    const third = memberOf(22)
    const record: SealedRecord = { _tag: "Text", id: bytesOf(16, 1), sentAt: 0, body: "first" }
    log.entry((place) => ({ _tag: "MemberJoined", ...place, ...third }))
    log.payload(other.connectionId, yield* sealAs(other, 0, record))
    const copied = { ...record, body: "copied" }
    log.payload(third.connectionId, yield* sealAs(third, 0, copied, { session: 101 }))
    log.payload(other.connectionId, yield* sealAs(other, 1, record))
    log.payload(third.connectionId, yield* sealAs(third, 1, copied, { session: 101 }))
    log.payload(other.connectionId, yield* sealAs(other, 2, { ...record, id: bytesOf(16, 2), body: "last" }))

    const first = yield* session.nextOf("Message")
    const second = yield* session.nextOf("Message")

    assert.deepStrictEqual([first.body, first.sender.connectionId], ["first", other.connectionId])
    assert.deepStrictEqual([second.body, second.sender.connectionId], ["copied", third.connectionId])
    assert.strictEqual((yield* session.nextOf("Message")).body, "last")
  })
)

it.effect("knows an old record as a replay after a reconnect, and misses nothing of the time between", () =>
  Effect.gen(function* () {
    const { relay, session, connection, log, other } = yield* joinedWithOther()
    const old = yield* sealAs(other, 4, { _tag: "Text", id: bytesOf(16, 1), sentAt: 0, body: "old" })
    log.payload(other.connectionId, old)
    yield* session.nextOf("Message")
    connection.close(1006)
    yield* TestClock.adjust((yield* session.nextOf("ConnectionLost")).retryMillis)
    const second = yield* relay.nextConnection
    const newLog = new ScriptedLog(second, 30)
    newLog.letIn(memberOf(30), [other])
    yield* session.nextOf("Joined")

    newLog.payload(other.connectionId, old)
    newLog.payload(
      other.connectionId,
      yield* sealAs(other, 9, { _tag: "Text", id: bytesOf(16, 2), sentAt: 0, body: "new" })
    )

    const fault = yield* session.nextEvent
    assert.strictEqual(fault._tag === "Fault" && fault.kind, "replayed")
    const message = yield* session.nextEvent
    assert.strictEqual(message._tag === "Message" && message.body, "new")
  })
)

it.effect("sends again what was sent before what was not, in the order of the calls", () =>
  Effect.gen(function* () {
    const { relay, session, connection, other } = yield* joinedWithOther()
    yield* connection.nextPayload
    for (const body of ["a", "b"]) {
      yield* session.send(body)
      yield* connection.nextPayload
    }
    connection.close(1006)
    const lost = yield* session.nextOf("ConnectionLost")
    yield* session.send("c")
    yield* TestClock.adjust(lost.retryMillis)
    const second = yield* relay.nextConnection
    const again = memberOf(30)
    new ScriptedLog(second, 30).letIn(again, [other])
    yield* second.nextPayload

    const bodies: Array<string | undefined> = []
    for (let count = 0; count < 3; count += 1) {
      bodies.push(bodyOf((yield* openFrom(again, yield* second.nextPayload)).record))
    }

    assert.deepStrictEqual(bodies, ["a", "b", "c"])
  })
)

it.effect("doubles its delays up to the last and counts its attempts", () =>
  Effect.gen(function* () {
    const relay = yield* makeScriptedRelay
    relay.isReachable = false
    const session = yield* openSession(relay)
    const { first, last } = client.reconnectMillis

    for (let attempt = 1; attempt <= 8; attempt += 1) {
      assert.deepStrictEqual(yield* session.nextEvent, { _tag: "Connecting", attempt })
      const { retryMillis } = yield* session.nextOf("ConnectionLost")
      const most = Math.min(first * 2 ** (attempt - 1), last)
      assert.isAtLeast(retryMillis, most / 2)
      assert.isAtMost(retryMillis, most)
      yield* TestClock.adjust(retryMillis)
    }
  })
)
