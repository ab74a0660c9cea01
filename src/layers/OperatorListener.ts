/**
 * A server of its own for the operator, on loopback unless a host is given, and only if a port is. It measures the process
 * too. The public listener knows none of its routes.
 */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Effect, Layer, Option } from "effect"
import { HttpRouter, HttpServer, type HttpServerError } from "effect/http"
import { maxOperatorConnections } from "../protocol/Limits.ts"
import type { RoomRegistry } from "../services/RoomRegistry.ts"
import * as HardenedServer from "./HardenedServer.ts"
import * as OpenSockets from "./OpenSockets.ts"
import * as OperatorRoutes from "./OperatorRoutes.ts"
import * as ProcessMetrics from "./ProcessMetrics.ts"
import { headers } from "./SecurityHeaders.ts"
import * as Setting from "./Setting.ts"

export const settings = {
  port: Setting.integer(
    "PUG_OPERATOR_PORT",
    { minimum: 1, maximum: 65_535, allowsZero: true },
    0,
    "a port for the operator: metrics, and the end of a room; 0 for none"
  ),
  host: Setting.text(
    "PUG_OPERATOR_HOST",
    "a host name or address",
    "the address of that port; default: 127.0.0.1",
    (text) => (text === "" ? Option.none() : Option.some(text))
  )
} as const

const listen = Effect.gen(function* () {
  const port = yield* Setting.read(settings.port)
  const host = (yield* Setting.read(settings.host)) ?? "127.0.0.1"
  if (port === 0) return Layer.empty
  const server = HardenedServer.make({ maxConnections: maxOperatorConnections, headers })
  const serve = Layer.mergeAll(
    serveAlone(OperatorRoutes.layer({ hosts: [host.toLowerCase()] })),
    ProcessMetrics.layer,
    Layer.effectDiscard(OpenSockets.endWithScope(server))
  )
  return serve.pipe(Layer.provide(NodeHttpServer.layer(() => server, { host, port, disablePreemptiveShutdown: true })))
})

/** By a router made here: HttpRouter.serve would take the one that is there already, which is the public's. */
const serveAlone = <R>(routes: Layer.Layer<never, never, R>) =>
  Layer.unwrap(
    Effect.map(HttpRouter.make, (router) =>
      HttpServer.serve(router.asHttpEffect()).pipe(
        Layer.provide(Layer.provide(routes, Layer.succeed(HttpRouter.HttpRouter, router)))
      )
    )
  )

/** Fails with SettingInvalid, or with ServeError if the address cannot be had. */
export const layer: Layer.Layer<never, Setting.SettingInvalid | HttpServerError.ServeError, RoomRegistry> =
  Layer.unwrap(listen)
