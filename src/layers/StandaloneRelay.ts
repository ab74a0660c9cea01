/**
 * The relay on a server that is its alone: every path, every method and every failure is answered with its headers, and
 * nothing is logged or traced. What binds the whole host, Strict-Transport-Security, is sent from here only.
 *
 * It stands at the path of its public address, so that a proxy before it passes requests on as they are.
 */
import { Effect, Layer, type PlatformError } from "effect"
import { HttpEffect, HttpRouter, type HttpServer, HttpServerRequest, HttpServerResponse } from "effect/http"
import type { BusUnavailable } from "../services/ClusterBus.ts"
import type { ClusterSecret } from "../services/ClusterSecret.ts"
import type { Challenges } from "../services/Challenges.ts"
import type { Gateway } from "../services/Gateway.ts"
import { RelayConfig } from "../services/RelayConfig.ts"
import type { MemoryBudget } from "../services/MemoryBudget.ts"
import type { NodeLinks } from "../services/NodeLinks.ts"
import type { RoomRegistry } from "../services/RoomRegistry.ts"
import { isOnion } from "./OnionListener.ts"
import * as Relay from "./Relay.ts"
import { faultOf } from "./RequestShape.ts"
import { headers as relayHeaders, secured } from "./SecurityHeaders.ts"

/** On every response. */
export const headers = {
  ...relayHeaders,
  "strict-transport-security": "max-age=63072000; includeSubDomains"
} as const

/** Answers every path that is nobody's. */
const notFound = HttpRouter.addAll(
  // Not "*", which would take HEAD away from the pages.
  (["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const).map((method) =>
    HttpRouter.route(method, "*", HttpServerResponse.text("There is nothing here.", { status: 404 }))
  )
)

/** Just before a response is sent, so that those are reached too that no route has made. What names no cache has none. */
const onEveryResponse = HttpRouter.middleware(
  (answer) =>
    HttpEffect.withPreResponseHandler(orShapeFault(answer), (request, response) =>
      Effect.succeed(
        secured(
          HttpServerResponse.setHeaders(response, { "cache-control": "no-store", ...response.headers }),
          // Tor has no certificates; what binds a domain to them must not be said there.
          isOnion(request) ? relayHeaders : headers
        )
      )
    ),
  { global: true }
)

/** Answers a request that is not read further, whatever it asks for. */
const orShapeFault = <E, R>(answer: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>) =>
  Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
    const fault = faultOf(request)
    return fault === undefined
      ? answer
      : Effect.succeed(HttpServerResponse.text(fault.message, { status: fault.status }))
  })

/** Not on a room's page: a browser that follows it leaves the fragment behind, and the key with it. */
const onionLocation = Layer.unwrap(
  Effect.map(RelayConfig, ({ onionLocation, publicUrl }) => {
    if (onionLocation === undefined) return Layer.empty
    const home = publicUrl === undefined ? "/" : pathOf(publicUrl)
    const isHome = ({ url }: HttpServerRequest.HttpServerRequest) =>
      [home, `${home}/`].includes(url.split("?", 1)[0] ?? "")
    return HttpRouter.middleware(
      (answer) =>
        HttpEffect.withPreResponseHandler(answer, (request, response) =>
          Effect.succeed(
            isHome(request) && !isOnion(request)
              ? HttpServerResponse.setHeader(response, "onion-location", `${onionLocation}/`)
              : response
          )
        ),
      { global: true }
    )
  })
)

/** A relay at the path of its public address. */
const atItsPath = <A, E, R>(relay: (options: Relay.RelayOptions) => Layer.Layer<A, E, R>) =>
  Layer.unwrap(
    Effect.map(RelayConfig, ({ publicUrl }) => relay(publicUrl === undefined ? {} : { prefix: pathOf(publicUrl) }))
  )

/** The path of an address: it begins with a slash, whatever the address. */
const pathOf = (url: string): `/${string}` => `/${new URL(url).pathname.slice(1)}`

const serve = <E, R>(relay: (options: Relay.RelayOptions) => Layer.Layer<Services, E, R>) =>
  HttpRouter.serve(Layer.mergeAll(atItsPath(relay), notFound, onEveryResponse, onionLocation), {
    disableLogger: true,
    disableListenLog: true
  }).pipe(Layer.provide(Relay.layerUntraced()))

type Services = RoomRegistry | Gateway | Challenges | MemoryBudget

/** Serves the whole relay. Members are told by `Gateway.drain`, which is the program's to call. */
export const layer: Layer.Layer<Services, PlatformError.PlatformError, HttpServer.HttpServer | Relay.Host> = serve(
  Relay.layer
)

/** Serves the relay as one node of a cluster. */
export const layerCluster: Layer.Layer<
  Services,
  PlatformError.PlatformError | BusUnavailable,
  HttpServer.HttpServer | Relay.Host | ClusterSecret | NodeLinks
> = serve(Relay.layerCluster)
