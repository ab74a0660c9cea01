/**
 * What `pug-network cluster init` writes, put to use on this machine: its configuration with free ports in place of its own,
 * and the settings of its nodes.
 */
import { readFileSync } from "node:fs"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Redacted } from "effect"
import { init } from "../../src/cluster/ClusterCommand.ts"
import type { NatsBusSettings } from "../../src/layers/NatsClusterBus.ts"
import { replaced } from "./ProxyProcess.ts"

/** Both are this machine, so that a cluster of servers fits on it. */
export type ServerName = "127.0.0.1" | "localhost"

export interface SecureCluster {
  readonly directory: string
  /** nats.conf of a server, without its own address. */
  readonly configurationOf: (server: ServerName, routePorts?: Readonly<Record<ServerName, number>>) => string
  readonly settingsOf: (slot: number, port: number) => NatsBusSettings
  readonly filesOf: (slot: number) => { readonly ca: string; readonly cert: string; readonly key: string }
  readonly nkeyOf: (slot: number) => string
}

/** For as long as the scope. */
export const makeCluster = Effect.fnUntraced(function* (servers: ReadonlyArray<ServerName>, nodes: number) {
  const parent = yield* Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "pug-secure-"))),
    (path) => Effect.sync(() => rmSync(path, { recursive: true }))
  )
  const directory = join(parent, "made")
  yield* init({ directory, plan: { servers, nodes, natsDirectory: "/etc/nats", nodeDirectory: "/etc/pug-network" } })
  const node = (slot: number, file: string) => join(directory, "nodes", String(slot), file)
  const filesOf = (slot: number) => ({
    ca: node(slot, "ca.pem"),
    cert: node(slot, "cert.pem"),
    key: node(slot, "key.pem")
  })
  const nkeyOf = (slot: number) => readFileSync(node(slot, "nkey"), "utf8").trim()
  const cluster: SecureCluster = {
    directory,
    configurationOf: (server, routePorts) => {
      const own = join(directory, "nats", server)
      const text = replaced(readFileSync(join(own, "nats.conf"), "utf8"), [
        [`listen: "0.0.0.0:4222"\n`, ""],
        ["/etc/nats/", `${own}/`]
      ])
      if (routePorts === undefined) return text
      return replaced(text, [
        [`"0.0.0.0:6222"`, `"127.0.0.1:${routePorts[server]}"`],
        ["@127.0.0.1:6222", `@127.0.0.1:${routePorts["127.0.0.1"]}`],
        ["@localhost:6222", `@localhost:${routePorts.localhost}`]
      ])
    },
    settingsOf: (slot, port) => ({
      servers: [`tls://127.0.0.1:${port}`],
      slot,
      tls: filesOf(slot),
      nkeySeed: Redacted.make(nkeyOf(slot)),
      allowsInsecure: false
    }),
    filesOf,
    nkeyOf
  }
  return cluster
})
