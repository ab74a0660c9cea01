/**
 * The relay's own upgrade route in front of a gateway that echoes: what is tested is everything below the gateway.
 */
import { createServer } from "node:http"
import { NodeHttpServer } from "@effect/platform-node"
import { Deferred, Effect, Layer } from "effect"
import { HttpRouter, HttpServer } from "effect/http"
import { Gateway, UnlimitedAdmission } from "../../src/index.ts"
import * as HeapMemoryBudget from "../../src/layers/HeapMemoryBudget.ts"
import * as WebSocketRoute from "../../src/layers/WebSocketRoute.ts"
import { frame, opcode } from "../../src/protocol/WebSocketFrame.ts"

const echo = Layer.succeed(
  Gateway,
  Gateway.of({
    drain: Effect.void,
    serve: Effect.fnUntraced(function* (connection) {
      const closed = yield* Deferred.make<void>()
      connection.receive({
        text: (message) => void connection.write(frame(opcode.text, Buffer.from(message))),
        binary: (message) => void connection.write(frame(opcode.binary, message)),
        heard: () => {},
        closed: () => void Deferred.doneUnsafe(closed, Effect.void)
      })
      yield* Deferred.await(closed)
    })
  })
)

/** Serves /ws on a free port and gives the port. */
export const layer = HttpRouter.serve(
  WebSocketRoute.layer.pipe(Layer.provide([echo, HeapMemoryBudget.layer, UnlimitedAdmission.layer])),
  {
    disableListenLog: true,
    disableLogger: true
  }
).pipe(Layer.provideMerge(NodeHttpServer.layer(createServer, { port: 0, disablePreemptiveShutdown: true })))

export const port = HttpServer.HttpServer.use(({ address }) =>
  Effect.succeed(Number(new URL(HttpServer.formatAddress(address)).port))
)
