/** How a session comes in, and how it and the others become known. */
import { assert, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { TestClock } from "effect/testing"
import { creatorProof, joinProof } from "../../../src/client/crypto/Proofs.ts"
import { client } from "../../../src/protocol/Limits.ts"
import {
  bytesOf,
  joinedWithOther,
  link,
  makeScriptedRelay,
  memberOf,
  openFrom,
  openSession,
  ScriptedLog,
  sealAs
} from "../support/ScriptedRelay.ts"

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

it.effect("refuses a text that does not fit, with the bytes it would take", () =>
  Effect.gen(function* () {
    const { session } = yield* joinedWithOther()

    const fits = yield* Effect.result(session.send("x".repeat(15_000)))
    const tooLong = yield* Effect.result(session.send("🐶".repeat(4_000)))

    assert.isTrue(Result.isSuccess(fits))
    assert.isTrue(Result.isFailure(tooLong) && tooLong.failure.bytes > tooLong.failure.maximum)
  })
)
