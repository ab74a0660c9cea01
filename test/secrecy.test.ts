/**
 * The promise of docs/THREAT-MODEL.md in one test: over a whole conversation, nothing that the relay receives, prints or
 * answers holds plaintext, a chosen name, a password, the key, a room secret or the creator capability, in any spelling.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { layerRoomClient } from "../src/client/index.ts"
import { conversation, words } from "./support/Conversation.ts"
import { startProxy } from "./support/RecordingProxy.ts"
import { startRelay } from "./support/RelayProcess.ts"
import { findSecrets } from "./support/secretSearch.ts"

const relayBehindProxy = Effect.gen(function* () {
  const relay = yield* Effect.acquireRelease(
    Effect.promise(() => startRelay()),
    (relay) => Effect.promise(() => relay.stop())
  )
  const proxy = yield* Effect.acquireRelease(
    Effect.promise(() => startProxy(Number(new URL(relay.url).port))),
    (proxy) => Effect.promise(() => proxy.close())
  )
  return { relay, proxy }
})

const recordedConversation = Effect.gen(function* () {
  const { relay, proxy } = yield* relayBehindProxy
  const relayUrl = `http://localhost:${proxy.port}`
  const { secrets } = yield* Effect.scoped(conversation).pipe(Effect.provide(layerRoomClient({ relayUrl })))
  const exported = yield* Effect.promise(async () => {
    const paths = ["/healthz", "/readyz", "/api/openapi.json", "/metrics"]
    return Promise.all(paths.map(async (path) => (await fetch(`${relayUrl}${path}`)).text()))
  })
  const recordings = [...proxy.recorded(), Buffer.from(relay.output()), ...exported.map((text) => Buffer.from(text))]
  return { secrets, recordings }
})

describe("secrecy", () => {
  it.live("keeps every secret from the relay, over a whole conversation", () =>
    Effect.gen(function* () {
      const { secrets, recordings } = yield* recordedConversation

      assert.strictEqual(secrets.length, words.length + 7)
      // The recording is of the conversation: it holds what the relay is meant to see.
      assert.isTrue(recordings.some((bytes) => bytes.includes('"_tag":"Join"')))
      assert.isTrue(recordings.some((bytes) => bytes.includes('"_tag":"RoomEnded"')))
      assert.deepStrictEqual(findSecrets(recordings, secrets), [])
    }).pipe(Effect.scoped)
  )

  it.live("finds a planted leak, whatever its spelling", () =>
    Effect.gen(function* () {
      const { secrets, recordings } = yield* recordedConversation
      const key = Buffer.from(secrets.find(({ name }) => name === "the key")?.bytes ?? [])
      const leaks = [
        key,
        Buffer.from(key.toString("hex")),
        Buffer.from(`{"k":"${key.toString("base64url")}"}`),
        Buffer.from(Buffer.concat([Buffer.from("x"), key]).toString("base64")),
        Buffer.from(`[${key.join(",")}]`)
      ]

      const missed = leaks.filter((leak) => findSecrets([...recordings, leak], secrets).length === 0)

      assert.deepStrictEqual(missed, [])
      assert.deepStrictEqual(
        findSecrets([Buffer.from("they said: the second draft is in the blue folder")], secrets).length > 0,
        true
      )
    }).pipe(Effect.scoped)
  )
})
