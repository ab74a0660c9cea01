/**
 * What a node of a cluster is told by its operator. Credentials are files, so that no list of processes shows them.
 *
 * Nothing is guessed: without servers there is no cluster, and any other of these settings is then a mistake.
 */
import { readFile } from "node:fs/promises"
import { Effect, Option, Redacted, Result } from "effect"
import { Base64Url } from "effect/encoding"
import { maxSlot } from "../domain/NodeAddress.ts"
import { cluster as limits } from "../protocol/Limits.ts"
import type * as NatsClusterBus from "./NatsClusterBus.ts"
import * as Setting from "./Setting.ts"

const serversText = "addresses such as tls://nats-1.example.org:4222, separated by commas, without user or password"
const fileText = "a readable file"
const pemText = "a readable PEM file"
const secretText = `a file with at least ${limits.minSecretBytes} random bytes in base64url`

const nonEmpty = (text: string) => (text === "" ? Option.none() : Option.some(text))

const serverOf = (text: string): Option.Option<string> => {
  if (!URL.canParse(text)) return Option.none()
  const { hostname, password, pathname, protocol, username } = new URL(text)
  const isPlain = username === "" && password === "" && pathname === "" && hostname !== ""
  return /^(nats|tls):$/.test(protocol) && isPlain ? Option.some(text) : Option.none()
}

export const settings = {
  servers: Setting.text("PUG_CLUSTER_SERVERS", serversText, "the NATS servers between the nodes of a cluster", (text) =>
    Option.all(text.split(",").map((server) => serverOf(server.trim())))
  ),
  slot: Setting.integer(
    "PUG_CLUSTER_SLOT",
    { minimum: 1, maximum: maxSlot, allowsZero: true },
    0,
    "the number of this node, as its nkey allows it; 0 picks one at each start"
  ),
  secret: Setting.text(
    "PUG_CLUSTER_SECRET",
    secretText,
    "the secret of all nodes, under which room IDs name their owner",
    nonEmpty
  ),
  ca: Setting.text(
    "PUG_CLUSTER_CA",
    pemText,
    "the authority that has signed the certificates of the NATS servers",
    nonEmpty
  ),
  cert: Setting.text("PUG_CLUSTER_CERT", pemText, "this node's certificate for the NATS servers", nonEmpty),
  key: Setting.text("PUG_CLUSTER_KEY", pemText, "its private key", nonEmpty),
  nkey: Setting.text(
    "PUG_CLUSTER_NKEY",
    "a readable file with the seed of an nkey (SU...)",
    "this node's nkey",
    nonEmpty
  ),
  ring: Setting.integer(
    "PUG_CLUSTER_RING",
    limits.ringBytes,
    limits.ringBytes.default,
    "bytes that may wait for a slow node"
  ),
  insecure: Setting.text(
    "PUG_CLUSTER_INSECURE",
    "yes",
    "without TLS and nkey, for NATS servers on this machine",
    (text) => (text === "yes" ? Option.some(true) : Option.none())
  )
} as const

export interface ClusterSettings {
  readonly bus: NatsClusterBus.NatsBusSettings
  readonly ringBytes: number
  /** The secret's bytes. */
  readonly secret: Redacted.Redacted<Uint8Array>
}

/** `undefined` for a relay of one process. */
export const read: Effect.Effect<ClusterSettings | undefined, Setting.SettingInvalid> = Effect.gen(function* () {
  const servers = yield* Setting.read(settings.servers)
  const slot = yield* Setting.read(settings.slot)
  const ringBytes = yield* Setting.read(settings.ring)
  const isInsecure = yield* Setting.read(settings.insecure)
  const paths = {
    secret: yield* Setting.read(settings.secret),
    ca: yield* Setting.read(settings.ca),
    cert: yield* Setting.read(settings.cert),
    key: yield* Setting.read(settings.key),
    nkey: yield* Setting.read(settings.nkey)
  }
  if (servers === undefined) {
    const given = slot !== 0 || isInsecure === true || Object.values(paths).some((path) => path !== undefined)
    return given ? yield* invalid(settings.servers, `${serversText}: other settings of a cluster are given`) : undefined
  }
  const { ca, cert, key } = paths
  const secret = yield* secretAt(paths.secret)
  const nkeySeed = paths.nkey === undefined ? undefined : Redacted.make(yield* textAt(settings.nkey, paths.nkey))
  const isTls = ca !== undefined && cert !== undefined && key !== undefined
  if (!isTls && (ca ?? cert ?? key) !== undefined) {
    const missing = ca === undefined ? settings.ca : cert === undefined ? settings.cert : settings.key
    return yield* invalid(missing, "PUG_CLUSTER_CA, PUG_CLUSTER_CERT and PUG_CLUSTER_KEY together, or none")
  }
  if (isTls) {
    yield* textAt(settings.ca, ca)
    yield* textAt(settings.cert, cert)
    yield* textAt(settings.key, key)
  }
  const bus = {
    servers,
    slot: slot === 0 ? undefined : slot,
    tls: isTls ? { ca, cert, key } : undefined,
    nkeySeed,
    allowsInsecure: isInsecure === true
  }
  return { bus, ringBytes, secret }
})

const secretAt = Effect.fnUntraced(function* (path: string | undefined) {
  const text = path === undefined ? "" : yield* textAt(settings.secret, path)
  const bytes = Base64Url.decode(text)
  if (Result.isFailure(bytes) || bytes.success.length < limits.minSecretBytes) return yield* invalid(settings.secret)
  return Redacted.make(bytes.success)
})

const textAt = (setting: Setting.Setting<unknown>, path: string) =>
  Effect.tryPromise({
    try: () => readFile(path, "utf8").then((text) => text.trim()),
    catch: () => invalid(setting, setting.expected === pemText ? pemText : fileText)
  })

const invalid = ({ expected, name }: Setting.Setting<unknown>, wanted = expected) =>
  new Setting.SettingInvalid({ name, expected: wanted })
