/**
 * The bus as `pug-network cluster init` sets it up, on a real nats-server: who gets in, what a node may say and hear, and what
 * a node refuses to use.
 */
import { assert, describe, it } from "@effect/vitest"
import type { NatsConnection } from "@nats-io/transport-node"
import { Effect, Exit, Layer, Scope } from "effect"
import * as BusSubjects from "../../src/domain/BusSubjects.ts"
import * as NatsClusterBus from "../../src/layers/NatsClusterBus.ts"
import * as Nats from "../../src/layers/NatsConnection.ts"
import { BusUnavailable, ClusterBus } from "../../src/services/ClusterBus.ts"
import { eventually } from "../support/eventually.ts"
import { freePorts } from "../support/FreePorts.ts"
import { start } from "../support/LinkedNodes.ts"
import { startNats } from "../support/NatsServer.ts"
import { makeCluster, type SecureCluster } from "../support/SecureCluster.ts"

const ports = (count: number) => Effect.promise(() => freePorts(count))

/** A server as it is set up, and what its cluster's nodes need. */
const secured = Effect.gen(function* () {
  const [port = 0] = yield* ports(1)
  const cluster = yield* makeCluster(["127.0.0.1"], 2)
  const server = yield* startNats(port, cluster.configurationOf("127.0.0.1"))
  return { cluster, port, server }
})

/** A client that has a node's credentials and does as it likes. */
const intruder = (cluster: SecureCluster, port: number, slot: number) =>
  Effect.acquireRelease(Nats.connect(cluster.settingsOf(slot, port), "intruder"), (connection) =>
    Effect.promise(() => connection.close())
  )

/** The subjects for which the server has refused what `act` did. */
const refusedBy = Effect.fnUntraced(function* (connection: NatsConnection, act: () => void) {
  const refused: Array<string> = []
  const statuses = connection.status()
  void (async () => {
    for await (const status of statuses) if (status.type === "error") refused.push(status.error.message)
  })()
  act()
  yield* Effect.promise(() => connection.flush().then(() => connection.flush()))
  return refused
})

/** Of one try: servers that do not answer are tried again at the start of a node. */
const refusedTry = (settings: NatsClusterBus.NatsBusSettings) => Effect.flip(Nats.connect(settings, "a node"))

const refusal = (settings: NatsClusterBus.NatsBusSettings) =>
  Effect.flip(Effect.scoped(Layer.build(NatsClusterBus.layer(settings))))

