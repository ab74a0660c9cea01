/** What a lying relay can do to a log, and that every bit of it shows. PROTOCOL.md section 7.5. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { Heartbeat, Hello, type SealedRecord, Text } from "../../../src/client/crypto/SealedRecord.ts"
import type { SessionEvent } from "../../../src/client/SessionEvent.ts"
import { client } from "../../../src/protocol/Limits.ts"
import {
  bytesOf,
  joinedWithOther,
  makeScriptedRelay,
  memberOf,
  messageOf,
  openSession,
  ScriptedLog,
  sealAs
} from "../support/ScriptedRelay.ts"

const text = (body: string, seen?: { readonly sequence: number; readonly hash: Uint8Array }): SealedRecord =>
  Text.make({ id: bytesOf(16, body.length), sentAt: 0, body, ...(seen && { seen }) })

const assertFault = (event: SessionEvent, kind: string, sender: string | undefined, count = 1): void => {
  assert.strictEqual(event._tag, "Fault")
  if (event._tag !== "Fault") return
  assert.deepStrictEqual([event.kind, event.sender?.connectionId, event.count], [kind, sender, count])
}

it.effect("shows a payload that is no seal as malformed, and goes on", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()

    log.payload(other.connectionId, bytesOf(200, 7))
    log.payload(other.connectionId, yield* sealAs(other, 0, text("after")))

    assertFault(yield* session.nextEvent, "malformed", other.connectionId)
    assert.strictEqual((yield* session.nextOf("Message")).body, "after")
  })
)

it.effect("shows one flipped bit as tampered", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()
    const payload = yield* sealAs(other, 0, text("hello"))
    payload[60] = (payload[60] ?? 0) ^ 1

    log.payload(other.connectionId, payload)

    assertFault(yield* session.nextEvent, "tampered", other.connectionId)
  })
)

it.effect("shows a record under another key as wrong-key, and does not verify its sender", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()

    log.payload(other.connectionId, yield* sealAs(other, 0, text("hello"), { key: bytesOf(32, 99) }))

    const event = yield* session.nextEvent
    assertFault(event, "wrong-key", other.connectionId)
    assert.isFalse(event._tag === "Fault" && event.sender?.isVerified)
  })
)

it.effect("shows a repeated record as replayed, once as a message", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()
    const payload = yield* sealAs(other, 0, text("once"))

    log.payload(other.connectionId, payload)
    log.payload(other.connectionId, payload)

    assert.strictEqual((yield* session.nextOf("Message")).body, "once")
    assertFault(yield* session.nextEvent, "replayed", other.connectionId)
  })
)

it.effect("shows an earlier record after a later one as reordered", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()

    log.payload(other.connectionId, yield* sealAs(other, 5, text("later")))
    log.payload(other.connectionId, yield* sealAs(other, 4, text("earlier!")))

    assert.strictEqual((yield* session.nextOf("Message")).body, "later")
    assertFault(yield* session.nextEvent, "reordered", other.connectionId)
  })
)

it.effect("counts dropped records as missing and shows what comes after them", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()

    log.payload(other.connectionId, yield* sealAs(other, 3, text("first")))
    log.payload(other.connectionId, yield* sealAs(other, 7, text("second")))

    yield* session.nextOf("Message")
    assertFault(yield* session.nextEvent, "missing", other.connectionId, 3)
    assert.strictEqual((yield* session.nextOf("Message")).body, "second")
  })
)

it.effect("misses the first records of a member who came later, but not of one who was there before", () =>
  Effect.gen(function* () {
    const { session, log } = yield* joinedWithOther()
    const newcomer = memberOf(22)
    log.entry((place) => ({ _tag: "MemberJoined", ...place, ...newcomer }))

    log.payload(newcomer.connectionId, yield* sealAs(newcomer, 2, text("hi"), { session: 101 }))

    yield* session.nextOf("MemberJoined")
    assertFault(yield* session.nextEvent, "missing", newcomer.connectionId, 2)
  })
)

it.effect("shows a record under another member's name as misattributed", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()
    const third = memberOf(22)
    log.entry((place) => ({ _tag: "MemberJoined", ...place, ...third }))
    log.payload(other.connectionId, yield* sealAs(other, 0, text("mine")))
    yield* session.nextOf("Message")

    log.payload(third.connectionId, yield* sealAs(other, 1, text("not mine")))

    assertFault(yield* session.nextEvent, "misattributed", third.connectionId)
  })
)

it.effect("shows a second session of one sender as misattributed", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()
    log.payload(other.connectionId, yield* sealAs(other, 0, text("mine")))
    yield* session.nextOf("Message")

    log.payload(other.connectionId, yield* sealAs(other, 0, text("again"), { session: 55 }))

    assertFault(yield* session.nextEvent, "misattributed", other.connectionId)
  })
)

it.effect("shows a record from nobody in the room as misattributed", () =>
  Effect.gen(function* () {
    const { session, log } = yield* joinedWithOther()
    const ghost = memberOf(66)

    log.payload(ghost.connectionId, yield* sealAs(ghost, 0, text("boo")))

    assertFault(yield* session.nextEvent, "misattributed", undefined)
  })
)

it.effect("shows a record from a member who has left: replayed if known, else misattributed", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()
    const known = yield* sealAs(other, 0, text("known"))
    log.payload(other.connectionId, known)
    log.entry((place) => ({ _tag: "MemberLeft", ...place, connectionId: other.connectionId, reason: "left" }))
    yield* session.nextOf("MemberLeft")

    log.payload(other.connectionId, known)
    log.payload(other.connectionId, yield* sealAs(other, 1, text("unknown")))

    assertFault(yield* session.nextEvent, "replayed", undefined)
    assertFault(yield* session.nextEvent, "misattributed", undefined)
  })
)

it.effect("knows an old record again when the relay lets its sender join a second time", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()
    const rejoin = () => log.entry((place) => ({ _tag: "MemberJoined", ...place, ...other }))
    const known = yield* sealAs(other, 0, text("known"))
    log.payload(other.connectionId, known)
    yield* session.nextOf("Message")

    rejoin()
    log.payload(other.connectionId, known)
    assertFault(yield* session.nextOf("Fault"), "replayed", other.connectionId)

    log.entry((place) => ({ _tag: "MemberLeft", ...place, connectionId: other.connectionId, reason: "left" }))
    rejoin()
    log.payload(other.connectionId, known)
    assertFault(yield* session.nextOf("Fault"), "replayed", other.connectionId)
  })
)

it.effect("shows what it has not sealed under its own name as misattributed", () =>
  Effect.gen(function* () {
    const { session, log, self } = yield* joinedWithOther()

    log.payload(self.connectionId, yield* sealAs(self, 0, text("me?")))

    assertFault(yield* session.nextEvent, "misattributed", self.connectionId)
  })
)

it.effect("shows its own record reflected under another name as misattributed", () =>
  Effect.gen(function* () {
    const { session, connection, log, other } = yield* joinedWithOther()

    log.payload(other.connectionId, yield* connection.nextPayload)

    assertFault(yield* session.nextEvent, "misattributed", other.connectionId)
  })
)

it.effect("shows its own record delivered twice as replayed", () =>
  Effect.gen(function* () {
    const { session, connection, log, self } = yield* joinedWithOther()
    const hello = yield* connection.nextPayload

    log.payload(self.connectionId, hello)
    log.payload(self.connectionId, hello)

    assertFault(yield* session.nextEvent, "replayed", self.connectionId)
  })
)

it.effect("shows its own record with a flipped bit as misattributed", () =>
  Effect.gen(function* () {
    const { session, connection, log, self } = yield* joinedWithOther()
    const hello = (yield* connection.nextPayload).slice()
    hello[70] = (hello[70] ?? 0) ^ 1

    log.payload(self.connectionId, hello)

    assertFault(yield* session.nextEvent, "misattributed", self.connectionId)
  })
)

it.effect("shows a member that has seen another log as forked, and its record too", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()
    log.payload(other.connectionId, yield* sealAs(other, 0, text("adopted", { sequence: 10, hash: bytesOf(16, 1) })))
    yield* session.nextOf("Message")

    log.payload(other.connectionId, yield* sealAs(other, 1, text("forked", { sequence: 11, hash: bytesOf(16, 2) })))

    assertFault(yield* session.nextEvent, "forked", other.connectionId)
    assert.strictEqual((yield* session.nextOf("Message")).body, "forked")
  })
)

it.effect("shows a member that claims to have seen the future as forked", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()

    log.payload(other.connectionId, yield* sealAs(other, 0, text("soon", { sequence: 11, hash: bytesOf(16, 1) })))

    assertFault(yield* session.nextEvent, "forked", other.connectionId)
  })
)

it.effect("shows a gap in the log with the number of entries that are not there", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()
    log.sequence += 4

    log.payload(other.connectionId, yield* sealAs(other, 0, Heartbeat.make({})))

    assertFault(yield* session.nextEvent, "log-gap", undefined, 4)
    assert.strictEqual((yield* session.nextEvent)._tag, "MemberChanged")
  })
)

it.effect("shows a repeated entry as a fault of the log and does not count it twice", () =>
  Effect.gen(function* () {
    const { session, connection, log, other } = yield* joinedWithOther()
    const message = log.payload(other.connectionId, yield* sealAs(other, 0, text("hello")))
    yield* session.nextOf("Message")

    connection.binary(message)
    log.payload(other.connectionId, yield* sealAs(other, 1, text("afterwards")))

    assertFault(yield* session.nextEvent, "log-gap", undefined)
    assert.strictEqual((yield* session.nextOf("Message")).body, "afterwards")
  })
)

it.effect("shows a time that goes back as a fault of the clock", () =>
  Effect.gen(function* () {
    const { session, log } = yield* joinedWithOther()
    log.time -= 1

    log.entry((place) => ({ _tag: "LockChanged", ...place, isLocked: true }))

    assertFault(yield* session.nextEvent, "clock", undefined)
    assert.strictEqual((yield* session.nextEvent)._tag, "LockChanged")
  })
)

it.effect("shows a time that runs ahead past the tolerance, once", () =>
  Effect.gen(function* () {
    const { session, log } = yield* joinedWithOther()
    const lock = (isLocked: boolean) => log.entry((place) => ({ _tag: "LockChanged", ...place, isLocked }))

    log.time = client.clockToleranceMillis
    lock(true)
    log.time += 1
    lock(false)
    lock(true)

    assert.strictEqual((yield* session.nextEvent)._tag, "LockChanged")
    assertFault(yield* session.nextEvent, "clock", undefined)
    assert.strictEqual((yield* session.nextEvent)._tag, "LockChanged")
    assert.strictEqual((yield* session.nextEvent)._tag, "LockChanged")
  })
)

it.effect.each([
  ["far behind ours", -client.clockToleranceMillis - 1],
  ["far ahead of ours", client.clockToleranceMillis + 1]
] as const)("shows a clock that is %s when one comes in", ([, ahead]) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(client.clockToleranceMillis * 2)
    const relay = yield* makeScriptedRelay
    const session = yield* openSession(relay)
    const log = new ScriptedLog(yield* relay.nextConnection)
    log.time = client.clockToleranceMillis * 2 + ahead

    log.letIn(memberOf(20), [memberOf(21, true)])

    yield* session.nextOf("Joined")
    assertFault(yield* session.nextEvent, "clock", undefined)
  })
)

it.effect("shows a creator who does not say so itself, and believes one who does", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()
    const hello = (capabilities: ReadonlyArray<string>) => Hello.make({ capabilities })

    log.payload(other.connectionId, yield* sealAs(other, 0, hello(["other", "creator"])))
    log.payload(other.connectionId, yield* sealAs(other, 1, hello(["other"])))

    assert.strictEqual((yield* session.nextEvent)._tag, "MemberChanged")
    assertFault(yield* session.nextEvent, "false-creator", other.connectionId)
  })
)

it.effect.each([
  ["that calls it the creator without its proof", {}, true],
  ["that withholds the role in spite of its proof", { creatorCapability: bytesOf(32, 7) }, false]
] as const)("shows a relay %s", ([, options, isCreator]) =>
  Effect.gen(function* () {
    const relay = yield* makeScriptedRelay
    const session = yield* openSession(relay, options)
    const self = memberOf(20, isCreator)

    new ScriptedLog(yield* relay.nextConnection).letIn(self)

    yield* session.nextOf("Joined")
    assertFault(yield* session.nextEvent, "false-creator", self.connectionId)
  })
)

it.effect("shows nonsense as malformed and ignores frames of a later version", () =>
  Effect.gen(function* () {
    const { session, connection, log, other } = yield* joinedWithOther()

    connection.text("woof")
    connection.text('{"_tag":"MemberJoined","sequence":"x"}')
    connection.text('{"_tag":"Weather"}')
    connection.text(`{"_tag":"Topic","sequence":${log.sequence},"time":${log.time}}`)
    log.sequence += 1
    connection.binary(messageOf(log.sequence, log.time, other.connectionId, new Uint8Array(0)))
    log.entry((place) => ({ _tag: "LockChanged", ...place, isLocked: true }))

    assertFault(yield* session.nextEvent, "malformed", undefined)
    assertFault(yield* session.nextEvent, "malformed", undefined)
    assertFault(yield* session.nextEvent, "malformed", undefined)
    assert.strictEqual((yield* session.nextEvent)._tag, "LockChanged")
  })
)
