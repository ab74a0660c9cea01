/** A room that needs a password: what is sealed with it, how a wrong one shows, and how another is taken. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { deriveMessageKey } from "../../../src/client/crypto/MessageKey.ts"
import { Hello, type SealedRecord, Text } from "../../../src/client/crypto/SealedRecord.ts"
import type { RoomLink } from "../../../src/client/RoomLink.ts"
import type { Member } from "../../../src/protocol/ServerFrame.ts"
import { replaceTokenOf } from "../../../src/protocol/Identifiers.ts"
import {
  bytesOf,
  joinedWithOther,
  link,
  makeScriptedRelay,
  memberOf,
  openFrom,
  openSession,
  ScriptedLog,
  sealAs,
  whenRead
} from "../support/ScriptedRelay.ts"

const guarded: RoomLink = { ...link, needsPassword: true }
const right = "correct horse battery staple"
const wrong = "correct horse battery stable"

const hello: SealedRecord = Hello.make({ capabilities: ["creator"] })

/** A Hello of somebody who has typed this. */
const helloUnder = Effect.fnUntraced(function* (member: Member, password: string, session = 100) {
  return yield* sealAs(member, 0, hello, { session, messageKey: yield* deriveMessageKey(guarded, password) })
})

it.effect("does not join without a password where the link needs one, nor with one where it needs none", () =>
  Effect.gen(function* () {
    const relay = yield* makeScriptedRelay

    const missing = yield* Effect.flip(openSession(relay, { link: guarded, password: " \n" }))
    const unexpected = yield* Effect.flip(openSession(relay, { password: right }))

    assert.deepStrictEqual([missing.reason, unexpected.reason], ["missing", "unexpected"])
  })
)

it.effect("seals under the link and the password together", () =>
  Effect.gen(function* () {
    const { connection, self } = yield* joinedWithOther({ link: guarded, password: right })
    const payload = yield* connection.nextPayload

    const { record } = yield* openFrom(self, payload, yield* deriveMessageKey(guarded, right))
    const underWrong = yield* Effect.exit(openFrom(self, payload, yield* deriveMessageKey(guarded, wrong)))
    const underLink = yield* Effect.exit(openFrom(self, payload))

    assert.strictEqual(record._tag, "Hello")
    assert.deepStrictEqual([underWrong._tag, underLink._tag], ["Failure", "Failure"])
  })
)

it.effect("knows a wrong password by the first Hello, and has asked nobody", () =>
  Effect.gen(function* () {
    const { session, connection, log, other } = yield* joinedWithOther({ link: guarded, password: wrong })

    log.payload(other.connectionId, yield* helloUnder(other, right))

    yield* session.nextOf("PasswordDoubted")
    yield* session.leave
    // The Join is behind us; there was no frame between it and the leave.
    assert.strictEqual((yield* connection.nextFrame)._tag, "Leave")
  })
)

it.effect("does not doubt a password whose first Hello has opened, whatever comes after it", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther({ link: guarded, password: right })
    log.payload(other.connectionId, yield* helloUnder(other, right))
    assert.isTrue((yield* session.nextOf("MemberChanged")).member.isVerified)

    log.payload(other.connectionId, yield* sealAs(other, 1, hello))

    assert.strictEqual((yield* session.nextEvent)._tag, "Fault")
    log.entry((place) => ({ _tag: "LockChanged", ...place, isLocked: false }))
    assert.strictEqual((yield* session.nextEvent)._tag, "LockChanged")
  })
)

it.effect("does not doubt its password because of somebody who came later", () =>
  Effect.gen(function* () {
    const { session, log } = yield* joinedWithOther({
      link: guarded,
      password: right,
      creatorCapability: bytesOf(32, 4)
    })
    const late = memberOf(22)
    log.entry((place) => ({ _tag: "MemberJoined", ...place, ...late }))
    yield* session.nextOf("MemberJoined")

    log.payload(late.connectionId, yield* helloUnder(late, wrong, 101))

    const fault = yield* session.nextEvent
    assert.strictEqual(fault._tag === "Fault" && fault.kind, "wrong-key")
    log.entry((place) => ({ _tag: "LockChanged", ...place, isLocked: false }))
    assert.strictEqual((yield* session.nextEvent)._tag, "LockChanged")
  })
)

