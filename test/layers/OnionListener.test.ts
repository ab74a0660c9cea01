/**
 * The listener for a tor daemon: the same routes, nobody's address, and nothing that binds a domain to HTTPS.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { once } from "node:events"
import { networkInterfaces } from "node:os"
import { WebSocket } from "ws"
import { freePorts } from "../support/FreePorts.ts"
import { layer, Port } from "../support/ListeningRelay.ts"

const get = (port: number, path: string) => Effect.promise(() => fetch(`http://127.0.0.1:${port}${path}`))

const relay = (
  settings: Readonly<Record<string, string>>,
  self: (onion: number) => Effect.Effect<void, unknown, Port>
) =>
  Effect.gen(function* () {
    const [onion = 0] = yield* Effect.promise(() => freePorts(1))
    yield* self(onion).pipe(
      Effect.provide(layer({ PUG_ONION_PORT: String(onion), PUG_ONION_LOCATION: "http://pug.onion", ...settings }))
    )
  })

describe("the onion listener", () => {
  it.live(
    "sends no Strict-Transport-Security, and only the other names the onion address, on the home page alone",
    () =>
      relay({}, (onion) =>
        Effect.gen(function* () {
          const port = yield* Port
          const room = "/r/AAAAAAAAAAAAAAAAAAAAAA"
          for (const path of ["/", room, "/healthz", "/nowhere"]) {
            const there = yield* get(onion, path)
            const here = yield* get(port, path)
            assert.strictEqual(there.status, here.status, path)
            assert.isNull(there.headers.get("strict-transport-security"), path)
            assert.isNull(there.headers.get("onion-location"), path)
            assert.strictEqual(there.headers.get("x-content-type-options"), "nosniff", path)
            assert.isNotNull(here.headers.get("strict-transport-security"), path)
            assert.strictEqual(here.headers.get("onion-location"), path === "/" ? "http://pug.onion/" : null, path)
          }
        })
      )
  )

  it.live("opens WebSockets for the onion's pages beside a public address", () =>
    relay({ PUG_PUBLIC_URL: "https://pug.example" }, (onion) =>
      Effect.promise(async () => {
        const address = `ws://127.0.0.1:${onion}/ws`
        const own = new WebSocket(address, "pug.v1", { origin: "http://pug.onion" })
        await once(own, "open")
        own.terminate()
        const foreign = new WebSocket(address, "pug.v1", { origin: "http://evil.onion" })
        const [error] = await once(foreign, "error")
        assert.include(String(error), "403")
      })
    )
  )

  it.live("has no addresses: the limits of one address leave it alone, whatever a request says", () =>
    relay({ PUG_ADDRESS_CHALLENGES: "1", PUG_TRUSTED_PROXIES: "127.0.0.1" }, (onion) =>
      Effect.gen(function* () {
        const port = yield* Port
        const statuses = (at: number) =>
          Effect.promise(async () => {
            const found: Array<number> = []
            for (let i = 0; i < 5; i++) {
              const body = JSON.stringify({ paramsDigest: "A".repeat(43) })
              const headers = { "content-type": "application/json", "x-forwarded-for": "192.0.2.1" }
              const { status } = await fetch(`http://127.0.0.1:${at}/api/challenge`, { method: "POST", headers, body })
              found.push(status)
            }
            return found
          })

        assert.deepStrictEqual(yield* statuses(onion), [200, 200, 200, 200, 200])
        assert.include(yield* statuses(port), 429)
      })
    )
  )

  it.live("listens on loopback only", () =>
    relay({}, (onion) =>
      Effect.promise(async () => {
        const outer = Object.values(networkInterfaces())
          .flat()
          .filter((it) => it?.internal === false && it.family === "IPv4")
        for (const it of outer) {
          const reached = await fetch(`http://${it?.address}:${onion}/healthz`).then(
            () => true,
            () => false
          )
          assert.isFalse(reached)
        }
      })
    )
  )
})
