/** Sealing and opening, for every record and every bit. The bytes are pinned in test/vectors/seal.json. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import fc from "fast-check"
import { deriveSealKeys, open, parsePayload, seal } from "../../../src/client/crypto/Seal.ts"
import {
  decodeRecord,
  encodeRecord,
  type SealedRecord,
  textRecordBytes
} from "../../../src/client/crypto/SealedRecord.ts"
import { importHkdfKey, randomBytes } from "../../../src/client/crypto/WebCrypto.ts"
import { connectionIdOf, roomIdOf } from "../../../src/protocol/Identifiers.ts"
import { KeptSeconds } from "../../../src/client/KeptSeconds.ts"
import { keptSeconds } from "../../../src/protocol/Limits.ts"
import { sealedRecords as record } from "../../support/RecordArbitraries.ts"

const someKeys = Effect.gen(function* () {
  return yield* deriveSealKeys(yield* importHkdfKey(yield* randomBytes(32)), {
    roomId: roomIdOf(yield* randomBytes(16)),
    sender: connectionIdOf(yield* randomBytes(16)),
    session: yield* randomBytes(16)
  })
})

it("reads every record that it writes", () => {
  fc.assert(
    fc.property(record, (value) => {
      assert.deepStrictEqual(decodeRecord(encodeRecord(value)), value)
    })
  )
})

it("opens every record that it has sealed", async () => {
  const keys = await Effect.runPromise(someKeys)
  await fc.assert(
    fc.asyncProperty(record, fc.nat(), async (value, counter) => {
      const parsed = parsePayload(await Effect.runPromise(seal(keys, counter, value)))
      if (parsed === undefined) return assert.fail("no payload")

      const opened = await Effect.runPromise(open(keys, parsed))

      assert.deepStrictEqual(opened, { _tag: "Opened", counter, record: value })
    })
  )
})

it.effect("opens nothing with any one bit flipped", () =>
  Effect.gen(function* () {
    const keys = yield* someKeys
    const payload = yield* seal(keys, 1, { _tag: "Heartbeat" })

    for (let bit = 0; bit < payload.length * 8; bit += 1) {
      const altered = payload.slice()
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const parsed = parsePayload(altered)
      const opened = parsed && (yield* open({ ...keys, context: { ...keys.context, session: parsed.session } }, parsed))
      assert.isTrue(parsed === undefined || typeof opened === "string", `bit ${bit}`)
    }
  })
)

it.effect("derives keys that cannot be read back", () =>
  Effect.gen(function* () {
    const { subkey } = yield* someKeys

    const exported = yield* Effect.exit(Effect.tryPromise(() => crypto.subtle.exportKey("raw", subkey)))

    assert.isFalse(subkey.extractable)
    assert.strictEqual(exported._tag, "Failure")
  })
)

it("knows the bytes that a text takes with all that can go with it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (body) => {
      const longest: SealedRecord = {
        _tag: "Text",
        id: new Uint8Array(16),
        sentAt: Number.MAX_SAFE_INTEGER,
        body,
        keptSeconds: KeptSeconds.make(keptSeconds.maximum),
        seen: { sequence: Number.MAX_SAFE_INTEGER, hash: new Uint8Array(16) }
      }
      assert.strictEqual(textRecordBytes(body), encodeRecord(longest).length)
    })
  )
})
