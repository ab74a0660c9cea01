/**
 * A request that has become a WebSocket is over for the host's server, and the connection goes on without it.
 */
import { once } from "node:events"
import { assert, describe, it } from "@effect/vitest"
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import { Effect } from "effect"
import { HttpRouter, HttpServerRequest } from "effect/http"
import type { Socket } from "node:net"
import { WebSocket } from "ws"
import { encodeClientFrame } from "../../src/protocol/ClientFrame.ts"
import { subprotocol } from "../../src/protocol/Limits.ts"
import { HttpAddress, layer } from "../support/HttpRelay.ts"

const ping = encodeClientFrame({ _tag: "Ping" })

/** A host that knows how many of its requests are under way, and the socket of the last. */
const countingHost = () => {
  const requests = { begun: 0, underWay: 0 }
  const sockets: Array<Socket> = []
  const host = HttpRouter.middleware(
    (route) =>
      Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
        sockets.push(NodeHttpServerRequest.toIncomingMessage(request).socket)
        requests.begun += 1
        requests.underWay += 1
        return Effect.ensuring(
          route,
          Effect.sync(() => (requests.underWay -= 1))
        )
      }),
    { global: true }
  )
  return { requests, sockets, host }
}

describe("a request for a WebSocket", () => {
  it.live("is over when the connection stands, which talks on and ends by itself", () => {
    const { host, requests, sockets } = countingHost()
    return Effect.gen(function* () {
      const base = yield* HttpAddress
      const client = new WebSocket(`${base}/ws`.replace("http", "ws"), subprotocol)
      yield* Effect.promise(() => once(client, "open"))
      client.send(ping)
      const [first] = yield* Effect.promise(() => once(client, "message"))
      const whileOpen = { ...requests }
      const listeners = sockets.flatMap((socket) => [socket.listeners("close"), socket.listeners("error")].flat())

      client.send(ping)
      const [second] = yield* Effect.promise(() => once(client, "message"))
      client.close(1000)
      const [code] = yield* Effect.promise(() => once(client, "close"))

      assert.deepStrictEqual(whileOpen, { begun: 1, underWay: 0 })
      // The listeners of the host's server would keep the request; those of `ws` are left.
      assert.deepStrictEqual(
        listeners.map(({ name }) => name),
        ["socketOnClose", "socketOnError"]
      )
      assert.deepStrictEqual([String(first), String(second)], ['{"_tag":"Pong"}', '{"_tag":"Pong"}'])
      assert.strictEqual(code, 1000)
    }).pipe(Effect.provide(layer({ host })))
  })
})
