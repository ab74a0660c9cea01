/**
 * The relay put together: its routes for a host's router, over one registry in memory.
 *
 * An embedder provides the result to its own HttpRouter.serve; nothing outside the prefix changes for the host. The
 * services stay visible, so that the host can create rooms without work, watch the lifecycle, or end a room.
 */
import { Effect, type FileSystem, Layer, type Path, type PlatformError } from "effect"
import { type Etag, type HttpPlatform, HttpRouter } from "effect/http"
import type { Admission } from "../services/Admission.ts"
import type { BusUnavailable } from "../services/ClusterBus.ts"
import type { Challenges } from "../services/Challenges.ts"
import type { ClusterSecret } from "../services/ClusterSecret.ts"
import type { Deadlines } from "../services/Deadlines.ts"
import type { Gateway } from "../services/Gateway.ts"
import type { MemoryBudget } from "../services/MemoryBudget.ts"
import type { NodeLinks } from "../services/NodeLinks.ts"
import type { RoomRegistry } from "../services/RoomRegistry.ts"
import { apiFallback, apiGuard } from "./ApiGuard.ts"
import * as ClusterChallenges from "./cluster/ClusterChallenges.ts"
import * as ClusteredRoomRegistry from "./cluster/ClusteredRoomRegistry.ts"
import * as OwnedRoomIds from "./cluster/OwnedRoomIds.ts"
import * as RoomRecords from "./cluster/RoomRecords.ts"
import * as FreeChallenges from "./FreeChallenges.ts"
import * as HeapMemoryBudget from "./HeapMemoryBudget.ts"
import * as HealthRoutes from "./HealthRoutes.ts"
import * as InMemoryAdmission from "./InMemoryAdmission.ts"
import * as InMemoryRoomRegistry from "./InMemoryRoomRegistry.ts"
import * as RandomRoomIds from "./RandomRoomIds.ts"
import * as RelayApiHandlers from "./RelayApiHandlers.ts"
import * as RoomGateway from "./RoomGateway.ts"
import { securityHeaders } from "./SecurityHeaders.ts"
import * as SignedChallenges from "./SignedChallenges.ts"
import * as StaticClient from "./StaticClient.ts"
import * as TalliedMetrics from "./TalliedMetrics.ts"
import * as TickDeadlines from "./TickDeadlines.ts"
import * as UnlimitedAdmission from "./UnlimitedAdmission.ts"
import * as UntracedRequests from "./UntracedRequests.ts"
import * as WebSocketRoute from "./WebSocketRoute.ts"

export interface RelayOptions {
  /** The path under which the relay is mounted: "/chat". Default: the root. */
  readonly prefix?: `/${string}`
}

const servicesOver = <E, R>(registry: Layer.Layer<RoomRegistry, E, Deadlines | MemoryBudget | R>) =>
  RoomGateway.layer.pipe(
    Layer.provideMerge(registry),
    Layer.provideMerge(HeapMemoryBudget.layer),
    Layer.provide(TickDeadlines.layer)
  )

/** Registry and gateway over whatever challenges and admission are provided. */
export const layerServices: Layer.Layer<RoomRegistry | Gateway | MemoryBudget, never, Admission | Challenges> =
  servicesOver(Layer.provide(InMemoryRoomRegistry.layer, RandomRoomIds.layer))

/** The same on one node of a cluster: rooms of every node are joined from here. */
export const layerClusterServices: Layer.Layer<
  RoomRegistry | Gateway | MemoryBudget,
  BusUnavailable,
  Admission | Challenges | ClusterSecret | NodeLinks | RoomRecords.RoomRecords
> = servicesOver(Layer.provide(ClusteredRoomRegistry.layer, OwnedRoomIds.layer))

type Services = RoomRegistry | Gateway | Admission | Challenges | MemoryBudget

/**
 * The same services over challenges that ask for nothing and an admission that counts nobody, without routes:
 * `pug-network/testing` connects to them.
 */
export const layerTest: Layer.Layer<Services> = layerServices.pipe(
  Layer.provideMerge([FreeChallenges.layer, UnlimitedAdmission.layer])
)

/** What the relay's routes need of the host's server besides its router. */
export type Host = FileSystem.FileSystem | Path.Path | HttpPlatform.HttpPlatform | Etag.Generator

/** The relay's routes over services that are provided. */
export const layerRoutes = (
  options: RelayOptions = {}
): Layer.Layer<never, PlatformError.PlatformError, Services | Host | HttpRouter.HttpRouter> => {
  const prefix = pathOf(options)
  const api = Layer.merge(RelayApiHandlers.layer, apiFallback).pipe(Layer.provide(apiGuard.layer))
  const pages = Layer.mergeAll(api, HealthRoutes.layer, StaticClient.layer(prefix)).pipe(
    Layer.provide(securityHeaders.layer)
  )
  // Not behind the middleware: `ws` answers a handshake.
  const routes = Layer.merge(pages, WebSocketRoute.layer)
  return prefix === "" ? routes : Layer.provide(routes, prefixedRouter(prefix))
}

/** The whole relay: routes, gateway, registry, signed challenges, limits for each address. Settings are read from RelayConfig. */
export const layer = (
  options: RelayOptions = {}
): Layer.Layer<Services, PlatformError.PlatformError, Host | HttpRouter.HttpRouter> =>
  layerRoutes(options).pipe(
    Layer.provideMerge(layerServices),
    Layer.provideMerge([SignedChallenges.layer, InMemoryAdmission.layer]),
    Layer.provideMerge(TalliedMetrics.layer)
  )

/** The whole relay as one node of a cluster, over links to the others. */
export const layerCluster = (
  options: RelayOptions = {}
): Layer.Layer<
  Services,
  PlatformError.PlatformError | BusUnavailable,
  Host | HttpRouter.HttpRouter | ClusterSecret | NodeLinks
> =>
  layerRoutes(options).pipe(
    Layer.provideMerge(layerClusterServices),
    Layer.provideMerge([ClusterChallenges.layer, InMemoryAdmission.layer]),
    Layer.provide(RoomRecords.layer),
    Layer.provideMerge(TalliedMetrics.layer)
  )

/**
 * Leaves the relay's requests out of the host's traces, where they would name rooms and addresses. It is for
 * `HttpRouter.serve` and not for the routes, because the tracer runs outside of them.
 */
export const layerUntraced = (options: RelayOptions = {}): Layer.Layer<never> => UntracedRequests.layer(pathOf(options))

/** The prefix without a slash at its end: "" is the root. */
const pathOf = ({ prefix = "/" }: RelayOptions): string => prefix.replace(/\/+$/, "")

const prefixedRouter = (prefix: string): Layer.Layer<HttpRouter.HttpRouter, never, HttpRouter.HttpRouter> =>
  Layer.effect(
    HttpRouter.HttpRouter,
    HttpRouter.HttpRouter.use((router) => Effect.succeed(router.prefixed(prefix)))
  )
