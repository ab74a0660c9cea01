/** The platform's WebSocket as a Transport, against a real server. */
import { assert, it } from "@effect/vitest"
import { Effect, Queue, Result } from "effect"
import { type WebSocket as Peer, WebSocketServer } from "ws"
import * as WebSocketTransport from "../../../src/client/layers/WebSocketTransport.ts"
import { Transport } from "../../../src/client/services/Transport.ts"

/** A server that hands out its ends of the connections. */
const serve = Effect.acquireRelease(
  Effect.callback<{ readonly server: WebSocketServer; readonly url: string; readonly peers: Queue.Queue<Peer> }>(
    (resume) => {
      const peers = Effect.runSync(Queue.unbounded<Peer>())
      const server = new WebSocketServer({ port: 0, host: "127.0.0.1" }, () => {
        const address = server.address()
        const port = typeof address === "object" ? address?.port : undefined
        resume(Effect.succeed({ server, url: `ws://127.0.0.1:${port}/ws`, peers }))
      })
      server.on("connection", (peer) => Queue.offerUnsafe(peers, peer))
    }
  ),
  ({ server }) =>
    Effect.sync(() => {
      for (const peer of server.clients) peer.terminate()
      server.close()
    })
)

const connect = (url: string) =>
  Transport.use((transport) => transport.connect(url)).pipe(Effect.provide(WebSocketTransport.layer))

it.live("opens with the subprotocol and carries text and bytes both ways in order", () =>
  Effect.gen(function* () {
    const { url, peers } = yield* serve
    const connection = yield* connect(url)
    const peer = yield* Queue.take(peers)
    peer.on("message", (data, isBinary) => peer.send(data, { binary: isBinary }))

    connection.send("one")
    connection.send(new Uint8Array([2]))
    connection.send("three")

    assert.strictEqual(peer.protocol, "pug.v1")
    assert.deepStrictEqual(yield* Queue.take(connection.incoming), { _tag: "Text", text: "one" })
    assert.deepStrictEqual(yield* Queue.take(connection.incoming), { _tag: "Binary", bytes: new Uint8Array([2]) })
    assert.deepStrictEqual(yield* Queue.take(connection.incoming), { _tag: "Text", text: "three" })
  }).pipe(Effect.scoped)
)

it.live("ends with the close code and reason, behind what came before", () =>
  Effect.gen(function* () {
    const { url, peers } = yield* serve
    const connection = yield* connect(url)
    const peer = yield* Queue.take(peers)

    peer.send("last")
    peer.close(4001, "expired")

    assert.deepStrictEqual(yield* Queue.take(connection.incoming), { _tag: "Text", text: "last" })
    assert.deepStrictEqual(yield* Queue.take(connection.incoming), { _tag: "Closed", code: 4001, reason: "expired" })
    connection.send("into the void")
  }).pipe(Effect.scoped)
)

it.live("closes the socket when its scope closes", () =>
  Effect.gen(function* () {
    const { url, peers } = yield* serve
    const peer = yield* Effect.scoped(
      Effect.gen(function* () {
        yield* connect(url)
        return yield* Queue.take(peers)
      })
    )

    const code = yield* Effect.callback<number>((resume) => {
      if (peer.readyState === peer.CLOSED) resume(Effect.succeed(1000))
      peer.on("close", (closed) => resume(Effect.succeed(closed)))
    })

    assert.strictEqual(code, 1000)
  }).pipe(Effect.scoped)
)

it.live("fails to connect to nobody, and to an address that is none", () =>
  Effect.gen(function* () {
    const { url } = yield* Effect.scoped(serve)

    for (const address of [url, "not an address", "ftp://127.0.0.1/ws"]) {
      const refused = yield* Effect.result(Effect.scoped(connect(address)))
      assert.strictEqual(Result.isFailure(refused) && refused.failure._tag, "ConnectFailed")
    }
  })
)
