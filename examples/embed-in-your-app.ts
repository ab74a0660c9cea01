/**
 * A relay under /chat of an application that has pages, a WebSocket and a session cookie of its own.
 */
// #region readme
import { createServer } from "node:http"
import { NodeHttpServer, NodeRuntime } from "@effect/platform-node"
import { Config, Effect, Layer } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { CreatePolicy, PolicyRefused, Relay } from "pug-network"

const page = HttpRouter.add("GET", "/", HttpServerResponse.text("The host's own page."))

const echo = HttpRouter.add(
  "GET",
  "/echo",
  Effect.gen(function* () {
    const socket = yield* Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => request.upgrade)
    const reader = yield* socket.reader
    const writer = yield* socket.writer
    yield* reader.pull.pipe(
      Effect.flatMap((chunks) => Effect.forEach(chunks, writer.write)),
      Effect.forever,
      Effect.ignore
    )
    return HttpServerResponse.empty()
  })
)

// Only people with a session may make rooms; whoever has a link may join.
const onlyOurs = Layer.succeed(CreatePolicy, ({ headers }) =>
  headers["cookie"]?.includes("session=") === true ? Effect.void : Effect.fail(new PolicyRefused({ name: "sign-in" }))
)

const relay = Relay.layer({ prefix: "/chat" }).pipe(Layer.provide(onlyOurs))

const server = NodeHttpServer.layerConfig(createServer, {
  port: Config.Port("PORT").pipe(Config.withDefault(3000)),
  // The relay closes its own sockets; shutdown need not wait for them.
  disablePreemptiveShutdown: Config.succeed(true)
})

HttpRouter.serve(Layer.mergeAll(page, echo, relay)).pipe(Layer.provide(server), Layer.launch, NodeRuntime.runMain)
// #endregion
