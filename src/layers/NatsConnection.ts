/**
 * A connection to the NATS servers of a cluster: made safely, or not at all, and refused with what to change.
 *
 * The client library is loaded when it is asked for: a relay of one process runs without it. It reads the TLS files anew for
 * each connection, so a renewed certificate needs no restart. docs/CLUSTER.md section 7.
 */
import { checkServerIdentity, type PeerCertificate } from "node:tls"
import type { NatsConnection, ServerInfo } from "@nats-io/transport-node"
import { Effect, Redacted } from "effect"
import { cluster } from "../protocol/Limits.ts"
import { BusUnavailable } from "../services/ClusterBus.ts"
import type { NatsSettings } from "./NatsSettings.ts"

const limits = cluster.bus

/** Connects to one of the servers. Whoever gets the connection closes it. */
export const connect = Effect.fnUntraced(function* (
  settings: NatsSettings,
  name: string
): Effect.fn.Return<NatsConnection, BusUnavailable> {
  const unsafe = insecurityOf(settings)
  if (unsafe !== undefined) return yield* unsafe
  const nats = yield* Effect.tryPromise({
    try: () => import("@nats-io/transport-node"),
    catch: () => unavailable("invalid", "the NATS client is missing: npm install @nats-io/transport-node")
  })
  const { nkeySeed, servers, tls } = settings
  const connection = yield* Effect.tryPromise({
    try: () =>
      nats.connect({
        servers: [...servers],
        name,
        noEcho: true,
        timeout: limits.connectMillis,
        pingInterval: limits.pingMillis,
        maxReconnectAttempts: -1,
        reconnectTimeWait: limits.reconnectMillis,
        reconnectJitter: limits.reconnectMillis,
        reconnectJitterTLS: limits.reconnectMillis,
        // A server that is being set up anew refuses a key for a moment.
        ignoreAuthErrorAbort: true,
        // Where plaintext is allowed at all, no server may lead away from this machine.
        ignoreClusterUpdates: settings.allowsInsecure,
        tls: tls === undefined ? null : tlsOptions(tls, servers),
        ...(nkeySeed === undefined
          ? {}
          : { authenticator: nats.nkeyAuthenticator(new TextEncoder().encode(Redacted.value(nkeySeed))) })
      }),
    catch: (error) => failureOf(error)
  })
  const refusal = refusalOf(settings, connection.info)
  if (refusal === undefined) return connection
  yield* Effect.promise(() => connection.close())
  return yield* refusal
})

/**
 * The library checks no address, only names, so the certificate is held to the servers that are set: signed by the authority,
 * and for one of them.
 */
const tlsOptions = ({ ca, cert, key }: NonNullable<NatsSettings["tls"]>, servers: ReadonlyArray<string>) => ({
  caFile: ca,
  certFile: cert,
  keyFile: key,
  checkServerIdentity: (_: string, certificate: PeerCertificate) => {
    const mismatches = servers.map((server) => checkServerIdentity(hostOf(server), certificate))
    return mismatches.includes(undefined) ? undefined : mismatches[0]
  }
})

const hostOf = (server: string): string => new URL(server).hostname.replace(/^\[|\]$/g, "")

/** Why a server must not carry anything, if so. Asked again of each server that the client moves to. */
export const refusalOf = (settings: NatsSettings, info: ServerInfo | undefined): BusUnavailable | undefined => {
  if (info === undefined) return unavailable("unreachable", "the NATS server went away while it was greeted")
  if (info.jetstream === true) {
    return unavailable(
      "insecure",
      "JetStream is on and may write to a disk: take `jetstream` out of the NATS configuration"
    )
  }
  if (info.auth_required !== true && !settings.allowsInsecure) {
    return unavailable("insecure", "the NATS server lets everybody in: give it `accounts` with the nkeys of the nodes")
  }
  if (info.max_payload < limits.minMaxPayloadBytes) {
    return unavailable(
      "invalid",
      `the NATS server takes too little at once: set max_payload to at least ${limits.minMaxPayloadBytes}`
    )
  }
  return undefined
}

/** Older servers have holes that are known and closed (2.14.3 closed seven). */
export const isOutdated = ({ version }: ServerInfo): boolean =>
  version.localeCompare("2.14.3", "en", { numeric: true }) < 0

const insecurityOf = ({ allowsInsecure, nkeySeed, servers, tls }: NatsSettings): BusUnavailable | undefined => {
  if (allowsInsecure) {
    return servers.every(isLoopback)
      ? undefined
      : unavailable("insecure", "PUG_CLUSTER_INSECURE is for servers on this machine: 127.0.0.1, ::1 or localhost")
  }
  if (tls === undefined) {
    return unavailable("insecure", "TLS is needed: set PUG_CLUSTER_CA, PUG_CLUSTER_CERT and PUG_CLUSTER_KEY")
  }
  if (nkeySeed === undefined) return unavailable("insecure", "an nkey is needed: set PUG_CLUSTER_NKEY")
  return undefined
}

const isLoopback = (server: string): boolean => /^(127(\.\d{1,3}){3}|::1|localhost)$/.test(hostOf(server))

/** What the library throws, by what an operator can do about it. */
const failureOf = (error: unknown): BusUnavailable => {
  const { cause, code, message, name } = detailsOf(error)
  if (name === "AuthorizationError") {
    return unavailable(
      "refused",
      "the NATS server does not know this node's nkey: PUG_CLUSTER_NKEY and its configuration differ"
    )
  }
  if (message.includes("does not support 'tls'")) {
    return unavailable("insecure", "the NATS server speaks no TLS: give it a `tls` block")
  }
  const isOfTls = /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO/.test(code) || /certificate|seed|PEM|TLS|SSL/i.test(message)
  if (isOfTls) return unavailable("refused", `TLS with the NATS server failed (${code || message})`)
  return unavailable(
    "unreachable",
    `no NATS server answers, or none that takes this node's certificate, as its log would say (${code || cause || message})`
  )
}

const detailsOf = (error: unknown) => {
  const codeOf = (it: unknown) => (it instanceof Error && "code" in it ? String(it.code) : "")
  return error instanceof Error
    ? {
        name: error.name,
        message: error.message,
        code: codeOf(error) || codeOf(error.cause),
        cause: codeOf(error.cause)
      }
    : { name: "", message: String(error), code: "", cause: "" }
}

const unavailable = (reason: BusUnavailable["reason"], advice: string) => new BusUnavailable({ reason, advice })