describe("a bus that is set up by cluster init", () => {
  it.live("carries records between its nodes, also when the server is killed and starts again", () =>
    Effect.gen(function* () {
      const { cluster, port, server } = yield* secured
      const a = yield* start(NatsClusterBus.layer(cluster.settingsOf(1, port)))
      const b = yield* start(NatsClusterBus.layer(cluster.settingsOf(2, port)))

      a.say(b, "before")
      yield* eventually(() => b.heard.length === 1)
      yield* Effect.promise(() => server.signal("SIGKILL"))
      a.say(b, "meanwhile")
      yield* Effect.promise(() => server.start())
      yield* eventually(() => b.heard.length === 2)
      a.say({ slot: 2, incarnation: 5 }, "nobody")
      yield* eventually(() => a.heard.length === 1)

      assert.deepStrictEqual(b.heard, ["from 1: before", "from 1: meanwhile"])
      assert.deepStrictEqual(a.heard, ["2: unreachable"])
    })
  )

  it.live("carries them between servers, and takes no node for a server", () =>
    Effect.gen(function* () {
      const [first = 0, second = 0, routeA = 0, routeB = 0, stranger = 0, strangersRoute = 0] = yield* ports(6)
      const routes = { "127.0.0.1": routeA, localhost: routeB } as const
      const cluster = yield* makeCluster(["127.0.0.1", "localhost"], 2)
      const victim = yield* startNats(first, cluster.configurationOf("127.0.0.1", routes))
      const sibling = yield* startNats(second, cluster.configurationOf("localhost", routes))
      yield* eventually(() => [victim, sibling].every((server) => server.log().includes("Route connection created")))
      const a = yield* start(NatsClusterBus.layer(cluster.settingsOf(1, first)))
      const settings = cluster.settingsOf(2, second)
      const b = yield* start(NatsClusterBus.layer({ ...settings, servers: [`tls://localhost:${second}`] }))

      a.say(b, "hello")
      yield* eventually(() => b.heard.length === 1)
      assert.deepStrictEqual(b.heard, ["from 1: hello"])

      const { ca, cert, key } = cluster.filesOf(2)
      const tls = `tls { cert_file: "${cert}", key_file: "${key}", ca_file: "${ca}", verify: true }`
      const routeTo = `routes: ["tls://127.0.0.1:${routeA}"]`
      yield* startNats(stranger, `cluster { name: pug, listen: "127.0.0.1:${strangersRoute}", ${routeTo}, ${tls} }`)
      yield* eventually(() => /authentication error/i.test(victim.log()))
    })
  )

  it.live("lets no node hear what others are told", () =>
    Effect.gen(function* () {
      const { cluster, port } = yield* secured
      const connection = yield* intruder(cluster, port, 2)
      const wished = [
        "pug.1.d.1.>",
        "pug.1.d.1.11.2.*",
        "pug.1.r.1.>",
        "pug.1.d.*.*.1.*",
        "pug.>",
        ">",
        "$SYS.>",
        "_INBOX.>"
      ]

      for (const subject of wished) {
        const alone = yield* refusedBy(connection, () => void connection.subscribe(subject, { callback: () => {} }))
        const inQueue = yield* refusedBy(
          connection,
          () => void connection.subscribe(subject, { queue: "q", callback: () => {} })
        )

        assert.deepStrictEqual([alone.length > 0, inQueue.length > 0], [true, true], subject)
      }
      const own = yield* refusedBy(connection, () => void connection.subscribe("pug.1.d.2.>", { callback: () => {} }))
      assert.deepStrictEqual(own, [])
    })
  )

  it.live("lets no node speak for another, or for the server", () =>
    Effect.gen(function* () {
      const { cluster, port } = yield* secured
      const connection = yield* intruder(cluster, port, 2)
      const wished = [
        "pug.1.d.2.22.1.11",
        "pug.1.d.1.11.3.33",
        "pug.1.r.1.11.3.33",
        "pug.1.d.1.11.2.22.3",
        "$SYS.REQ.SERVER.PING",
        "x"
      ]

      for (const subject of wished) {
        assert.isNotEmpty(yield* refusedBy(connection, () => connection.publish(subject, "x")), subject)
      }
      assert.deepStrictEqual(yield* refusedBy(connection, () => connection.publish("pug.1.d.1.11.2.22", "x")), [])
    })
  )

  it.live("lets no node say that a third one is not there", () =>
    Effect.gen(function* () {
      const { cluster, port } = yield* secured
      const heard: Array<string> = []
      const context = yield* Layer.build(NatsClusterBus.layer(cluster.settingsOf(1, port)))
      yield* Effect.gen(function* () {
        const bus = yield* ClusterBus
        yield* bus.listen({
          datagram: (from, datagram) => heard.push(`${from.slot}: ${Buffer.from(datagram).toString()}`),
          nobodyThere: (peer) => heard.push(`no ${peer.slot}`),
          stateChanged: (state) => heard.push(state)
        })
        const connection = yield* intruder(cluster, port, 2)
        const reply = BusSubjects.replySubject(bus.self, { slot: 3, incarnation: 33 })

        connection.publish("pug.1.d.9.99.2.22", "x", { reply })
        connection.publish(BusSubjects.datagramSubject({ slot: 2, incarnation: 22 }, bus.self), "the last", { reply })
        yield* eventually(() => heard.length > 0)

        assert.deepStrictEqual(heard, ["2: the last"])
      }).pipe(Effect.provideContext(context))
    })
  )
})

