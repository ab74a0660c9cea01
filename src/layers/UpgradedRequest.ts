/**
 * Ends the request that has become a WebSocket, so that nothing of it is kept for as long as the connection lives.
 *
 * Effect's server answers every request, and would write that answer into the socket. Here the answer has ended before,
 * without a byte, and the server leaves it at that. Its listeners on the socket hold request, answer and fiber; they come
 * after the handler, so they are taken off a little later. What listens by then is `ws`'s, and stays.
 */
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import { type IncomingMessage, ServerResponse } from "node:http"
import type { HttpServerRequest } from "effect/http"

const events = ["close", "error"] as const

/** Call it in the turn of the handshake, when the socket has the listeners that it needs. */
export const end = (request: HttpServerRequest.HttpServerRequest, { socket }: IncomingMessage): void => {
  const response = NodeHttpServerRequest.toServerResponse(request)
  if (response instanceof ServerResponse && response.socket !== null) response.detachSocket(socket)
  response.end()
  const needed = new Set(events.flatMap((event) => socket.rawListeners(event)))
  setImmediate(() => {
    for (const event of events) {
      for (const listener of socket.rawListeners(event)) {
        // Node types a listener as a Function without parameters.
        if (!needed.has(listener)) socket.off(event, listener as () => void)
      }
    }
  })
}
