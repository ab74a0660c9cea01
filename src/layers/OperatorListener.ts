/**
 * A server of its own for the operator, on loopback unless a host is given, and only if a port is. It measures the process
 * too. The public listener knows none of its routes.
 */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Effect, Layer, Option } from "effect"
import { HttpRouter, type HttpServerError } from "effect/http"
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
  // A router of its own: layers are shared by identity, and the other one is the public's.
  const routes = HttpRouter.serve(OperatorRoutes.layer({ hosts: [host.toLowerCase()] }), {
    disableLogger: true,
    disableListenLog: true
  }).pipe(Layer.fresh)
  return Layer.mergeAll(routes, ProcessMetrics.layer, Layer.effectDiscard(OpenSockets.endWithScope(server))).pipe(
    Layer.provide(NodeHttpServer.layer(() => server, { host, port, disablePreemptiveShutdown: true }))
  )
})

/** Fails with SettingInvalid, or with ServeError if the address cannot be had. */
export const layer: Layer.Layer<never, Setting.SettingInvalid | HttpServerError.ServeError, RoomRegistry> =
  Layer.unwrap(listen)
