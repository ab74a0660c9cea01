/**
 * Transport over the platform's own WebSocket: browsers, Node 24.
 *
 * The listeners are edges: they put what arrived into the queue and return, so nothing is lost between the opening and
 * the first take. Interrupting `connect` closes the half-open socket.
 */
import { Effect, Layer, Queue } from "effect"
import { subprotocol } from "../../protocol/Limits.ts"
import { ConnectFailed, type Connection, Incoming, Transport } from "../services/Transport.ts"

export const layer: Layer.Layer<Transport> = Layer.succeed(Transport, {
  connect: Effect.fn("Transport.connect")(function* (url) {
    const incoming = yield* Queue.unbounded<Incoming>()
    const socket = yield* Effect.acquireRelease(openSocket(url), (opened) => Effect.sync(() => opened.close(1000)))
    listen(socket, incoming)
    yield* whenOpen(socket)
    const connection: Connection = {
      send: (data) => {
        // DOM cast: a view of shared memory is refused by `send`, and none exists here.
        if (socket.readyState === WebSocket.OPEN) socket.send(data as string | Uint8Array<ArrayBuffer>)
      },
      close: Effect.sync(() => socket.close(1000)),
      incoming
    }
    return connection
  })
})

/** An URL that the constructor refuses (another scheme, a blocked port) is a connection that cannot be made. */
const openSocket = (url: string): Effect.Effect<WebSocket, ConnectFailed> =>
  Effect.try({ try: () => new WebSocket(url, subprotocol), catch: () => new ConnectFailed() })

const listen = (socket: WebSocket, incoming: Queue.Enqueue<Incoming>): void => {
  socket.binaryType = "arraybuffer"
  socket.addEventListener("message", ({ data }: MessageEvent<string | ArrayBuffer>) => {
    const message =
      typeof data === "string" ? Incoming.Text({ text: data }) : Incoming.Binary({ bytes: new Uint8Array(data) })
    Queue.offerUnsafe(incoming, message)
  })
  socket.addEventListener("close", ({ code, reason }) => {
    Queue.offerUnsafe(incoming, Incoming.Closed({ code, reason }))
  })
}

/** A socket that fails to open fires `close`, in every platform; `error` says nothing more. */
const whenOpen = (socket: WebSocket): Effect.Effect<void, ConnectFailed> =>
  Effect.callback((resume) => {
    socket.addEventListener("open", () => resume(Effect.void), { once: true })
    socket.addEventListener("close", () => resume(Effect.fail(new ConnectFailed())), { once: true })
  })
