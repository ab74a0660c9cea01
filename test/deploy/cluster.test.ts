/**
 * What compose.yaml puts together, as processes: NATS as `cluster init` sets it up, two nodes by their cluster.env, and
 * HAProxy before them; and that compose.yaml names what is there.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { getCACertificates, setDefaultCACertificates } from "node:tls"
import { layerRoomClient, RoomClient } from "../../src/client/index.ts"
import { freePorts } from "../support/FreePorts.ts"
import { startNats } from "../support/NatsServer.ts"
import { type Recipe, replaced, startProxy } from "../support/ProxyProcess.ts"
import { startRelay } from "../support/RelayProcess.ts"
import { makeCluster, type SecureCluster } from "../support/SecureCluster.ts"
import { probe } from "../support/SessionProbe.ts"

/** deploy/haproxy-cluster.cfg before nodes on this machine. */
const balancer = (nodePorts: readonly [number, number]): Recipe => ({
  name: "haproxy-cluster",
  program: "/usr/sbin/haproxy",
  file: "haproxy-cluster.cfg",
  setUp: (recipe, place) => ({
    files: {
      "haproxy.cfg": `${replaced(recipe, [
        ["maxconn 20000", "maxconn 500"],
        ["bind :443 ", `bind :${place.httpsPort} `],
        ["/etc/ssl/pug/chat.pem", join(place.directory, "both.pem")],
        ["node-1:3000", `127.0.0.1:${nodePorts[0]}`],
        ["node-2:3000", `127.0.0.1:${nodePorts[1]}`],
        ["inter 2s", "inter 100ms"]
      ])}\nfrontend unused\n    bind :${place.httpPort}\n`
    },
    args: ["-db", "-f", join(place.directory, "haproxy.cfg")]
  })
})

/** The lines of a node's cluster.env, with the directory and the port of this machine. */
const settingsOf = ({ directory }: SecureCluster, slot: number, natsPort: number) => {
  const own = join(directory, "nodes", String(slot))
  const text = replaced(readFileSync(join(own, "cluster.env"), "utf8"), [
    ["/etc/pug-network/", `${own}/`],
    [":4222", `:${natsPort}`]
  ])
  return Object.fromEntries(
    text
      .trim()
      .split("\n")
      .map((line) => line.split("=", 2))
  )
}

const deployed = Effect.gen(function* () {
  const [natsPort = 0, httpPort = 0, httpsPort = 0, first = 0, second = 0] = yield* Effect.promise(() => freePorts(5))
  const cluster = yield* makeCluster(["127.0.0.1"], 2)
  yield* startNats(natsPort, cluster.configurationOf("127.0.0.1"))
  const url = `https://localhost:${httpsPort}`
  const node = (slot: number, port: number) =>
    Effect.acquireRelease(
      Effect.promise(() =>
        startRelay({
          ...settingsOf(cluster, slot, natsPort),
          PUG_HOST: "127.0.0.1",
          PUG_PORT: String(port),
          PUG_PUBLIC_URL: url,
          PUG_TRUSTED_PROXIES: "127.0.0.1",
          PUG_DRAIN_TIMEOUT: "590"
        })
      ),
      ({ child }) => Effect.sync(() => child.kill("SIGKILL"))
    )
  const nodes = yield* Effect.all([node(1, first), node(2, second)], { concurrency: 2 })
  const proxy = yield* Effect.acquireRelease(
    Effect.promise(() => startProxy(balancer([first, second]), { httpPort, httpsPort, relayPort: first })),
    (started) => Effect.promise(() => started.stop())
  )
  setDefaultCACertificates([...getCACertificates(), proxy.cert])
  return { nodes, url }
})

describe("two nodes behind HAProxy", { timeout: 60_000 }, () => {
  it.live("are one relay: people meet whichever node they come in at, also while one of them goes", () =>
    Effect.gen(function* () {
      const { nodes, url } = yield* deployed
      yield* Effect.gen(function* () {
        const rooms = yield* RoomClient
        const room = yield* rooms.create({ ttlSeconds: 600, capacity: 6 })
        const creator = yield* probe(yield* rooms.join(room))
        yield* creator.next("Joined")
        // More than one node's share.
        const guests = yield* Effect.forEach([1, 2, 3], (count) =>
          Effect.gen(function* () {
            const session = yield* rooms.join({ link: room.link })
            const guest = yield* probe(session)
            yield* guest.next("Joined")
            yield* session.send(`Guest ${count} is here.`)
            yield* creator.next("Message", ({ body }) => body === `Guest ${count} is here.`)
            return guest
          })
        )
        assert.lengthOf(guests, 3)
        nodes[1].child.kill("SIGTERM")
        while ((yield* Effect.promise(() => fetch(`${nodes[1].url}/readyz`))).status !== 503) yield* Effect.sleep(20)

        const late = yield* rooms.join({ link: room.link })
        const newcomer = yield* probe(late)
        yield* newcomer.next("Joined")
        yield* late.send("Better late.")
        yield* creator.next("Message", ({ body }) => body === "Better late.")
      }).pipe(Effect.provide(layerRoomClient({ relayUrl: url })))
    }).pipe(Effect.scoped)
  )
})

describe("compose.yaml", () => {
  const text = readFileSync("compose.yaml", "utf8").replaceAll(/^#.*$/gm, "")

  it("names files of the repository, and those that cluster init writes", () => {
    const named = [...text.matchAll(/(?<=[ "])\.?\/?((?:deploy|cluster)\/[\w./-]+)/g)].map(([, path = ""]) => path)
    const written = ["cluster/nats/nats", "cluster/nodes/1", "cluster/nodes/2", "cluster/chat.pem"]

    assert.isAbove(named.length, 6)
    for (const path of named) {
      assert.isTrue(existsSync(path) || written.some((start) => path.startsWith(start)), path)
    }
  })
})
