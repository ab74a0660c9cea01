/** What a session does when its connection is lost, refused or dead: waits, comes back to its seat, repeats nothing. */
import { assert, it } from "@effect/vitest"
import { Effect, Fiber, Option, Result } from "effect"
import { TestClock } from "effect/testing"
import { creatorProof, joinProof, verifierOf } from "../../../src/client/crypto/Proofs.ts"
import { deriveSealKeys, open, parsePayload } from "../../../src/client/crypto/Seal.ts"
import { Rotate, type SealedRecord } from "../../../src/client/crypto/SealedRecord.ts"
import { importHkdfKey } from "../../../src/client/crypto/WebCrypto.ts"
import { parseRoomLink } from "../../../src/client/RoomLink.ts"
import { replaceTokenOf } from "../../../src/protocol/Identifiers.ts"
import { client } from "../../../src/protocol/Limits.ts"
import type { Member } from "../../../src/protocol/ServerFrame.ts"
import {
  bytesOf,
  joinedWithOther,
  link,
  makeScriptedRelay,
  memberOf,
  openSession,
  ScriptedLog,
  sealAs,
  whenRead
} from "../support/ScriptedRelay.ts"

/** What a client has sealed as `member`. */
const openFrom = Effect.fnUntraced(function* (member: Member, payload: Uint8Array) {
  const parsed = parsePayload(payload)
  if (parsed === undefined) return yield* Effect.die(new Error("no seal"))
  const context = { roomId: link.roomId, sender: member.connectionId, session: parsed.session }
  const opened = yield* open(yield* deriveSealKeys(yield* importHkdfKey(link.key), context), parsed)
  if (typeof opened === "string") return yield* Effect.die(new Error(opened))
  return opened
})

const bodyOf = (record: SealedRecord | { readonly _tag: "Unknown" }): string | undefined =>
  record._tag === "Text" ? record.body : undefined

it.effect("joins with the proof of the secret at the relay of the link, prefix included", () =>
  Effect.gen(function* () {
    const relay = yield* makeScriptedRelay
    const session = yield* openSession(relay, { creatorCapability: bytesOf(32, 4) })

    const connection = yield* relay.nextConnection
    const join = yield* connection.nextFrame

    assert.deepStrictEqual(yield* session.nextEvent, { _tag: "Connecting", attempt: 1 })
    assert.strictEqual(connection.url, "wss://pug.example/chat/ws")
    assert.deepStrictEqual(join, {
      _tag: "Join",
      roomId: link.roomId,
      joinProof: yield* joinProof(link.secret),
      creatorProof: yield* creatorProof(bytesOf(32, 4))
    })
  })
)

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

for (const [code, reason] of [
  [4201, "full"],
  [4202, "not-open-yet"],
  [4203, "locked"],
  [4207, "busy"]
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
  [4142, "incompatible"]
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

it.effect("does the work that the relay asks for and joins with it", () =>
  Effect.gen(function* () {
    const relay = yield* makeScriptedRelay
    const session = yield* openSession(relay)
    const connection = yield* relay.nextConnection
    yield* connection.nextFrame
    const token = "t".repeat(120)

    connection.frame({ _tag: "WorkRequired", challenge: { token, bits: 17, expiresInMillis: 1_000 } })

    const join = yield* connection.nextFrame
    assert.deepStrictEqual(join._tag === "Join" && join.work, { token, nonce: 17 })
    new ScriptedLog(connection).letIn(memberOf(20))
    yield* session.nextOf("Joined")
  })
)

it.effect("gives up a relay that does not answer a Join", () =>
  Effect.gen(function* () {
    const relay = yield* makeScriptedRelay
    const session = yield* openSession(relay)
    yield* (yield* relay.nextConnection).nextFrame

    yield* TestClock.adjust(client.connectMillis)

    assert.strictEqual((yield* session.nextOf("ConnectionLost")).code, 1006)
  })
)

it.effect("seals the new secret before it rotates, and keeps the link that results", () =>
  Effect.gen(function* () {
    const { session, connection, log, self } = yield* joinedWithOther({ creatorCapability: bytesOf(32, 4) })
    log.payload(self.connectionId, yield* connection.nextPayload)
    yield* session.rotate

    const payload = yield* connection.nextPayload
    const frame = yield* connection.nextFrame
    log.payload(self.connectionId, payload)
    log.entry((place) => ({ _tag: "SecretRotated", ...place }))

    const { record } = yield* openFrom(self, payload)
    const secret = record._tag === "Rotate" ? record.secret : bytesOf(16, 0)
    assert.deepStrictEqual(frame, { _tag: "Rotate", joinVerifier: yield* verifierOf(yield* joinProof(secret)) })
    const { link: text } = yield* session.nextOf("LinkChanged")
    assert.deepStrictEqual(Result.getOrThrow(parseRoomLink(text ?? "")).secret, secret)
    assert.deepStrictEqual((yield* session.link).secret, secret)
  })
)

it.effect("learns a new link from the creator only", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()
    const third = memberOf(22)
    log.entry((place) => ({ _tag: "MemberJoined", ...place, ...third }))
    log.payload(third.connectionId, yield* sealAs(third, 0, Rotate.make({ secret: bytesOf(16, 7) }), { session: 101 }))
    log.entry((place) => ({ _tag: "SecretRotated", ...place }))
    log.payload(other.connectionId, yield* sealAs(other, 0, Rotate.make({ secret: bytesOf(16, 8) })))
    log.entry((place) => ({ _tag: "SecretRotated", ...place }))

    assert.isUndefined((yield* session.nextOf("LinkChanged")).link)
    assert.isDefined((yield* session.nextOf("LinkChanged")).link)
    assert.deepStrictEqual((yield* session.link).secret, bytesOf(16, 8))
  })
)

