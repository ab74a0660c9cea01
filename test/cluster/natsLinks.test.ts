/**
 * Links over a real nats-server on loopback: what gets lost there, and what links make of it.
 */
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect } from "effect"
import { type NodeAddress, nodeKey } from "../../src/domain/NodeAddress.ts"
import * as NatsClusterBus from "../../src/layers/NatsClusterBus.ts"
import { cluster as limits } from "../../src/protocol/Limits.ts"
import { eventually } from "../support/eventually.ts"
import { freePorts } from "../support/FreePorts.ts"
import { type LinkedNode, start } from "../support/LinkedNodes.ts"
import { startNats } from "../support/NatsServer.ts"

const onLoopback = (ports: ReadonlyArray<number>, slot: number) =>
  start(
    NatsClusterBus.layer({
      servers: ports.map((port) => `nats://127.0.0.1:${port}`),
      slot,
      tls: undefined,
      nkeySeed: undefined,
      allowsInsecure: true
    })
  )

const ports = (count: number) => Effect.promise(() => freePorts(count))

const numbered = (from: LinkedNode, count: number) =>
  Array.from({ length: count }, (_, index) => `from ${from.self.slot}: ${index}`)

/** Says a number every few milliseconds while something happens, and a last one behind it. */
const sayWhile = Effect.fnUntraced(function* (from: LinkedNode, to: LinkedNode, happens: Effect.Effect<unknown>) {
  let said = 0
  let isOver = false
  const say = () => from.say(to, String(said++))
  const saying = Effect.suspend(() => {
    say()
    return Effect.sleep(Duration.millis(3))
  }).pipe(Effect.repeat({ while: () => !isOver }))
  const happening = Effect.andThen(
    happens,
    Effect.sync(() => void (isOver = true))
  )
  yield* Effect.all([saying, happening], { concurrency: "unbounded" })
  say()
  return said
})

describe("links over nats-server", () => {
  it.live("carry records both ways", () =>
    Effect.gen(function* () {
      const [port = 0] = yield* ports(1)
      yield* startNats(port)
      const a = yield* onLoopback([port], 1)
      const b = yield* onLoopback([port], 2)

      for (let count = 0; count < 1_000; count++) a.say(b, String(count))
      yield* eventually(() => b.heard.length === 1_000)
      b.say(a, "back")
      yield* eventually(() => a.heard.length === 1)

      assert.deepStrictEqual(b.heard, numbered(a, 1_000))
      assert.deepStrictEqual(a.heard, ["from 2: back"])
    })
  )

  it.live("carry a record of the greatest length", () =>
    Effect.gen(function* () {
      const [port = 0] = yield* ports(1)
      yield* startNats(port)
      const a = yield* onLoopback([port], 1)
      const b = yield* onLoopback([port], 2)

      a.say(b, "x".repeat(a.links.maxRecordBytes))
      yield* eventually(() => b.heard.length === 1)

      assert.strictEqual(b.heard[0]?.length, "from 1: ".length + a.links.maxRecordBytes)
    })
  )

  it.live("lose nothing when the server is killed and starts again", () =>
    Effect.gen(function* () {
      const [port = 0] = yield* ports(1)
      const server = yield* startNats(port)
      const a = yield* onLoopback([port], 1)
      const b = yield* onLoopback([port], 2)
      const restarts = Effect.promise(async () => {
        for (let count = 0; count < 3; count++) {
          await server.signal("SIGKILL")
          await server.start()
        }
      })

      const said = yield* sayWhile(a, b, restarts)
      yield* eventually(() => b.heard.length >= said)

      assert.deepStrictEqual(b.heard, numbered(a, said))
      assert.deepStrictEqual(a.heard, [])
    })
  )

  it.live("lose nothing when the server stands still for a while", () =>
    Effect.gen(function* () {
      const [port = 0] = yield* ports(1)
      const server = yield* startNats(port)
      const a = yield* onLoopback([port], 1)
      const b = yield* onLoopback([port], 2)
      const pause = Effect.gen(function* () {
        yield* Effect.promise(() => server.signal("SIGSTOP"))
        yield* Effect.sleep(Duration.millis(limits.bus.stallMillis * 2))
        yield* Effect.promise(() => server.signal("SIGCONT"))
      })

      const said = yield* sayWhile(a, b, pause)
      yield* eventually(() => b.heard.length >= said)

      assert.deepStrictEqual(b.heard, numbered(a, said))
      assert.deepStrictEqual(a.heard, [])
    })
  )

  it.live("tell that there is no bus when the server stays away", () =>
    Effect.gen(function* () {
      const [port = 0] = yield* ports(1)
      const server = yield* startNats(port)
      const a = yield* onLoopback([port], 1)
      const b = yield* onLoopback([port], 2)
      a.say(b, "hello")
      yield* eventually(() => b.heard.length === 1)

      yield* Effect.promise(() => server.signal("SIGKILL"))
      yield* eventually(() => a.heard.length === 1 && b.heard.length === 2)

      assert.deepStrictEqual([a.heard, b.heard], [["2: bus-down"], ["from 1: hello", "1: bus-down"]])
    })
  )

  it.live("tell of a node that has gone without a word, and of one that never was", () =>
    Effect.gen(function* () {
      const [port = 0] = yield* ports(1)
      yield* startNats(port)
      const a = yield* onLoopback([port], 1)
      const stranger: NodeAddress = { slot: 2, incarnation: 7 }

      a.say(stranger, "hello")
      yield* eventually(() => a.heard.length === 1)

      assert.deepStrictEqual(a.heard, ["2: unreachable"], nodeKey(stranger))
    })
  )

  it.live("tell of a node that ends", () =>
    Effect.gen(function* () {
      const [port = 0] = yield* ports(1)
      yield* startNats(port)
      const a = yield* onLoopback([port], 1)
      const b = yield* onLoopback([port], 2)
      a.say(b, "hello")
      yield* eventually(() => b.heard.length === 1)

      b.say(a, "goodbye")
      yield* b.close
      yield* eventually(() => a.heard.length === 2)

      assert.deepStrictEqual(a.heard, ["from 2: goodbye", "2: reset"])
    })
  )
})

