/**
 * A host keeps its own ways: pages, uploads, WebSocket and access log are the same with a relay mounted as without, and
 * its policies decide who may create and join.
 */
import { once } from "node:events"
import { createServer } from "node:http"
import { NodeHttpServer } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Logger, Queue, type Scope } from "effect"
import { HttpRouter, HttpServer, HttpServerRequest, HttpServerResponse } from "effect/http"
import { layerRoomClient, RoomClient } from "../src/client/index.ts"
import { closeCodes, CreatePolicy, JoinPolicy, PolicyRefused, Relay } from "../src/index.ts"
import { probe } from "./support/SessionProbe.ts"

const page = HttpRouter.add("GET", "/", HttpServerResponse.text("the host's page", { headers: { "x-host": "yes" } }))

const upload = HttpRouter.add("POST", "/upload", (request) =>
  Effect.map(request.arrayBuffer, (body) => HttpServerResponse.text(`${body.byteLength} bytes`))
)

const echo = HttpRouter.add(
  "GET",
  "/ws",
  Effect.gen(function* () {
    const socket = yield* Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => request.upgrade)
    const reader = yield* socket.reader
    const writer = yield* socket.writer
    yield* reader.pull.pipe(
      Effect.flatMap((chunks) => Effect.forEach(chunks, writer.write)),
      Effect.forever,
      Effect.ignore
    )
    return HttpServerResponse.empty()
  })
)

const host = Layer.mergeAll(page, upload, echo)
const relay = Relay.layer({ prefix: "/chat" })

/** Serves on a free port with Effect's own access log, and runs a test against its address. */
const serving = <E, R>(
  routes: Layer.Layer<never, E, R>,
  log: (line: string) => void,
  use: (url: string) => Effect.Effect<void, unknown, Scope.Scope>
) =>
  HttpServer.HttpServer.use(({ address }) =>
    use(HttpServer.formatAddress(address).replace("[::]", "localhost").replace("0.0.0.0", "localhost"))
  ).pipe(
    Effect.scoped,
    Effect.provide(
      HttpRouter.serve(routes, { disableListenLog: true }).pipe(
        Layer.provideMerge(NodeHttpServer.layer(createServer, { port: 0, disablePreemptiveShutdown: true })),
        Layer.provideMerge(
          Logger.layer([
            Logger.map(Logger.formatStructured, ({ message, annotations }) => {
              log(JSON.stringify([message, annotations]))
            })
          ])
        )
      )
    )
  )

const echoed = (url: string) =>
  Effect.promise(async () => {
    const socket = new WebSocket(url)
    await once(socket, "open")
    socket.send("hello")
    const [{ data }] = await once(socket, "message")
    socket.close()
    await once(socket, "close")
    return data
  })

/** What a visitor of the host sees. Dates differ by nature. */
const visit = Effect.fn(function* (url: string) {
  const seen = yield* Effect.promise(async () => {
    const requests = [
      fetch(`${url}/`),
      fetch(`${url}/nowhere`),
      fetch(`${url}/upload`, { method: "POST", body: new Uint8Array(1_048_576) })
    ]
    return Promise.all(
      (await Promise.all(requests)).map(async (response) => ({
        status: response.status,
        headers: [...response.headers].filter(([name]) => name !== "date"),
        body: await response.text()
      }))
    )
  })
  return [...seen, yield* echoed(`${url.replace("http", "ws")}/ws`)]
})

/** A conversation of two through the mounted relay. */
const talk = Effect.fn(function* (relayUrl: string) {
  const rooms = yield* RoomClient
  const room = yield* rooms.create({ ttlSeconds: 600, capacity: 2 })
  const creatorSession = yield* rooms.join(room)
  const creator = yield* probe(creatorSession)
  yield* creator.next("Joined")
  const guest = yield* probe(yield* rooms.join({ link: room.link }))
  yield* guest.next("Joined")
  yield* creatorSession.send("hello")
  const { body } = yield* guest.next("Message")
  assert.strictEqual(body, "hello")
  assert.strictEqual(room.link.relayUrl, relayUrl)
})

/** What a visitor sees and what the access log says of it, after something else has happened. */
const observe = Effect.fn(function* <E, R>(
  routes: Layer.Layer<never, E, R>,
  before: (url: string) => Effect.Effect<void, unknown, Scope.Scope>
) {
  const lines = yield* Queue.unbounded<string>()
  let seen: ReadonlyArray<unknown> = []
  let log: ReadonlyArray<string> = []
  yield* serving(
    routes,
    (line) => void Queue.offerUnsafe(lines, line),
    (url) =>
      Effect.gen(function* () {
        yield* before(url)
        seen = yield* visit(url)
        // A line for each of them; whatever else was logged comes before or behind and makes the comparison fail.
        log = (yield* Effect.replicateEffect(Queue.take(lines), seen.length)).toSorted()
      })
  )
  assert.strictEqual(Queue.sizeUnsafe(lines), 0)
  return { seen, log }
})

describe("a relay in a host", () => {
  it.live("leaves the host's pages, uploads, WebSocket and access log as they were", () =>
    Effect.gen(function* () {
      const withoutRelay = yield* observe(host, () => Effect.void)
      const withRelay = yield* observe(Layer.merge(host, relay), (url) =>
        Effect.gen(function* () {
          yield* talk(`${url}/chat`).pipe(Effect.provide(layerRoomClient({ relayUrl: `${url}/chat` })))
          const page = yield* Effect.promise(async () => (await fetch(`${url}/chat/`)).text())
          assert.include(page, '"/chat/assets/')
        })
      )

      assert.strictEqual(withoutRelay.seen[3], "hello")
      assert.deepStrictEqual(withRelay.seen, withoutRelay.seen)
      assert.deepStrictEqual(withRelay.log, withoutRelay.log)
      assert.isTrue(withoutRelay.log.some((line) => line.includes('"/upload"')))
    })
  )

  it.live("asks the host's policies with the request's headers, and tells the client their names", () =>
    Effect.gen(function* () {
      const policies = Layer.mergeAll(
        Layer.succeed(CreatePolicy, ({ capacity, headers }) =>
          capacity > 2 || headers["user-agent"] === undefined
            ? Effect.fail(new PolicyRefused({ name: "too-many-seats" }))
            : Effect.void
        ),
        Layer.succeed(JoinPolicy, ({ headers }) =>
          headers["upgrade"] === "websocket" ? Effect.fail(new PolicyRefused({ name: "closed-today" })) : Effect.void
        )
      )

      yield* serving(
        relay.pipe(Layer.provide(policies)),
        () => {},
        (url) =>
          Effect.gen(function* () {
            const rooms = yield* RoomClient
            const refused = yield* Effect.flip(rooms.create({ ttlSeconds: 600, capacity: 3 }))
            const room = yield* rooms.create({ ttlSeconds: 600, capacity: 2 })
            const member = yield* probe(yield* rooms.join(room))
            const { reason } = yield* member.next("Ended")

            assert.deepInclude(refused, { code: "creation-refused", detail: "too-many-seats" })
            assert.strictEqual(reason, "forbidden")
            assert.strictEqual(closeCodes.joinForbidden.code, 4107)
          }).pipe(Effect.provide(layerRoomClient({ relayUrl: `${url}/chat` })))
      )
    })
  )
})
