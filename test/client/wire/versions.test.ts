/** Clients and relays of two versions: who does not fit is told so by name, once, and does not try for ever. */
import { assert, it } from "@effect/vitest"
import { once } from "node:events"
import { Effect, Stream } from "effect"
import { WebSocket, WebSocketServer } from "ws"
import { RoomClient } from "../../../src/client/services/RoomClient.ts"
import { closeCodes } from "../../../src/protocol/CloseCodes.ts"
import { clientOf } from "../../support/deception.ts"
import { HttpAddress, layer as relayLayer } from "../../support/HttpRelay.ts"
import { link } from "../support/ScriptedRelay.ts"

it.live.each(["pug.v0", "pug.v2"])("a client of %s alone is told by this relay that it does not fit", (version) =>
  Effect.gen(function* () {
    const url = yield* HttpAddress
    const client = new WebSocket(`${url.replace("http", "ws")}/ws`, version)

    const [code, reason] = yield* Effect.promise(() => once(client, "close"))

    assert.deepStrictEqual([code, String(reason)], [closeCodes.otherVersion.code, closeCodes.otherVersion.reason])
    assert.strictEqual(client.protocol, version)
  }).pipe(Effect.provide(relayLayer()))
)

it.live("this client is told by a relay of another version that it does not fit, and tries no more", () =>
  Effect.gen(function* () {
    const { code, reason } = closeCodes.otherVersion
    let connections = 0
    const relay = yield* Effect.acquireRelease(
      Effect.promise(async () => {
        const server = new WebSocketServer({ port: 0, host: "localhost" })
        server.on("connection", (socket) => {
          connections += 1
          socket.close(code, reason)
        })
        await once(server, "listening")
        return server
      }),
      (server) => Effect.promise(() => new Promise((resolve) => server.close(resolve)))
    )
    const address = relay.address()
    const relayUrl = `http://localhost:${address !== null && typeof address !== "string" ? address.port : 0}`

    const session = yield* RoomClient.use((rooms) => rooms.join({ link: { ...link, relayUrl } })).pipe(
      Effect.provide(clientOf(relayUrl))
    )
    const events = yield* Stream.runCollect(session.events)

    assert.deepStrictEqual(events.at(-1), { _tag: "Ended", reason: "incompatible" })
    assert.strictEqual(connections, 1)
  }).pipe(Effect.scoped)
)
