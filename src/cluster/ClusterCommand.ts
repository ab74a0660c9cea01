/**
 * `pug-network cluster init`: everything that a cluster needs to be safe, written once, in a directory of its own. It runs on
 * the operator's machine and touches no network; each server and node is then given its own part, and no other.
 */
import { randomBytes } from "node:crypto"
import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { Console, Effect, Result } from "effect"
import { makeAuthority, makeCertificate } from "./Authority.ts"
import { type ClusterPlan, files, natsConfiguration, nodeSettings } from "./ClusterPlan.ts"

export interface ClusterInit {
  readonly directory: string
  readonly plan: ClusterPlan
}

const maxNodes = 100

/** Fails with a line for people. */
export const run = Effect.fnUntraced(function* (args: ReadonlyArray<string>) {
  const wish = yield* Effect.fromResult(parse(args))
  if (wish === "help") return yield* Console.log(help)
  yield* init(wish)
  yield* Console.log(nextSteps(wish))
})

export const parse = (args: ReadonlyArray<string>): Result.Result<ClusterInit | "help", string> =>
  Result.gen(function* () {
    const { positionals, values } = yield* Result.try({
      try: () => parseArgs({ args: [...args], options, strict: true, allowPositionals: true }),
      catch: (error) => (error instanceof Error ? error.message : String(error)).replaceAll("\n", " ")
    })
    if (values.help === true) return "help"
    const [command, directory, ...more] = positionals
    if (command !== "init" || directory === undefined || more.length > 0) {
      return yield* Result.fail("cluster: expected init and a directory (see cluster --help)")
    }
    const servers = (values.servers ?? "").split(",").map((server) => server.trim())
    if (!servers.every((server) => /^[A-Za-z0-9][A-Za-z0-9.-]*$|^[0-9A-Fa-f:]+$/.test(server))) {
      return yield* Result.fail("cluster: --servers: expected names or addresses of NATS servers, separated by commas")
    }
    const nodes = Number(values.nodes)
    if (!/^\d+$/.test(values.nodes) || nodes < 1 || nodes > maxNodes) {
      return yield* Result.fail(`cluster: --nodes: expected a whole number from 1 to ${maxNodes}`)
    }
    const plan = {
      servers,
      nodes,
      natsDirectory: values["nats-directory"],
      nodeDirectory: values["node-directory"]
    }
    for (const name of ["nats-directory", "node-directory"] as const) {
      if (!/^\/[^"\s]*$/.test(values[name])) {
        return yield* Result.fail(`cluster: --${name}: expected a path that begins with / and has no spaces`)
      }
    }
    return { directory: resolve(directory), plan }
  })

const options = {
  help: { type: "boolean", short: "h" },
  servers: { type: "string" },
  nodes: { type: "string", default: "2" },
  "nats-directory": { type: "string", default: "/etc/nats" },
  "node-directory": { type: "string", default: "/etc/pug-network" }
} as const

/** Writes the directory, which must not be there yet. */
export const init = Effect.fnUntraced(function* ({ directory, plan }: ClusterInit) {
  const { nkeys } = yield* Effect.tryPromise({
    try: () => import("@nats-io/transport-node"),
    catch: () => "cluster init: the NATS client is missing: npm install @nats-io/transport-node"
  })
  yield* Effect.tryPromise({
    try: () => mkdir(directory, { mode: 0o700 }),
    catch: () => `cluster init: ${directory} cannot be made, or is there already`
  })
  const authority = join(directory, "authority")
  yield* makeDirectory(authority)
  yield* makeAuthority(authority)

  const secret = randomBytes(32).toString("base64url")
  const keys = Array.from({ length: plan.nodes }, () => nkeys.createUser())
  const configuration = natsConfiguration(
    plan,
    keys.map((key) => key.getPublicKey()),
    randomBytes(24).toString("base64url")
  )

  yield* Effect.forEach(plan.servers, (server) =>
    Effect.gen(function* () {
      const own = yield* makeDirectory(join(directory, "nats", server))
      yield* makeCertificate(authority, own, server.slice(0, 64), [server])
      yield* handOut(authority, own, { "nats.conf": configuration })
    })
  )
  yield* Effect.forEach(keys, (key, index) =>
    Effect.gen(function* () {
      const own = yield* makeDirectory(join(directory, "nodes", String(index + 1)))
      yield* makeCertificate(authority, own, `node ${index + 1}`, [])
      yield* handOut(authority, own, {
        [files.nkey]: `${new TextDecoder().decode(key.getSeed())}\n`,
        [files.secret]: `${secret}\n`,
        "cluster.env": nodeSettings(plan, index + 1)
      })
    })
  )
})

const makeDirectory = (path: string) =>
  Effect.as(
    onDisk(() => mkdir(path, { recursive: true, mode: 0o700 })),
    path
  )

/** Every file is its owner's alone. */
const handOut = (authority: string, directory: string, contents: Readonly<Record<string, string>>) =>
  onDisk(async () => {
    await copyFile(join(authority, files.ca), join(directory, files.ca))
    for (const [name, text] of Object.entries(contents)) await writeFile(join(directory, name), text)
    for (const name of [files.ca, files.cert, files.key, ...Object.keys(contents)]) {
      await chmod(join(directory, name), 0o600)
    }
  })

const onDisk = <A>(work: () => Promise<A>) =>
  Effect.tryPromise({
    try: work,
    catch: (error) => `cluster init: ${error instanceof Error ? error.message : "failed"}`
  })

const nextSteps = ({ directory, plan }: ClusterInit): string =>
  [
    `Written to ${directory}:`,
    ...plan.servers.map(
      (server) =>
        `  nats/${server}   to ${plan.natsDirectory} of ${server}: nats-server -c ${plan.natsDirectory}/nats.conf`
    ),
    `  nodes/1 to nodes/${plan.nodes}   one to ${plan.nodeDirectory} of each node, which takes the settings in cluster.env`,
    "  authority   to a safe place: whoever has ca-key.pem can make certificates",
    "Every file belongs to one machine. Give none to another, and delete this directory when all are handed out."
  ].join("\n")

export const help = `pug-network cluster: what many nodes need to be one relay (docs/CLUSTER.md)

Usage: pug-network cluster init <directory> --servers <names> [flags]

  --servers a,b,c        the NATS servers, by the names or addresses at which nodes reach them
  --nodes n              how many nodes there may be [2]
  --nats-directory path  where the files will lie on a server [/etc/nats]
  --node-directory path  where they will lie on a node [/etc/pug-network]
  --help, -h             this text

It writes an authority with certificates, a key for each node with the permissions of its slot, the configuration of the
servers and the settings of the nodes.
`
