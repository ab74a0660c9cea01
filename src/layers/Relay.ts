/**
 * The relay put together: its routes for a host's router, over one registry in memory.
 *
 * An embedder provides the result to its own HttpRouter.serve; nothing outside the prefix changes for the host. The
 * services stay visible, so that the host can create rooms without work, watch the lifecycle, or end a room.
 */
import { Effect, type FileSystem, Layer, type Path, type PlatformError } from "effect"
import { type Etag, type HttpPlatform, HttpRouter, HttpServerResponse } from "effect/http"
import type { Challenges } from "../services/Challenges.ts"
import type { Gateway } from "../services/Gateway.ts"
import type { RoomRegistry } from "../services/RoomRegistry.ts"
import { apiFallback, apiGuard } from "./ApiGuard.ts"
import * as FreeChallenges from "./FreeChallenges.ts"
import * as HealthRoutes from "./HealthRoutes.ts"
import * as InMemoryRoomRegistry from "./InMemoryRoomRegistry.ts"
import * as RandomRoomIds from "./RandomRoomIds.ts"
import * as RelayApiHandlers from "./RelayApiHandlers.ts"
import * as RoomGateway from "./RoomGateway.ts"
import { securityHeaders } from "./SecurityHeaders.ts"
import * as SignedChallenges from "./SignedChallenges.ts"
import * as StaticClient from "./StaticClient.ts"
import * as TickDeadlines from "./TickDeadlines.ts"
import * as WebSocketRoute from "./WebSocketRoute.ts"

export interface RelayOptions {
  /** The path under which the relay is mounted: "/chat". Default: the root. */
  readonly prefix?: `/${string}`
}

/** Registry and gateway over whatever challenges are provided. */
export const layerServices: Layer.Layer<RoomRegistry | Gateway, never, Challenges> = RoomGateway.layer.pipe(
  Layer.provideMerge(InMemoryRoomRegistry.layer),
  Layer.provide([TickDeadlines.layer, RandomRoomIds.layer])
)

type Services = RoomRegistry | Gateway | Challenges

/** The same services over challenges that ask for nothing, without routes: `pug-network/testing` connects to them. */
export const layerTest: Layer.Layer<Services> = layerServices.pipe(Layer.provideMerge(FreeChallenges.layer))

type Host = HttpRouter.HttpRouter | FileSystem.FileSystem | Path.Path | HttpPlatform.HttpPlatform | Etag.Generator

const nothingHere = HttpServerResponse.text("There is nothing here.", {
  status: 404,
  headers: { "cache-control": "no-store" }
})

/** Answers every path that is nobody's, with the relay's headers: for a server that is the relay's alone. */
export const layerNotFound: Layer.Layer<never, never, HttpRouter.HttpRouter> = HttpRouter.addAll(
  // Not "*", which would take HEAD away from the pages.
  (["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const).map((method) =>
    HttpRouter.route(method, "*", Effect.succeed(nothingHere))
  )
).pipe(Layer.provide(securityHeaders.layer))

/** The relay's routes over services that are provided. */
export const layerRoutes = (
  options: RelayOptions = {}
): Layer.Layer<never, PlatformError.PlatformError, Services | Host> => {
  const prefix = options.prefix?.replace(/\/+$/, "") ?? ""
  const api = Layer.merge(RelayApiHandlers.layer, apiFallback).pipe(Layer.provide(apiGuard.layer))
  const pages = Layer.mergeAll(api, HealthRoutes.layer, StaticClient.layer(prefix)).pipe(
    Layer.provide(securityHeaders.layer)
  )
  // Not behind the middleware: an answer there waits as long as a connection lives.
  const routes = Layer.merge(pages, WebSocketRoute.layer)
  return prefix === "" ? routes : Layer.provide(routes, prefixedRouter(prefix))
}

/** The whole relay: routes, gateway, registry, signed challenges. Settings are read from RelayConfig. */
export const layer = (options: RelayOptions = {}): Layer.Layer<Services, PlatformError.PlatformError, Host> =>
  layerRoutes(options).pipe(Layer.provideMerge(layerServices), Layer.provideMerge(SignedChallenges.layer))

const prefixedRouter = (prefix: string): Layer.Layer<HttpRouter.HttpRouter, never, HttpRouter.HttpRouter> =>
  Layer.effect(
    HttpRouter.HttpRouter,
    HttpRouter.HttpRouter.use((router) => Effect.succeed(router.prefixed(prefix)))
  )
