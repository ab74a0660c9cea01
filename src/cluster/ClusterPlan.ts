/**
 * What the servers and nodes of a new cluster are told: the configuration of NATS and the settings of each node, as text.
 *
 * Every node has an nkey that lets it speak as its slot alone and hear what is said to its slot alone. The servers know each
 * other by a password beside their certificates: a node's certificate, from the same authority, does not make it a server.
 */
import { permissionsOf } from "../domain/BusSubjects.ts"
import { cluster as limits } from "../protocol/Limits.ts"

export interface ClusterPlan {
  /** Names or addresses of the NATS servers. */
  readonly servers: ReadonlyArray<string>
  /** Slots 1 to this. */
  readonly nodes: number
  /** Where the files will lie on a NATS server, and on a node. */
  readonly natsDirectory: string
  readonly nodeDirectory: string
}

export const ports = { clients: 4_222, routes: 6_222 } as const

/** The files beside the configuration of a server, or the settings of a node. */
export const files = { ca: "ca.pem", cert: "cert.pem", key: "key.pem", nkey: "nkey", secret: "secret" } as const

/** An IPv6 address in a URL. */
const hostOf = (server: string): string => (server.includes(":") ? `[${server}]` : server)

/** nats.conf, the same on every server. `nkeys` are the public ones, by slot from 1. */
export const natsConfiguration = (plan: ClusterPlan, nkeys: ReadonlyArray<string>, routePassword: string): string => {
  const quoted = (values: ReadonlyArray<string>) => values.map((value) => `"${value}"`).join(", ")
  const users = nkeys.map((nkey, index) => {
    const { publish, subscribe } = permissionsOf(index + 1)
    return [
      `      { nkey: ${nkey}, permissions: {`,
      `          publish: { allow: [${quoted(publish)}] }, subscribe: { allow: [${quoted(subscribe)}] } } }`
    ].join("\n")
  })
  const tls = (indent: string) =>
    [
      "tls {",
      `  cert_file: "${plan.natsDirectory}/${files.cert}"`,
      `  key_file: "${plan.natsDirectory}/${files.key}"`,
      `  ca_file: "${plan.natsDirectory}/${files.ca}"`,
      "  verify: true",
      "  timeout: 3",
      "}"
    ]
      .map((line) => indent + line)
      .join("\n")
  const routes = plan.servers.map((server) => `"tls://pug:${routePassword}@${hostOf(server)}:${ports.routes}"`)
  const clusterBlock = `
cluster {
  name: pug
  listen: "0.0.0.0:${ports.routes}"
  authorization { user: pug, password: "${routePassword}" }
  routes: [
    ${routes.join("\n    ")}
  ]
${tls("  ")}
}
`
  return `# The bus between the nodes of Pug Network. Nothing is stored: there is no jetstream block, and nodes refuse a server with one.
listen: "0.0.0.0:${ports.clients}"
max_payload: ${4 * limits.maxBatchBytes}
max_pending: 16MB
write_deadline: "2s"
ping_interval: "2s"
ping_max: 2
max_subscriptions: 16

${tls("")}

accounts {
  PUG {
    users: [
${users.join("\n")}
    ]
  }
  SYS {}
}
system_account: SYS
${plan.servers.length > 1 ? clusterBlock : ""}`
}

/** Settings of one node, one a line: for systemd's EnvironmentFile or Docker's --env-file. */
export const nodeSettings = ({ nodeDirectory, servers }: ClusterPlan, slot: number): string =>
  [
    `PUG_CLUSTER_SERVERS=${servers.map((server) => `tls://${hostOf(server)}:${ports.clients}`).join(",")}`,
    `PUG_CLUSTER_SLOT=${slot}`,
    `PUG_CLUSTER_SECRET=${nodeDirectory}/${files.secret}`,
    `PUG_CLUSTER_CA=${nodeDirectory}/${files.ca}`,
    `PUG_CLUSTER_CERT=${nodeDirectory}/${files.cert}`,
    `PUG_CLUSTER_KEY=${nodeDirectory}/${files.key}`,
    `PUG_CLUSTER_NKEY=${nodeDirectory}/${files.nkey}`,
    ""
  ].join("\n")
