/**
 * What the doctor says of the bus of a cluster, on real servers.
 */
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect } from "effect"
import { join } from "node:path"
import { examineCluster } from "../../src/doctor/ClusterChecks.ts"
import { report } from "../../src/doctor/Finding.ts"
import { freePorts } from "../support/FreePorts.ts"
import { startNats } from "../support/NatsServer.ts"
import { replaced } from "../support/ProxyProcess.ts"
import { makeCluster, type SecureCluster } from "../support/SecureCluster.ts"

const ports = (count: number) => Effect.promise(() => freePorts(count))

const settingsOf = ({ directory, filesOf }: SecureCluster, slot: number, servers: string) => ({
  PUG_CLUSTER_SERVERS: servers,
  PUG_CLUSTER_SLOT: String(slot),
  PUG_CLUSTER_SECRET: join(directory, "nodes", String(slot), "secret"),
  PUG_CLUSTER_CA: filesOf(slot).ca,
  PUG_CLUSTER_CERT: filesOf(slot).cert,
  PUG_CLUSTER_KEY: filesOf(slot).key,
  PUG_CLUSTER_NKEY: join(directory, "nodes", String(slot), "nkey")
})

const seen = (settings: Readonly<Record<string, string>>) =>
  examineCluster().pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(settings))))

/** The findings, but for the age of Debian's nats-server. */
const judged = (settings: Readonly<Record<string, string>>) =>
  Effect.map(seen(settings), (findings) => findings.filter(({ check }) => check !== "version"))

describe("the doctor of a cluster", () => {
  it.live("finds a server in order, tells the age of an old one, and prints no secret", () =>
    Effect.gen(function* () {
      const [port = 0] = yield* ports(1)
      const cluster = yield* makeCluster(["127.0.0.1"], 2)
      yield* startNats(port, cluster.configurationOf("127.0.0.1"))

      const findings = yield* seen(settingsOf(cluster, 1, `tls://127.0.0.1:${port}`))

      assert.deepStrictEqual(
        findings.map(({ check, level }) => [check, level]),
        [
          ["server", "ok"],
          ["version", "warning"],
          ["key", "ok"]
        ]
      )
      assert.notInclude(report(findings), cluster.nkeyOf(1))
    })
  )

  it.live("tells which server is wrong, and why", () =>
    Effect.gen(function* () {
      const [port = 0, store = 0, nowhere = 0] = yield* ports(3)
      const cluster = yield* makeCluster(["127.0.0.1"], 1)
      const configuration = cluster.configurationOf("127.0.0.1")
      yield* startNats(port, configuration)
      yield* startNats(store, `${configuration}\njetstream { store_dir: "${cluster.directory}/store" }\n`)
      const servers = [port, store, nowhere].map((each) => `tls://127.0.0.1:${each}`)

      const findings = yield* judged(settingsOf(cluster, 1, servers.join(",")))

      assert.deepStrictEqual(
        findings.map(({ check, level }) => [check, level]),
        [
          ["server", "ok"],
          ["routes", "warning"],
          ["key", "ok"],
          ["server", "failure"],
          ["server", "failure"]
        ]
      )
      assert.match(findings[3]?.text ?? "", /JetStream/)
      assert.include(findings[4]?.text ?? "", servers[2] ?? "none")
    })
  )

  it.live("tells a key that may do too much, or is another slot's", () =>
    Effect.gen(function* () {
      const [port = 0] = yield* ports(1)
      const cluster = yield* makeCluster(["127.0.0.1"], 2)
      const lax = replaced(cluster.configurationOf("127.0.0.1"), [
        [`publish: { allow: ["pug.1.d.*.*.1.*"] }`, `publish: { allow: ["pug.1.>"] }`],
        [`subscribe: { allow: ["pug.1.d.1.>", "pug.1.r.1.>"] }`, `subscribe: { allow: ["pug.1.>"] }`]
      ])
      yield* startNats(port, lax)
      const url = `tls://127.0.0.1:${port}`

      const tooMuch = yield* judged(settingsOf(cluster, 1, url))
      const other = yield* judged({ ...settingsOf(cluster, 2, url), PUG_CLUSTER_SLOT: "3" })

      assert.deepStrictEqual(
        tooMuch.map(({ text, level }) => [level, /hear|speak/.exec(text)?.[0]]),
        [
          ["ok", undefined],
          ["failure", "hear"],
          ["failure", "speak"]
        ]
      )
      assert.match(other[1]?.text ?? "", /not that of slot 3 \(PUG_CLUSTER_SLOT\)/)
    })
  )

  it.live("warns of a bus that is open, and asks for the settings of a cluster", () =>
    Effect.gen(function* () {
      const [port = 0] = yield* ports(1)
      const cluster = yield* makeCluster(["127.0.0.1"], 1)
      yield* startNats(port)
      const { PUG_CLUSTER_SECRET } = settingsOf(cluster, 1, "")

      const findings = yield* judged({
        PUG_CLUSTER_SERVERS: `nats://127.0.0.1:${port}`,
        PUG_CLUSTER_INSECURE: "yes",
        PUG_CLUSTER_SECRET
      })

      assert.deepStrictEqual(
        findings.map(({ check, level }) => [check, level]),
        [
          ["key", "warning"],
          ["server", "ok"]
        ]
      )
      assert.match(yield* Effect.flip(seen({})), /PUG_CLUSTER_SERVERS/)
    })
  )
})
