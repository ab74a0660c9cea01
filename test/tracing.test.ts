/**
 * A host that traces its requests learns nothing of rooms: with `Relay.layerUntraced` no span names one, or an address.
 */
import { createServer } from "node:http"
import { NodeHttpServer } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Layer, Tracer } from "effect"
import { HttpMiddleware, HttpRouter, HttpServer, HttpServerRequest, HttpServerResponse } from "effect/http"
import { layerRoomClient, RoomClient } from "../src/client/index.ts"
import { Relay } from "../src/index.ts"
import * as StandaloneRelay from "../src/layers/StandaloneRelay.ts"
import { requestTo } from "./support/HttpRelay.ts"
import { probe } from "./support/SessionProbe.ts"

/** Keeps every span that it is asked for. */
const collector = () => {
  const spans: Array<Tracer.NativeSpan> = []
  const span = (options: ConstructorParameters<typeof Tracer.NativeSpan>[0]) => {
    const span = new Tracer.NativeSpan(options)
    spans.push(span)
    return span
  }
  const read = () => spans.map(exportOf)
  return { read, layer: Layer.succeed(Tracer.Tracer, Tracer.make({ span })) }
}

/** What exporters send of a span: of how it ended, only a failure. */
const exportOf = ({ name, attributes, events, status }: Tracer.NativeSpan) =>
  JSON.stringify(
    [name, [...attributes], events, status._tag === "Ended" && Exit.isFailure(status.exit) ? status.exit.cause : ""],
    (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)
  )

/** Two talk through the relay, the page of their room is opened in several spellings, and the host's page as well. */
const visit = Effect.fn(function* (url: string, prefix: string) {
  const rooms = yield* RoomClient
  const room = yield* rooms.create({ ttlSeconds: 600, capacity: 2 })
  const session = yield* rooms.join(room)
  const creator = yield* probe(session)
  yield* creator.next("Joined")
  const guest = yield* probe(yield* rooms.join({ link: room.link }))
  yield* guest.next("Joined")
  const { roomId } = room.link
  const paths = [
    `/r/${roomId}`,
    `/r/${roomId}/deeper?x=1`,
    `//r//${roomId}`,
    `/api/${roomId}`,
    `/x/${roomId}`,
    `/r/%zz${roomId}`
  ]
  for (const path of paths) yield* requestTo(url, "GET", `${prefix}${path}`)
  yield* requestTo(url, "PROPFIND", `${prefix}/r/${roomId}`)
  yield* requestTo(url, "GET", "/")
  yield* session.purge
  yield* guest.next("Ended")
  return roomId
})

const traced = Effect.fn(function* <Services, E>(
  served: Layer.Layer<Services, E, HttpServer.HttpServer | Relay.Host>,
  prefix = ""
) {
  const { layer, read } = collector()
  // Closed before the spans are read, because a connection's own ends with it.
  const roomId = yield* HttpServer.HttpServer.use(({ address }) => {
    const url = `http://localhost:${"port" in address ? address.port : 0}`
    return Effect.scoped(visit(url, prefix)).pipe(Effect.provide(layerRoomClient({ relayUrl: `${url}${prefix}` })))
  }).pipe(
    Effect.provide(
      served.pipe(
        Layer.provideMerge(NodeHttpServer.layer(createServer, { port: 0, disablePreemptiveShutdown: true })),
        Layer.provide(layer)
      )
    )
  )
  return { roomId, spans: read() }
})

const page = HttpRouter.add("GET", "/", HttpServerResponse.text("the host's page"))

const host = HttpRouter.serve(Layer.merge(page, Relay.layer({ prefix: "/chat" })), {
  disableLogger: true,
  disableListenLog: true
})

const isUntracedUnder = (prefix: `/${string}`) =>
  Effect.map(
    HttpMiddleware.TracerDisabledWhen.pipe(
      Effect.provide(
        Relay.layerUntraced({ prefix }).pipe(Layer.provide(HttpMiddleware.layerTracerDisabledForUrls(["/own"])))
      )
    ),
    (isDisabled) => (path: string) =>
      isDisabled(HttpServerRequest.fromWeb(new Request("http://localhost/")).modify({ url: path }))
  )

const tells = (spans: ReadonlyArray<string>, what: string) => spans.filter((span) => span.includes(what))

describe("the spans of a host", () => {
  it.live("name no room and nobody's address, and are the host's own as before", () =>
    Effect.gen(function* () {
      const { roomId, spans } = yield* traced(
        host.pipe(Layer.provide(Relay.layerUntraced({ prefix: "/chat" }))),
        "/chat"
      )

      assert.deepStrictEqual(tells(spans, roomId), [])
      assert.deepStrictEqual(tells(spans, "/chat"), [])
      assert.lengthOf(tells(spans, "client.address"), 1)
      assert.lengthOf(tells(spans, '["url.path","/"]'), 1)
    })
  )

  it.live("would name both without", () =>
    Effect.gen(function* () {
      const { roomId, spans } = yield* traced(host, "/chat")

      assert.isAbove(tells(spans, roomId).length, 0)
      assert.isAbove(tells(spans, "client.address").length, 1)
    })
  )
})

describe("the spans of the program", () => {
  it.live("name no room and nobody's address", () =>
    Effect.gen(function* () {
      const { roomId, spans } = yield* traced(StandaloneRelay.layer)

      assert.deepStrictEqual(tells(spans, roomId), [])
      assert.deepStrictEqual(tells(spans, "client.address"), [])
    })
  )
})

describe("Relay.layerUntraced", () => {
  it.effect("keeps to its prefix, however it is spelt, and to what the host leaves out already", () =>
    Effect.gen(function* () {
      const isUntraced = yield* isUntracedUnder("/chat")

      for (const url of [
        "/chat",
        "/chat/",
        "/chat/ws?x",
        "//chat//r/x",
        "/%63hat/r/x",
        "/CHAT/r/x",
        "/chat?x",
        "/own"
      ]) {
        assert.isTrue(isUntraced(url), url)
      }
      for (const url of ["/", "/chatter", "/a/chat", "/?/chat", "/%zz"]) assert.isFalse(isUntraced(url), url)
    })
  )
})
