/**
 * A second listener for a tor daemon on this machine: plain HTTP on loopback, the same routes, nobody's address.
 *
 * All that comes through Tor would seem to come from one address, the daemon's. So these sockets have none: what counts
 * by address leaves them alone, no forwarded address is believed, and the relay's own ceilings and the work hold.
 */
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import { IncomingMessage, type Server } from "node:http"
import { Effect } from "effect"
import { type HttpServerRequest, HttpServerError } from "effect/http"
import * as HardenedServer from "./HardenedServer.ts"
import * as OpenSockets from "./OpenSockets.ts"

/** A request that has come through the onion listener. */
class OnionRequest extends IncomingMessage {}

/** Whether a request has come through the onion listener. */
export const isOnion = (request: HttpServerRequest.HttpServerRequest): boolean =>
  NodeHttpServerRequest.toIncomingMessage(request) instanceof OnionRequest

const forwarded = ["request", "checkContinue", "upgrade"] as const

/** Listens on loopback for as long as the scope is open, and hands everything to the main server's listeners. */
export const listen = Effect.fnUntraced(function* (
  main: Server,
  port: number,
  hardening: Pick<HardenedServer.Hardening, "headers" | "maxConnections">
) {
  const onion = HardenedServer.make({ ...hardening, IncomingMessage: OnionRequest })
  // The main server's listener hardens upgrades, here too.
  onion.removeAllListeners("upgrade")
  for (const event of forwarded) onion.on(event, (...all) => main.emit(event, ...all))
  onion.on("connection", (socket) => Object.defineProperty(socket, "remoteAddress", { value: undefined }))
  yield* Effect.acquireRelease(opened(onion, port), () => Effect.sync(() => onion.close()))
  yield* OpenSockets.endWithScope(onion)
})

const opened = (server: Server, port: number): Effect.Effect<void, HttpServerError.ServeError> =>
  Effect.callback((resume) => {
    server.once("error", (cause) => resume(Effect.fail(new HttpServerError.ServeError({ cause }))))
    server.listen(port, "127.0.0.1", () => resume(Effect.void))
  })