describe("links over three servers", () => {
  const threeServers = Effect.gen(function* () {
    const found = yield* ports(6)
    const clients = found.slice(0, 3)
    const routes = found.slice(3)
    const servers = yield* Effect.forEach(clients, (port, index) => {
      const others = routes.filter((_, other) => other !== index).map((route) => `"nats://127.0.0.1:${route}"`)
      const listen = `listen: "127.0.0.1:${routes[index]}"`
      return startNats(port, `cluster { name: pug, ${listen}, routes: [${others.join(", ")}] }`)
    })
    yield* eventually(() =>
      servers.every((server) => (server.log().match(/Route connection created/g) ?? []).length >= 2)
    )
    return { clients, servers }
  })

  it.live("lose nothing when one of them is killed", () =>
    Effect.gen(function* () {
      const { clients, servers } = yield* threeServers
      const a = yield* onLoopback(clients, 1)
      const b = yield* onLoopback(clients.toReversed(), 2)
      const kill = Effect.gen(function* () {
        for (const server of servers.slice(0, 2)) {
          yield* Effect.promise(() => server.signal("SIGKILL"))
          yield* Effect.sleep(Duration.millis(300))
          yield* Effect.promise(() => server.start())
          yield* Effect.sleep(Duration.millis(300))
        }
      })

      const said = yield* sayWhile(a, b, kill)
      yield* eventually(() => b.heard.length >= said)

      assert.deepStrictEqual(b.heard, numbered(a, said))
      assert.deepStrictEqual(a.heard, [])
    })
  )

  it.live("lose nothing when one of them is taken down gently", () =>
    Effect.gen(function* () {
      const { clients, servers } = yield* threeServers
      const a = yield* onLoopback(clients, 1)
      const b = yield* onLoopback(clients, 2)

      const said = yield* sayWhile(
        a,
        b,
        Effect.promise(() => servers[0]?.signal("SIGUSR2") ?? Promise.resolve())
      )
      yield* eventually(() => b.heard.length >= said)

      assert.deepStrictEqual(b.heard, numbered(a, said))
      assert.deepStrictEqual(a.heard, [])
    })
  )
})