it.effect("tries the announced secret when the old one is refused after a lost connection", () =>
  Effect.gen(function* () {
    const { relay, session, connection, log, other } = yield* joinedWithOther()
    log.payload(other.connectionId, yield* sealAs(other, 0, Rotate.make({ secret: bytesOf(16, 8) })))
    yield* session.nextOf("MemberChanged")
    connection.close(1006)
    yield* TestClock.adjust((yield* session.nextOf("ConnectionLost")).retryMillis)
    const second = yield* relay.nextConnection
    yield* second.nextFrame
    second.close(4102)

    const third = yield* relay.nextConnection
    const join = yield* third.nextFrame
    new ScriptedLog(third, 30).letIn(memberOf(30), [other])

    assert.deepStrictEqual(join._tag === "Join" && join.joinProof, yield* joinProof(bytesOf(16, 8)))
    assert.isDefined((yield* session.nextOf("LinkChanged")).link)
  })
)

it.effect("tries its own new secret when it does not know whether a rotation has come through", () =>
  Effect.gen(function* () {
    const { relay, session, connection } = yield* joinedWithOther({ creatorCapability: bytesOf(32, 4) })
    yield* connection.nextPayload
    yield* session.rotate
    yield* connection.nextPayload
    const rotate = yield* connection.nextFrame
    connection.close(1006)
    yield* TestClock.adjust((yield* session.nextOf("ConnectionLost")).retryMillis)
    ;(yield* relay.nextConnection).close(4102)

    const join = yield* (yield* relay.nextConnection).nextFrame

    assert.deepStrictEqual(
      join._tag === "Join" && (yield* verifierOf(join.joinProof)),
      rotate._tag === "Rotate" && rotate.joinVerifier
    )
  })
)

it.effect("forgets the secret of a rotation that was refused", () =>
  Effect.gen(function* () {
    const { relay, session, connection } = yield* joinedWithOther({ creatorCapability: bytesOf(32, 4) })
    yield* connection.nextPayload
    yield* session.rotate
    yield* connection.nextPayload
    connection.frame({ _tag: "Refused", command: "Rotate", reason: "busy" })
    yield* session.nextOf("Refused")
    connection.close(1006)
    yield* TestClock.adjust((yield* session.nextOf("ConnectionLost")).retryMillis)

    ;(yield* relay.nextConnection).close(4102)

    assert.strictEqual((yield* session.nextOf("Ended")).reason, "join-refused")
  })
)

it.effect("has no link after a rotation whose secret it was not told", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()
    log.payload(other.connectionId, yield* sealAs(other, 0, Rotate.make({ secret: bytesOf(16, 8) })))
    log.entry((place) => ({ _tag: "SecretRotated", ...place }))
    log.entry((place) => ({ _tag: "SecretRotated", ...place }))

    assert.isDefined((yield* session.nextOf("LinkChanged")).link)
    assert.isUndefined((yield* session.nextOf("LinkChanged")).link)
  })
)

it.effect("says Hello with its name when it joins and when another member joins", () =>
  Effect.gen(function* () {
    const { connection, log, self } = yield* joinedWithOther({ name: "  Otto\u202e " })
    const first = yield* openFrom(self, yield* connection.nextPayload)

    log.entry((place) => ({ _tag: "MemberJoined", ...place, ...memberOf(22) }))

    const second = yield* openFrom(self, yield* connection.nextPayload)
    assert.deepStrictEqual([first.counter, second.counter], [0, 1])
    assert.strictEqual(first.record._tag === "Hello" && first.record.name, "Otto")
    assert.strictEqual(second.record._tag, "Hello")
  })
)

it.effect("shows a chosen name and the verification that comes with it", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()

    log.payload(other.connectionId, yield* sealAs(other, 0, { _tag: "Hello", name: "Bert", capabilities: [] }))

    const { member } = yield* session.nextOf("MemberChanged")
    assert.deepStrictEqual([member.name, member.isVerified], ["Bert", true])
  })
)

it.effect("moves the role to a new creator", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()

    log.entry((place) => ({ _tag: "MemberJoined", ...place, ...memberOf(22, true) }))

    assert.isTrue((yield* session.nextOf("MemberJoined")).member.isCreator)
    const { member } = yield* session.nextOf("MemberChanged")
    assert.deepStrictEqual([member.connectionId, member.isCreator], [other.connectionId, false])
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

it.effect("refuses a text that does not fit, with the bytes it would take", () =>
  Effect.gen(function* () {
    const { session } = yield* joinedWithOther()

    const fits = yield* Effect.result(session.send("x".repeat(15_000)))
    const tooLong = yield* Effect.result(session.send("🐶".repeat(4_000)))

    assert.isTrue(Result.isSuccess(fits))
    assert.isTrue(Result.isFailure(tooLong) && tooLong.failure.bytes > tooLong.failure.maximum)
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
