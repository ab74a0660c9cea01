/**
 * The operator's routes: what they tell, what they end, and whom they do not answer.
 */
import { createServer } from "node:http"
import { NodeHttpServer } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Layer, Metric } from "effect"
import { HttpRouter, HttpServer } from "effect/http"
import * as OperatorRoutes from "../../src/layers/OperatorRoutes.ts"
import * as ProcessMetrics from "../../src/layers/ProcessMetrics.ts"
import * as TalliedMetrics from "../../src/layers/TalliedMetrics.ts"
import { RoomRegistry } from "../../src/services/RoomRegistry.ts"
import { exchange } from "../support/ListeningRelay.ts"
import { inMemory } from "./contract/RelayUnderTest.ts"
import { makeRoom } from "./contract/Room.ts"

class Port extends Context.Service<Port, number>()("pug-network/test/layers/OperatorRoutes.test/Port") {}

const port = Layer.effect(
  Port,
  Effect.map(HttpServer.HttpServer, ({ address }) => ("port" in address ? address.port : 0))
)

/** A relay in memory whose operator has a port, and metrics that are its alone. */
const operated = HttpRouter.serve(OperatorRoutes.layer({ hosts: ["relay.internal"] }), {
  disableLogger: true,
  disableListenLog: true
}).pipe(
  Layer.merge(port),
  Layer.merge(ProcessMetrics.layer),
  Layer.provide(NodeHttpServer.layer(createServer, { port: 0, disablePreemptiveShutdown: true })),
  Layer.provideMerge(inMemory()),
  Layer.provideMerge(TalliedMetrics.layer),
  Layer.provide(Layer.sync(Metric.MetricRegistry, () => new Map())),
  Layer.fresh
)

/** Sends a request as it is written here, and returns its status and the whole answer. */
const ask = Effect.fnUntraced(function* (
  line: string,
  headers: Readonly<Record<string, string>> = {},
  body: string = ""
) {
  const port = yield* Port
  const all = { host: `127.0.0.1:${port}`, "content-length": String(body.length), connection: "close", ...headers }
  const head = [`${line} HTTP/1.1`, ...Object.entries(all).map((header) => header.join(": "))]
  const answer = yield* Effect.promise(() => exchange(`${head.join("\r\n")}\r\n\r\n${body}`, port))
  return { status: Number(answer.split(" ", 2)[1]), answer }
})

const json = { "content-type": "application/json" }

const end = (roomId: string, headers: Readonly<Record<string, string>> = json) =>
  ask("POST /rooms/end", headers, JSON.stringify({ roomId }))

const valueOf = (answer: string, series: string) =>
  Number(
    answer
      .split("\n")
      .find((line) => line.startsWith(`${series} `))
      ?.split(" ")[1]
  )

describe("GET /metrics", () => {
  it.live("tells what the relay counts, at the moment it is asked", () =>
    Effect.gen(function* () {
      const before = yield* ask("GET /metrics")
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const guest = yield* room.guest()
      yield* creator.sendRaw(new Uint8Array(100))
      yield* guest.nextOf("Delivered")
      yield* guest.send({ _tag: "Purge" })
      yield* guest.nextOf("Refused")
      yield* guest.send({ _tag: "Leave" })
      yield* creator.nextOf("MemberLeft")
      const after = yield* ask("GET /metrics")

      assert.strictEqual(before.status, 200)
      assert.match(before.answer, /\r\ncontent-type: text\/plain; version=0\.0\.4/i)
      const risen = (series: string) => valueOf(after.answer, series) - valueOf(before.answer, series)
      assert.strictEqual(risen("pug_rooms"), 1)
      assert.strictEqual(risen("pug_rooms_created_total"), 1)
      assert.strictEqual(risen("pug_members"), 1)
      assert.strictEqual(risen('pug_connections{state="joined"}'), 1)
      assert.strictEqual(risen("pug_joins_total"), 2)
      assert.strictEqual(risen('pug_messages_received_total{kind="sealed"}'), 1)
      // Two Joins, a Purge, a Leave.
      assert.strictEqual(risen('pug_messages_received_total{kind="control"}'), 4)
      // To the creator: two entries of joining, the message, the leaving; to the guest: its own joining, the message.
      assert.strictEqual(risen("pug_messages_sent_total"), 6)
      assert.isAbove(risen("pug_sent_bytes_total"), 200)
      assert.isAbove(risen("pug_received_bytes_total"), 100)
      assert.strictEqual(risen('pug_commands_refused_total{reason="not-creator"}'), 1)
      assert.strictEqual(risen('pug_connections_closed_total{reason="left"}'), 1)
      assert.strictEqual(risen('pug_rooms_ended_total{reason="empty"}'), 0)
    }).pipe(Effect.provide(operated))
  )

  it.live("tells of the process too", () =>
    Effect.gen(function* () {
      const { answer } = yield* ask("GET /metrics")

      assert.isAbove(valueOf(answer, "pug_heap_used_bytes"), 1_000_000)
      assert.isAbove(valueOf(answer, "pug_heap_limit_bytes"), valueOf(answer, "pug_heap_used_bytes"))
      assert.isAbove(valueOf(answer, "pug_resident_bytes"), 1_000_000)
      assert.isAtLeast(valueOf(answer, 'pug_event_loop_lag_seconds{quantile="p99"}'), 0)
    }).pipe(Effect.provide(operated))
  )
})