describe("a node refuses", () => {
  it.live("credentials that are not those of its cluster and slot", () =>
    Effect.gen(function* () {
      const { cluster, port } = yield* secured
      const other = yield* makeCluster(["127.0.0.1"], 1)
      const own = cluster.settingsOf(1, port)
      const strange = other.settingsOf(1, port)
      const [ca, cert] = [cluster.filesOf(1), other.filesOf(1)]

      const strangeNkey = yield* refusedTry({ ...own, nkeySeed: strange.nkeySeed })
      assert.deepStrictEqual([strangeNkey.reason, /PUG_CLUSTER_NKEY/.test(strangeNkey.message)], ["refused", true])
      assert.strictEqual((yield* refusedTry({ ...own, tls: cert })).reason, "refused")
      // TLS 1.3 has no way to tell a client that its certificate was refused but to hang up.
      const strangeCert = yield* refusedTry({ ...own, tls: { ...ca, cert: cert.cert, key: cert.key } })
      assert.deepStrictEqual([strangeCert.reason, /certificate/.test(strangeCert.message)], ["unreachable", true])
      const otherSlot = yield* refusal({ ...own, slot: 2 })
      assert.deepStrictEqual([otherSlot.reason, /PUG_CLUSTER_SLOT/.test(otherSlot.message)], ["refused", true])
      assert.strictEqual((yield* refusedTry({ ...own, nkeySeed: undefined })).reason, "insecure")
      assert.strictEqual((yield* refusedTry({ ...own, tls: undefined })).reason, "insecure")
    })
  )

  it.live("servers that are not there, write to a disk, let everybody in, speak no TLS or take too little", () =>
    Effect.gen(function* () {
      const cluster = yield* makeCluster(["127.0.0.1"], 1)
      const configuration = cluster.configurationOf("127.0.0.1")
      const withoutAccounts = configuration.replace(/^accounts \{[\s\S]*^system_account: SYS$/m, "")
      const withoutTls = configuration.replace(/^tls \{[\s\S]*?^\}$/m, "")
      const outcome = Effect.fnUntraced(function* (text: string) {
        const scope = yield* Scope.make()
        const [port = 0] = yield* ports(1)
        const server = yield* Scope.provide(startNats(port, text), scope)
        const own = cluster.settingsOf(1, port)
        const error = yield* refusedTry(own)
        yield* Scope.close(scope, Exit.void)
        assert.notInclude(`${error.message} ${server.log()}`, cluster.nkeyOf(1))
        return error
      })

      const [nowhere = 0] = yield* ports(1)
      assert.strictEqual((yield* refusedTry(cluster.settingsOf(1, nowhere))).reason, "unreachable")
      const disk = yield* outcome(`${configuration}\njetstream { store_dir: "${cluster.directory}/store" }\n`)
      assert.deepStrictEqual([disk.reason, /JetStream/.test(disk.message)], ["insecure", true])
      const open = yield* outcome(withoutAccounts)
      assert.deepStrictEqual([open.reason, /accounts/.test(open.message)], ["insecure", true])
      const plain = yield* outcome(withoutTls)
      assert.deepStrictEqual([plain.reason, /TLS/.test(plain.message)], ["insecure", true])
      const small = yield* outcome(configuration.replace(/max_payload: \d+/, "max_payload: 65536"))
      assert.deepStrictEqual([small.reason, /max_payload/.test(small.message)], ["invalid", true])
    })
  )

  it.live("to go without TLS and nkey to another machine", () =>
    Effect.gen(function* () {
      const plain = { slot: 1, tls: undefined, nkeySeed: undefined, allowsInsecure: true }

      for (const servers of [["nats://192.0.2.1:4222"], ["nats://127.0.0.1:4222", "nats://nats.example.org:4222"]]) {
        const error = yield* refusal({ ...plain, servers })

        assert.instanceOf(error, BusUnavailable)
        assert.deepStrictEqual([error.reason, /this machine/.test(error.message)], ["insecure", true])
      }
    })
  )
})
