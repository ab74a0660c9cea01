/**
 * The entrypoint and a fault that nobody has caught: members are told, one line names it, and nothing of it is printed.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { once } from "node:events"
import { layerRoomClient, RoomClient } from "../../src/client/index.ts"
import { lines } from "../../src/layers/RelayLog.ts"
import { startRelay } from "../support/RelayProcess.ts"
import { probe } from "../support/SessionProbe.ts"

const confession = "10.0.0.7 said the secret"

/** Loaded into the process before the entrypoint, which knows nothing of it. */
const plant = (fault: string) =>
  `data:text/javascript,${encodeURIComponent(`process.on("SIGUSR2", () => setImmediate(() => { ${fault} }))`)}`

const relayWith = (fault: string) =>
  Effect.acquireRelease(
    Effect.promise(() => startRelay({ NODE_OPTIONS: `--import=${plant(fault)}` })),
    (relay) => Effect.promise(() => relay.stop())
  )

const faults = {
  "an exception": `throw new Error("${confession}")`,
  "a rejection": `void Promise.reject(new Error("${confession}"))`,
  "something thrown that is no error": `throw "${confession}"`,
  "two at once": `queueMicrotask(() => { throw new Error("${confession}") }); throw new Error("${confession}")`
}

describe("a fault that nobody has caught", { timeout: 30_000 }, () => {
  it.live.each(Object.entries(faults))("ends the relay with 1 and one named line, without its words: %s", ([, fault]) =>
    Effect.gen(function* () {
      const relay = yield* relayWith(fault)

      relay.child.kill("SIGUSR2")
      yield* Effect.promise(() => once(relay.child, "close"))

      assert.strictEqual(relay.child.exitCode, 1)
      assert.notInclude(relay.output(), "10.0.0.7")
      assert.notInclude(relay.output(), "secret")
    }).pipe(Effect.scoped)
  )

  it.live("is not the last that members hear: the relay says goodbye", () =>
    Effect.gen(function* () {
      const relay = yield* relayWith(faults["an exception"])
      const rooms = yield* Effect.provide(RoomClient, layerRoomClient({ relayUrl: relay.url }))
      const room = yield* rooms.create({ ttlSeconds: 600, capacity: 3 })
      const creator = yield* probe(yield* rooms.join(room))
      yield* creator.next("Joined")

      relay.child.kill("SIGUSR2")
      yield* creator.next("Ended", ({ reason }) => reason === "going-away")
      yield* Effect.promise(() => once(relay.child, "close"))

      assert.strictEqual(relay.child.exitCode, 1)
      assert.include(relay.output(), lines.process[1])
      assert.include(relay.output(), "pug-network: ended by a fault that nobody had caught")
      assert.notInclude(relay.output(), "    at ")
    }).pipe(Effect.scoped)
  )
})
