/**
 * A client's transport that ends in the gateway of the same process: the real protocol without a socket.
 */
import { Effect, FiberSet, Layer, Queue } from "effect"
import { Incoming, Transport } from "../client/services/Transport.ts"
import * as MemoryConnection from "../layers/MemoryConnection.ts"
import { Gateway } from "../services/Gateway.ts"

/** Connects to the gateway whatever the address says. `headers` are what policies see. */
export const layer = (
  headers: Readonly<Record<string, string | undefined>> = {}
): Layer.Layer<Transport, never, Gateway> =>
  Layer.effect(
    Transport,
    Effect.gen(function* () {
      const gateway = yield* Gateway
      const serve = yield* FiberSet.makeRuntime()

      const connect = Effect.fnUntraced(function* () {
        const incoming = yield* Queue.unbounded<Incoming>()
        const arrived = (message: Incoming) => void Queue.offerUnsafe(incoming, message)
        const memory = MemoryConnection.make({
          text: (text) => arrived(Incoming.Text({ text })),
          binary: (bytes) => arrived(Incoming.Binary({ bytes })),
          closed: (close) => arrived(Incoming.Closed(close))
        })
        serve(gateway.serve(memory.connection, headers))
        yield* Effect.addFinalizer(() => Effect.sync(() => memory.close()))
        return { send: memory.send, close: Effect.sync(() => memory.close()), incoming }
      })

      return Transport.of({ connect })
    })
  )
