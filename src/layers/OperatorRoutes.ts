/**
 * What an operator asks of a running relay: `GET /metrics`, and `POST /rooms/end` with `{"roomId": "..."}` in its body,
 * because an address ends up in logs.
 *
 * Whoever reaches these routes is the operator: mount them where nobody else does (OperatorListener.ts does, on loopback).
 * A page in the operator's browser reaches loopback too. It can neither name this address as its own (DNS rebinding needs
 * a name, and only known names are answered) nor send JSON across origins, since nothing here answers a preflight.
 */
import { isIP } from "node:net"
import { ByteSize, Effect, Layer, Schema } from "effect"
import { HttpIncomingMessage, HttpMiddleware, HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { PrometheusMetrics } from "effect/observability"
import { RoomId } from "../protocol/Identifiers.ts"
import { maxBodyBytes } from "../protocol/Limits.ts"
import { RoomRegistry } from "../services/RoomRegistry.ts"
import { headers } from "./SecurityHeaders.ts"
import * as Supervision from "./Supervision.ts"

export interface OperatorOptions {
  /** Names, besides `localhost` and any address, under which the routes may be asked for. */
  readonly hosts?: ReadonlyArray<string>
}

/** The routes, over the registry that is provided and Effect's metrics. */
export const layer = ({ hosts = [] }: OperatorOptions = {}): Layer.Layer<
  never,
  never,
  HttpRouter.HttpRouter | RoomRegistry
> => {
  const guard = HttpRouter.middleware((route) =>
    Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
      const refusal = refusalOf(request.headers, hosts)
      return refusal === undefined ? route : refuse(403, refusal)
    }).pipe(
      (answer) => Supervision.answered(answer),
      Effect.map(HttpServerResponse.setHeaders({ ...headers, "cache-control": "no-store" })),
      Effect.provideService(HttpIncomingMessage.MaxBodySize, ByteSize.bytes(maxBodyBytes)),
      HttpMiddleware.withLoggerDisabled
    )
  )
  return Layer.merge(metrics, endRoom).pipe(Layer.provide(guard.layer))
}

const metrics = HttpRouter.use(
  Effect.fnUntraced(function* (router) {
    const context = yield* Effect.context<never>()
    yield* router.add(
      "GET",
      "/metrics",
      Effect.sync(() =>
        HttpServerResponse.text(PrometheusMetrics.formatUnsafe(context), {
          contentType: "text/plain; version=0.0.4; charset=utf-8"
        })
      )
    )
  })
)

const body = HttpServerRequest.schemaBodyJson(Schema.Struct({ roomId: RoomId }))

const endRoom = HttpRouter.use(
  Effect.fnUntraced(function* (router) {
    const registry = yield* RoomRegistry
    const answer = Effect.fnUntraced(function* (request: HttpServerRequest.HttpServerRequest) {
      if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) {
        return yield* refuse(415, "Send application/json.")
      }
      return yield* body.pipe(
        Effect.flatMap(({ roomId }) => registry.end(roomId, "ended-by-operator")),
        Effect.flatMap((isEnded) =>
          isEnded ? Effect.succeed(HttpServerResponse.empty({ status: 204 })) : refuse(404, "There is no such room.")
        ),
        Effect.catch(() => refuse(400, `Send {"roomId": "<the part of the link behind /r/>"}.`))
      )
    })
    yield* router.add("POST", "/rooms/end", answer)
  })
)

const refuse = (status: 400 | 403 | 404 | 415, message: string) =>
  Effect.succeed(HttpServerResponse.text(`${message}\n`, { status }))

/** What is wrong with a request that may come from a page in the operator's browser. */
const refusalOf = (
  { host = "", origin }: Readonly<Record<string, string | undefined>>,
  hosts: ReadonlyArray<string>
): string | undefined => {
  // Browsers send an Origin with whatever changes something, and scripts of an operator have none.
  if (origin !== undefined) return "This is not for pages."
  const name = host
    .replace(/:\d*$/, "")
    .replace(/^\[(.*)\]$/, "$1")
    .toLowerCase()
  const isKnown = isIP(name) !== 0 || name === "localhost" || hosts.includes(name)
  return isKnown ? undefined : "Ask by the address, by localhost or by the name that the listener has."
}
