/**
 * The HTTP or HTTPS server of the node entrypoint, with timeouts that really fire. Embedders bring their own.
 */
import { createPrivateKey, X509Certificate } from "node:crypto"
import { readFileSync } from "node:fs"
import * as Http from "node:http"
import * as Https from "node:https"
import { Socket } from "node:net"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Effect, Layer, Option } from "effect"
import { HttpServer } from "effect/http"
import { http as limits } from "../protocol/Limits.ts"
import * as Setting from "./Setting.ts"

const nonEmpty = (text: string) => (text === "" ? Option.none() : Option.some(text))

export const settings = {
  port: Setting.integer(
    "PUG_PORT",
    { minimum: 0, maximum: 65_535 },
    3_000,
    "the port to listen on; 0 picks a free one"
  ),
  host: Setting.text("PUG_HOST", "a host name or address", "the address to listen on; default: all", nonEmpty),
  tlsCert: Setting.text("PUG_TLS_CERT", "a readable PEM file", "the certificate; with it the relay speaks HTTPS", pem),
  tlsKey: Setting.text("PUG_TLS_KEY", "a readable PEM file, together with PUG_TLS_CERT", "its private key", pem)
} as const

function pem(path: string): Option.Option<string> {
  return Option.liftThrowable(() => readFileSync(path, "utf8"))().pipe(
    Option.filter((content) => content.includes("-----BEGIN "))
  )
}

const options = {
  headersTimeout: limits.headersTimeoutMillis,
  requestTimeout: limits.requestTimeoutMillis,
  keepAliveTimeout: limits.keepAliveTimeoutMillis,
  connectionsCheckingInterval: limits.connectionsCheckingIntervalMillis,
  maxHeaderSize: limits.maxHeaderBytes,
  insecureHTTPParser: false
} as const

/** The server by itself. Node's deadlines begin behind the TLS handshake and end at an upgrade: both are closed here. */
export const makeServer = (tls?: { readonly cert: string; readonly key: string }): Http.Server => {
  const server =
    tls === undefined
      ? Http.createServer(options)
      : Https.createServer({ ...options, ...tls, handshakeTimeout: limits.handshakeTimeoutMillis })
  server.maxHeadersCount = limits.maxHeadersCount
  server.on("upgrade", (_request, socket) => {
    // A WebSocket lifts this when it opens; a request that was refused, or is not complete, must not stay.
    if (socket instanceof Socket) socket.setTimeout(limits.handshakeTimeoutMillis, () => socket.destroy())
  })
  return server
}

const listen = Effect.gen(function* () {
  const port = yield* Setting.read(settings.port)
  const host = yield* Setting.read(settings.host)
  const cert = yield* Setting.read(settings.tlsCert)
  const key = yield* Setting.read(settings.tlsKey)
  if ((cert === undefined) !== (key === undefined)) {
    const { name } = cert === undefined ? settings.tlsCert : settings.tlsKey
    return yield* new Setting.SettingInvalid({ name, expected: "certificate and key together, or neither" })
  }
  const tls = cert === undefined || key === undefined ? undefined : yield* usable(cert, key)
  // Members are told before the server closes (main.ts), so it need not wait for their sockets.
  const listenOptions = { port, disablePreemptiveShutdown: true, ...(host === undefined ? {} : { host }) }
  return NodeHttpServer.layer(() => makeServer(tls), listenOptions)
})

/** Certificate and key as they are, once they have been found to belong together: Node itself says only that they fail. */
const usable = Effect.fnUntraced(function* (cert: string, key: string) {
  const invalid = ({ name }: Setting.Setting<unknown>, expected: string) =>
    new Setting.SettingInvalid({ name, expected })
  const certificate = yield* Effect.try({
    try: () => new X509Certificate(cert),
    catch: () => invalid(settings.tlsCert, "a certificate (X.509, PEM)")
  })
  const privateKey = yield* Effect.try({
    try: () => createPrivateKey(key),
    catch: () => invalid(settings.tlsKey, "a private key without a passphrase (PEM)")
  })
  if (certificate.checkPrivateKey(privateKey)) return { cert, key }
  return yield* invalid(settings.tlsKey, `the key of the certificate in ${settings.tlsCert.name}`)
})

/** Fails with SettingInvalid, or with ServeError if the address cannot be had. */
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
