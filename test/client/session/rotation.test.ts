/** The room secret changes: who learns the new one, and what is tried when nobody knows which is in force. */
import { assert, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { TestClock } from "effect/testing"
import { joinProof, verifierOf } from "../../../src/client/crypto/Proofs.ts"
import { Rotate } from "../../../src/client/crypto/SealedRecord.ts"
import { parseRoomLink } from "../../../src/client/RoomLink.ts"
import { bytesOf, joinedWithOther, memberOf, openFrom, ScriptedLog, sealAs } from "../support/ScriptedRelay.ts"

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
