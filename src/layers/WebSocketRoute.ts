/**
 * `GET /ws`: turns a request on the host's own HTTP server into a connection and hands it to the gateway.
 *
 * A route and not a second `upgrade` listener, because two listeners on one server write into the same socket. The
 * request is over with the handshake; the connection lives in the scope of the route.
 */
import type { IncomingMessage } from "node:http"
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import type { Layer } from "effect"
import { Effect, FiberSet } from "effect"
import type { HttpServerRequest } from "effect/http"
import { HttpMiddleware, HttpRouter, HttpServerResponse } from "effect/http"
import { type Server, WebSocketServer } from "ws"
import { closeCodes } from "../protocol/CloseCodes.ts"
import {
  closeTimeoutMillis,
  maxBufferedChunks,
  maxControlBytes,
  maxFragments,
  maxPendingPongs,
  subprotocol
} from "../protocol/Limits.ts"
import { Admission, type Source } from "../services/Admission.ts"
import { Gateway } from "../services/Gateway.ts"
import { MemoryBudget } from "../services/MemoryBudget.ts"
import type { RequestHeaders } from "../services/Policies.ts"
import { RelayConfig, type RelaySettings } from "../services/RelayConfig.ts"
import { RelayTally } from "../services/RelayTally.ts"
import { type HandshakeRefusal, refusalOf, subprotocolOf } from "./HandshakeRules.ts"
import { hostCount } from "./RequestShape.ts"
import * as RequestSource from "./RequestSource.ts"
import { headers as securityHeaders } from "./SecurityHeaders.ts"
import * as Supervision from "./Supervision.ts"
import * as UpgradedRequest from "./UpgradedRequest.ts"
import { RelaySocket, WebSocketConnection } from "./WebSocketConnection.ts"

const path = "/ws"

export const layer: Layer.Layer<never, never, Admission | Gateway | MemoryBudget | HttpRouter.HttpRouter> =
  HttpRouter.use(
    Effect.fnUntraced(function* (router) {
      const admission = yield* Admission
      const gateway = yield* Gateway
      const sourceOf = yield* RequestSource.make
      const settings = yield* RelayConfig
      const { waiting } = yield* MemoryBudget
      const tally = yield* RelayTally
      const run = yield* FiberSet.makeRuntime()
      const server = yield* Effect.acquireRelease(
        Effect.sync(() => makeServer(settings)),
        (server) => Effect.sync(() => server.close())
      )
      const refuse = (refusal: HandshakeRefusal) =>
        Effect.sync(() => {
          tally.handshakeRefusals[refusal.status] += 1
          return refusalResponse(refusal)
        })
      const answer = (request: HttpServerRequest.HttpServerRequest) => {
        const incoming = NodeHttpServerRequest.toIncomingMessage(request)
        // The router takes other spellings of a path too: a slash more, capitals.
        if (request.url.split("?", 1)[0] !== path) return Effect.succeed(notFound)
        const refusal = refusalOf(headersToJudge(incoming), settings)
        if (refusal !== undefined) return refuse(refusal)
        if (!isHttp1(incoming)) return refuse(needsHttp1)
        const open = (source: Source | undefined) =>
          Effect.map(handshake(server, incoming), (webSocket) => {
            if (webSocket === undefined) return neverSent
            if (webSocket.protocol !== subprotocol) {
              tally.closed(closeCodes.otherVersion)
              webSocket.close(closeCodes.otherVersion.code, closeCodes.otherVersion.reason)
              UpgradedRequest.end(request, incoming)
              return neverSent
            }
            const connection = new WebSocketConnection(webSocket, incoming.socket, settings, waiting)
            run(gateway.serve(connection, headersOf(incoming), source))
            UpgradedRequest.end(request, incoming)
            return neverSent
          })
        return sourceOf(request).pipe(
          Effect.tap((source) => admission.admit("connection", source)),
          Effect.flatMap(open),
          Effect.catchTag("TooMany", ({ retryAfterSeconds }) => refuse({ ...tooManyConnections, retryAfterSeconds }))
        )
      }
      yield* router.add("GET", path, (request) =>
        Supervision.answered(Effect.suspend(() => answer(request))).pipe(
          HttpMiddleware.withLoggerDisabled,
          Effect.provideService(RelayTally, tally)
        )
      )
    })
  )

const notFound = HttpServerResponse.text("There is nothing here.", { status: 404, headers: securityHeaders })

const refusalResponse = ({ status, message, retryAfterSeconds }: HandshakeRefusal) =>
  HttpServerResponse.text(message, {
    status,
    headers: {
      ...securityHeaders,
      ...(status === 426 && { upgrade: "websocket" }),
      ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) })
    }
  })

const tooManyConnections = {
  status: 429,
  message: "Your network address connects too often. Try again later."
} as const

const needsHttp1: HandshakeRefusal = { status: 400, message: "WebSocket needs HTTP/1.1 here." }

/** `ws` has answered. */
const neverSent = HttpServerResponse.empty()

/** Node keeps the first Host and drops the others in silence. */
const headersToJudge = (incoming: Pick<IncomingMessage, "headers" | "rawHeaders">): IncomingMessage["headers"] =>
  hostCount(incoming) > 1 ? { ...incoming.headers, host: undefined } : incoming.headers

/** The headers for the policies. */
const headersOf = (incoming: IncomingMessage): RequestHeaders =>
  Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))

type RelaySocketServer = Server<typeof RelaySocket>

const makeServer = (settings: RelaySettings): RelaySocketServer => {
  // A variable, because the types of `ws` do not know all of these yet.
  const options = {
    noServer: true,
    WebSocket: RelaySocket,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: Math.max(settings.maxMessageBytes, maxControlBytes),
    maxFragments,
    maxBufferedChunks,
    maxPendingAutoPongs: maxPendingPongs,
    closeTimeout: closeTimeoutMillis,
    handleProtocols: (_: ReadonlySet<string>, request: IncomingMessage) => subprotocolOf(request.headers) ?? false
  }
  return new WebSocketServer(options)
}

const isHttp1 = (message: ReturnType<typeof NodeHttpServerRequest.toIncomingMessage>): message is IncomingMessage =>
  message.httpVersionMajor === 1

const noBytes = Buffer.alloc(0)

/** The open socket, or `undefined` if `ws` has refused the handshake and ended the connection. */
const handshake = (server: RelaySocketServer, request: IncomingMessage) =>
  Effect.callback<RelaySocket | undefined>((resume) => {
    const { socket } = request
    const onClose = () => resume(Effect.undefined)
    if (socket.destroyed) return onClose()
    socket.once("close", onClose)
    server.handleUpgrade(request, socket, noBytes, (webSocket) => {
      socket.off("close", onClose)
      // `ws` closes by itself on a protocol error and reports it here as well; unheard it would end the process.
      webSocket.on("error", onError)
      resume(Effect.succeed(webSocket))
    })
  })

const onError = () => {}