it.effect("believes the creator about its password, and not another guest", () =>
  Effect.gen(function* () {
    const relay = yield* makeScriptedRelay
    const session = yield* openSession(relay, { link: guarded, password: wrong })
    const connection = yield* relay.nextConnection
    const log = new ScriptedLog(connection)
    const [creator, guest] = [memberOf(21, true), memberOf(22)]
    log.letIn(memberOf(20), [guest, creator])

    log.payload(guest.connectionId, yield* helloUnder(guest, wrong))
    assert.strictEqual((yield* session.nextOf("MemberChanged")).member.connectionId, guest.connectionId)
    log.payload(creator.connectionId, yield* helloUnder(creator, right, 101))

    yield* session.nextOf("PasswordDoubted")
  })
)

it.effect("takes another password in its seat, before it lets the former connection go", () =>
  Effect.gen(function* () {
    const { relay, session, connection, log, other } = yield* joinedWithOther({ link: guarded, password: wrong })
    log.payload(other.connectionId, yield* helloUnder(other, right))
    yield* session.nextOf("PasswordDoubted")

    yield* session.usePassword(right)
    const second = yield* relay.nextConnection
    const join = yield* second.nextFrame
    const again = memberOf(30)
    new ScriptedLog(second, 30).letIn(again, [other], 8)

    assert.deepStrictEqual(join._tag === "Join" && join.replaces, replaceTokenOf(bytesOf(16, 9)))
    const joined = yield* session.nextOf("Joined")
    assert.isTrue(joined.isResumed)
    // The relay closes it when the seat is taken; until then the seat is held.
    assert.isTrue(connection.isOpen)
    const { record } = yield* openFrom(again, yield* second.nextPayload, yield* deriveMessageKey(guarded, right))
    assert.strictEqual(record._tag, "Hello")
  })
)

it.effect("reads and verifies others anew under another password", () =>
  Effect.gen(function* () {
    const { relay, session, log, other } = yield* joinedWithOther({ link: guarded, password: wrong })
    const sameMistake = memberOf(22)
    log.entry((place) => ({ _tag: "MemberJoined", ...place, ...sameMistake }))
    log.payload(sameMistake.connectionId, yield* helloUnder(sameMistake, wrong, 101))
    assert.isTrue((yield* session.nextOf("MemberChanged")).member.isVerified)

    yield* session.usePassword(right)
    const second = yield* relay.nextConnection
    const next = new ScriptedLog(second, 30)
    next.letIn(memberOf(30), [other, sameMistake], 8)
    const { members } = yield* session.nextOf("Joined")
    const messageKey = yield* deriveMessageKey(guarded, right)
    const said = Text.make({ id: bytesOf(16, 1), sentAt: 0, body: "now you hear me" })
    next.payload(other.connectionId, yield* sealAs(other, 4, said, { messageKey }))

    assert.deepStrictEqual(
      members.map((member) => member.isVerified),
      [false, false, true]
    )
    assert.strictEqual((yield* session.nextOf("Message")).body, "now you hear me")
  })
)

it.effect("doubts the other password too when it is wrong", () =>
  Effect.gen(function* () {
    const { relay, session, log, other } = yield* joinedWithOther({ link: guarded, password: wrong })
    log.payload(other.connectionId, yield* helloUnder(other, right))
    yield* session.nextOf("PasswordDoubted")

    yield* session.usePassword("correct horse battery stapler")
    const next = new ScriptedLog(yield* relay.nextConnection, 30)
    next.letIn(memberOf(30), [other], 8)
    const messageKey = yield* deriveMessageKey(guarded, right)
    next.payload(other.connectionId, yield* sealAs(other, 1, hello, { messageKey }))

    yield* session.nextOf("PasswordDoubted")
  })
)

it.effect("keeps the password that it has when the other one is empty", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther({ link: guarded, password: right })

    const refused = yield* Effect.flip(session.usePassword("  "))
    log.payload(other.connectionId, yield* helloUnder(other, right))

    assert.strictEqual(refused.reason, "missing")
    assert.isTrue((yield* session.nextOf("MemberChanged")).member.isVerified)
    yield* whenRead(session, log)
  })
)

it.effect("joins with another password that was given while the connection was lost", () =>
  Effect.gen(function* () {
    const { relay, session, connection } = yield* joinedWithOther({ link: guarded, password: wrong })
    connection.close(1006)
    const lost = yield* session.nextOf("ConnectionLost")

    yield* session.usePassword(right)
    yield* TestClock.adjust(lost.retryMillis)
    const second = yield* relay.nextConnection
    const again = memberOf(30)
    new ScriptedLog(second, 30).letIn(again)

    const { record } = yield* openFrom(again, yield* second.nextPayload, yield* deriveMessageKey(guarded, right))
    assert.strictEqual(record._tag, "Hello")
  })
)
