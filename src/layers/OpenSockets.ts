/**
 * The open sockets of a server, so that its end does not wait for a client that holds half a request.
 *
 * Members have heard goodbye by then (Gateway.drain). Node can end its HTTP connections only, and neither a TLS handshake
 * nor a refused upgrade is one.
 */
import type { Server } from "node:net"
import type { Duplex } from "node:stream"
import { Effect, type Scope } from "effect"

/** Ends whatever is still open when the scope closes. Call it behind what closes the server: it is released before. */
export const endWithScope = (server: Server): Effect.Effect<void, never, Scope.Scope> =>
  Effect.suspend(() => {
    const sockets = new Set<Duplex>()
    // One function for all of them: thousands are idle at a time.
    function forget(this: Duplex): void {
      sockets.delete(this)
    }
    server.on("connection", (socket) => {
      sockets.add(socket)
      socket.on("close", forget)
    })
    return Effect.addFinalizer(() =>
      Effect.sync(() => {
        server.close()
        sockets.forEach((socket) => socket.destroy())
      })
    )
  })
