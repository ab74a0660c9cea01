/**
 * The recipes of docs/DEPLOY.md, each in front of the real relay: what a browser meets there, a conversation through it,
 * and what the proxy has written down afterwards.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { getCACertificates, setDefaultCACertificates } from "node:tls"
import { layerRoomClient, RoomClient } from "../../src/client/index.ts"
import { freePorts } from "../support/FreePorts.ts"
import { type Recipe, startProxy } from "../support/ProxyProcess.ts"
import { startRelay } from "../support/RelayProcess.ts"
import { probe } from "../support/SessionProbe.ts"
import { atChat, recipes } from "./recipes.ts"

/** Before a test adds its own: two certificates of one name would be taken for each other. */
const authorities = getCACertificates()

/** A proxy with the real relay behind it, at an address with this path. */
const deployed = Effect.fnUntraced(function* (recipe: Recipe, path: "" | "/chat") {
  const [httpPort = 0, httpsPort = 0, relayPort = 0] = yield* Effect.promise(() => freePorts(3))
  const url = `https://localhost:${httpsPort}${path}`
  const settings = {
    PUG_HOST: "127.0.0.1",
    PUG_PORT: String(relayPort),
    PUG_PUBLIC_URL: url,
    PUG_TRUSTED_PROXIES: "127.0.0.1"
  }
  const relay = yield* Effect.acquireRelease(
    Effect.promise(() => startRelay(settings)),
    (started) => Effect.promise(() => started.stop())
  )
  const proxy = yield* Effect.acquireRelease(
    Effect.promise(() => startProxy(path === "" ? recipe : atChat(recipe), { httpPort, httpsPort, relayPort })),
    (started) => Effect.promise(() => started.stop())
  )
  return { httpPort, proxy, relay, url }
})

/** Runs `pug-network doctor` as its users do, with the proxy's certificate among those that are trusted. */
const doctor = (url: string, httpPort: number, certFile: string) =>
  Effect.promise(async () => {
    const child = spawn(process.execPath, ["src/main.ts", "doctor", url, "--http-port", String(httpPort)], {
      env: { NODE_EXTRA_CA_CERTS: certFile },
      stdio: ["ignore", "pipe", "pipe"]
    })
    let output = ""
    child.stdout.on("data", (chunk) => (output += String(chunk)))
    child.stderr.on("data", (chunk) => (output += String(chunk)))
    await once(child, "close")
    return { code: child.exitCode, lines: output.trim().split("\n") }
  })

/** Two members talk and the room ends; returns the room's ID. */
const conversation = Effect.gen(function* () {
  const rooms = yield* RoomClient
  const room = yield* rooms.create({ ttlSeconds: 600, capacity: 2 })
  const creatorSession = yield* rooms.join(room)
  const creator = yield* probe(creatorSession)
  yield* creator.next("Joined")
  const guestSession = yield* rooms.join({ link: room.link })
  const guest = yield* probe(guestSession)
  yield* guest.next("Joined")
  yield* guestSession.send("Is anybody between us?")
  yield* creator.next("Message", ({ body }) => body === "Is anybody between us?")
  yield* creatorSession.send("Somebody who is told nothing.")
  yield* guest.next("Message", ({ body }) => body === "Somebody who is told nothing.")
  yield* creatorSession.purge
  yield* guest.next("Ended", ({ reason }) => reason === "purged")
  return room.link.roomId
})

/** Caddy's own redirect leaves out a port that is not 443. */
const isAboutPort = (line: string): boolean => line.includes("warning  redirect") && line.includes("not to the same")

describe.each(recipes)("$name", { timeout: 60_000 }, (recipe) => {
  it.live.each(["", "/chat"] as const)(
    "passes the doctor and carries a conversation to a relay at https://host%s, and writes down neither",
    (path) =>
      Effect.gen(function* () {
        const { httpPort, proxy, relay, url } = yield* deployed(recipe, path)
        const certFile = join(proxy.directory, "cert.pem")
        setDefaultCACertificates([...authorities, proxy.cert])

        const { code, lines } = yield* doctor(url, httpPort, certFile)
        assert.strictEqual(code, 0, lines.join("\n"))
        assert.deepStrictEqual(
          lines
            .slice(1, -1)
            .filter((line) => !line.startsWith("  ok ") && !(recipe.name === "caddy" && isAboutPort(line))),
          []
        )
        const roomId = yield* Effect.scoped(conversation).pipe(Effect.provide(layerRoomClient({ relayUrl: url })))
        yield* Effect.promise(() => relay.stop())
        // What would be an error's line: the relay is gone.
        const { status } = yield* Effect.promise(() => fetch(`${url}/r/${roomId}`))
        yield* Effect.promise(() => proxy.end())
        const written = proxy.written()

        assert.include([502, 503], status)
        assert.notInclude(written, roomId)
        assert.notMatch(written, /\/r\/|"remote_ip"|client: |user_agent/)
        assert.isEmpty(
          relay
            .output()
            .split("\n")
            .filter((line) => line.includes(roomId) || line.includes("127.0.0.1"))
        )
      }).pipe(Effect.scoped)
  )
})