describe("the metrics in Effect's registry", () => {
  it.effect("carry the attributes of their relay, and go with it", () =>
    Effect.gen(function* () {
      const seen = yield* Metric.snapshot.pipe(
        Effect.provide(TalliedMetrics.layer),
        Effect.provideService(Metric.CurrentMetricAttributes, { relay: "second" })
      )
      const left = yield* Metric.snapshot

      assert.isAbove(seen.length, 50)
      assert.deepStrictEqual(
        seen.filter(({ attributes }) => attributes?.["relay"] !== "second"),
        []
      )
      assert.deepStrictEqual(left, [])
    }).pipe(Effect.provideService(Metric.MetricRegistry, new Map()))
  )
})

describe("POST /rooms/end", () => {
  it.live("ends a room, tells its members by whom, and knows it no more", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()

      const ended = yield* end(room.roomId)
      const again = yield* end(room.roomId)

      assert.deepStrictEqual([ended.status, again.status], [204, 404])
      assert.strictEqual((yield* creator.nextOf("RoomEnded")).reason, "ended-by-operator")
      assert.strictEqual((yield* creator.closed).code, 4002)
    }).pipe(Effect.provide(operated))
  )

  it.live.each(["", "{}", "null", '{"roomId":"short"}', `{"roomId":"${"A".repeat(22)}"`, "A".repeat(10_000)])(
    "says what it wants instead of %o",
    (body) =>
      Effect.gen(function* () {
        const { status, answer } = yield* ask("POST /rooms/end", json, body)

        assert.strictEqual(status, 400)
        assert.include(answer, '{"roomId": ')
        assert.notInclude(answer, "short")
      }).pipe(Effect.provide(operated))
  )

  it.live.each(["text/plain", "application/x-www-form-urlencoded", "application/jsonp"])(
    "takes no %s, which a page may send anywhere",
    (type) =>
      Effect.gen(function* () {
        const room = yield* makeRoom()

        assert.strictEqual((yield* end(room.roomId, { "content-type": type })).status, 415)
        assert.strictEqual((yield* (yield* RoomRegistry).count).rooms, 1)
      }).pipe(Effect.provide(operated))
  )
})

describe("the operator's routes", () => {
  it.live.each([
    "127.0.0.1",
    "127.0.0.1:9464",
    "localhost:1",
    "LOCALHOST",
    "[::1]:9464",
    "192.0.2.7",
    "relay.internal:9464"
  ])("answer who asks by %s", (host) =>
    Effect.gen(function* () {
      assert.strictEqual((yield* ask("GET /metrics", { host })).status, 200)
    }).pipe(Effect.provide(operated))
  )

  it.live.each([
    "evil.example",
    "evil.example:9464",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "localhost@evil"
  ])("do not answer who asks by %s: a name of a stranger may have been pointed here", (host) =>
    Effect.gen(function* () {
      const room = yield* makeRoom()

      const told = yield* ask("GET /metrics", { host })
      const ended = yield* end(room.roomId, { ...json, host })

      assert.deepStrictEqual([told.status, ended.status], [403, 403])
      assert.notInclude(told.answer, "pug_rooms")
      assert.strictEqual((yield* (yield* RoomRegistry).count).rooms, 1)
    }).pipe(Effect.provide(operated))
  )

  it.live.each(["null", "http://127.0.0.1:9464", "https://evil.example"])(
    "do not answer a page at %s, nor its browser's question whether it may ask",
    (origin) =>
      Effect.gen(function* () {
        const room = yield* makeRoom()

        const ended = yield* end(room.roomId, { ...json, origin })
        const preflight = yield* ask("OPTIONS /rooms/end", { origin, "access-control-request-method": "POST" })

        assert.strictEqual(ended.status, 403)
        assert.notStrictEqual(preflight.status, 204)
        assert.notMatch(ended.answer + preflight.answer, /access-control-allow/i)
        assert.strictEqual((yield* (yield* RoomRegistry).count).rooms, 1)
      }).pipe(Effect.provide(operated))
  )
})
