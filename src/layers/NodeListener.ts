/**
 * The listeners of the node entrypoint: where they listen, with which certificate, and how they end. Embedders bring their
 * own server.
 */
import { Server as TlsServer } from "node:https"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Effect, Layer, Option } from "effect"
import { HttpServer } from "effect/http"
import { networkOf } from "../domain/SourceAddress.ts"
import { http as limits, ttlSeconds } from "../protocol/Limits.ts"
import { RelayConfig, type RelaySettings } from "../services/RelayConfig.ts"
import { listenerFamilies } from "../services/RelayMetrics.ts"
import * as HardenedServer from "./HardenedServer.ts"
import * as MetricSeries from "./MetricSeries.ts"
import * as OnionListener from "./OnionListener.ts"
import * as OpenSockets from "./OpenSockets.ts"
import { headers as onionHeaders } from "./SecurityHeaders.ts"
import * as RelayLog from "./RelayLog.ts"
import * as Setting from "./Setting.ts"
import { headers } from "./StandaloneRelay.ts"
import * as SocketBounds from "./SocketBounds.ts"
import * as TlsFiles from "./TlsFiles.ts"

const nonEmpty = (text: string) => (text === "" ? Option.none() : Option.some(text))

const certText = "a readable PEM file"
const keyText = "a readable PEM file, together with PUG_TLS_CERT"

export const settings = {
  port: Setting.integer(
    "PUG_PORT",
    { minimum: 0, maximum: 65_535 },
    3_000,
    "the port to listen on; 0 picks a free one"
  ),
  host: Setting.text("PUG_HOST", "a host name or address", "the address to listen on; default: all", nonEmpty),
  tlsCert: Setting.text("PUG_TLS_CERT", certText, "the certificate; with it the relay speaks HTTPS", nonEmpty),
  tlsKey: Setting.text("PUG_TLS_KEY", keyText, "its private key", nonEmpty),
  onionPort: Setting.integer(
    "PUG_ONION_PORT",
    { minimum: 1, maximum: 65_535, allowsZero: true },
    0,
    "a second port, on 127.0.0.1, for a tor daemon; 0 for none"
  ),
  drainTimeout: Setting.integer(
    "PUG_DRAIN_TIMEOUT",
    { minimum: 0, maximum: ttlSeconds.ceiling },
    0,
    "how long living rooms may go on after SIGTERM, s"
  )
} as const

const listen = Effect.gen(function* () {
  const port = yield* Setting.read(settings.port)
  const host = yield* Setting.read(settings.host)
  const onionPort = yield* Setting.read(settings.onionPort)
  const config = yield* RelayConfig
  const maxConnections = config.maxConnections + limits.spareConnections
  const paths = yield* tlsPaths
  const tls = paths && (yield* Effect.mapError(TlsFiles.read(paths), settingInvalid))
  const server = HardenedServer.make({ tls, maxConnections, headers })

  const beside = Effect.gen(function* () {
    yield* OpenSockets.endWithScope(server)
    const refused = { full: 0, address: 0 }
    SocketBounds.keep(server, { ...boundsOf(config), refused })
    yield* MetricSeries.register(listenerFamilies, () => refused)
    if (onionPort !== 0) yield* OnionListener.listen(server, onionPort, { maxConnections, headers: onionHeaders })
    if (paths && tls && server instanceof TlsServer) yield* TlsFiles.reload(server, paths, tls, keptOld)
  })
  // Members are told before the server closes (main.ts), so it need not wait for their sockets.
  const listenOptions = { port, disablePreemptiveShutdown: true, ...(host === undefined ? {} : { host }) }
  // Beside the server and released before it.
  return Layer.effectDiscard(beside).pipe(Layer.provideMerge(NodeHttpServer.layer(() => server, listenOptions)))
})

/** Of one address; a limit of 0 on its connections is none on its sockets. A network that is none is a defect. */
const boundsOf = ({ perAddress, trustedProxies }: RelaySettings) => ({
  maxPerAddress: perAddress.connections && perAddress.connections + limits.spareConnectionsPerAddress,
  trustedProxies: trustedProxies.map((text) => Option.getOrThrow(networkOf(text)))
})

const tlsPaths = Effect.gen(function* () {
  const cert = yield* Setting.read(settings.tlsCert)
  const key = yield* Setting.read(settings.tlsKey)
  if (cert !== undefined && key !== undefined) return { cert, key }
  if (cert === undefined && key === undefined) return undefined
  const { name } = cert === undefined ? settings.tlsCert : settings.tlsKey
  return yield* new Setting.SettingInvalid({ name, expected: "certificate and key together, or neither" })
})

const nameOf = ({ file }: TlsFiles.TlsFault): string => (file === "cert" ? settings.tlsCert : settings.tlsKey).name

const settingInvalid = (fault: TlsFiles.TlsFault) =>
  new Setting.SettingInvalid({ name: nameOf(fault), expected: fault.expected })

const keptOld = (fault: TlsFiles.TlsFault) =>
  RelayLog.log(fault.file === "cert" ? "certificate-kept" : "certificate-kept-for-key")

/** Fails with SettingInvalid, or with ServeError if an address cannot be had. */
export const layer = Layer.unwrap(listen)

/** Where people reach what listens on every address: this machine, by its name for itself. */
const everyAddress = ["[::]", "0.0.0.0"]

/** The address that a person on this machine opens. */
export const localUrl = Effect.gen(function* () {
  const { address } = yield* HttpServer.HttpServer
  const url = new URL(HttpServer.formatAddress(address))
  if ((yield* Setting.read(settings.tlsCert)) !== undefined) url.protocol = "https:"
  if (everyAddress.includes(url.hostname)) url.hostname = "localhost"
  return url.origin
})
