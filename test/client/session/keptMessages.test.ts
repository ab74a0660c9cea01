/** A message that its sender lets vanish: the wish goes inside the seal, comes out of it, and stays when it is sent again. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { KeptSeconds } from "../../../src/client/KeptSeconds.ts"
import { bytesOf, joinedWithOther, memberOf, openFrom, ScriptedLog, sealAs } from "../support/ScriptedRelay.ts"

const halfMinute = KeptSeconds.make(30)

it.effect("tells for how long a message of another member is to be kept, and nothing of one that stays", () =>
  Effect.gen(function* () {
    const { session, log, other } = yield* joinedWithOther()
    const text = { _tag: "Text", id: bytesOf(16, 1), sentAt: 0, body: "for now" } as const
    log.payload(other.connectionId, yield* sealAs(other, 0, { ...text, keptSeconds: halfMinute }))
    log.payload(other.connectionId, yield* sealAs(other, 1, { ...text, id: bytesOf(16, 2) }))

    const fleeting = yield* session.nextOf("Message")
    const staying = yield* session.nextOf("Message")

    assert.strictEqual(fleeting.keptSeconds, halfMinute)
    assert.notProperty(staying, "keptSeconds")
  })
)

it.effect("seals the wish with the message, and again after a lost connection", () =>
  Effect.gen(function* () {
    const { relay, session, connection, other, self } = yield* joinedWithOther()
    yield* connection.nextPayload
    yield* session.send("for now", halfMinute)
    const first = yield* openFrom(self, yield* connection.nextPayload)
    const pending = yield* session.nextOf("MessagePending")
    connection.close(1006)
    yield* TestClock.adjust((yield* session.nextOf("ConnectionLost")).retryMillis)
    const second = yield* relay.nextConnection
    const log = new ScriptedLog(second, 30)
    const again = memberOf(30)
    log.letIn(again, [other])

    log.payload(again.connectionId, yield* second.nextPayload)
    const payload = yield* second.nextPayload
    log.payload(again.connectionId, payload)
    const { record } = yield* openFrom(again, payload)

    assert.strictEqual(pending.keptSeconds, halfMinute)
    assert.deepStrictEqual(record._tag === "Text" && record.keptSeconds, halfMinute)
    assert.deepStrictEqual(first.record._tag === "Text" && first.record.keptSeconds, halfMinute)
    assert.strictEqual((yield* session.nextOf("Message")).keptSeconds, halfMinute)
  })
)
