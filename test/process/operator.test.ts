/**
 * The operator's port of the entrypoint: apart from the public one, in both directions.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { freePorts } from "../support/FreePorts.ts"
import { startRelay } from "../support/RelayProcess.ts"

const statusOf = async (url: string, method = "GET"): Promise<number> => {
  const body = method === "POST" ? { body: "{}", headers: { "content-type": "application/json" } } : {}
  return (await fetch(url, { method, ...body })).status
}

describe("the operator's port", { timeout: 30_000 }, () => {
  it.live("serves the operator and nobody else, and the public one serves nothing of it", () =>
    Effect.gen(function* () {
      const [port] = yield* Effect.promise(() => freePorts(1))
      const relay = yield* Effect.acquireRelease(
        Effect.promise(() => startRelay({ PUG_OPERATOR_PORT: String(port) })),
        (relay) => Effect.promise(() => relay.stop())
      )
      const operator = `http://127.0.0.1:${port}`

      const statuses = yield* Effect.promise(async () => ({
        operator: [
          await statusOf(`${operator}/metrics`),
          await statusOf(`${operator}/rooms/end`, "POST"),
          await statusOf(`${operator}/healthz`),
          await statusOf(`${operator}/api/challenge`, "POST")
        ],
        public: [
          await statusOf(`${relay.url}/metrics`),
          await statusOf(`${relay.url}/rooms/end`, "POST"),
          await statusOf(`${relay.url}/healthz`)
        ]
      }))

      assert.deepStrictEqual(statuses, { operator: [200, 400, 404, 404], public: [404, 404, 200] })
      const { code, millis } = yield* Effect.promise(() => relay.stop())
      assert.strictEqual(code, 0)
      assert.isBelow(millis, 3_000)
    }).pipe(Effect.scoped)
  )
})
