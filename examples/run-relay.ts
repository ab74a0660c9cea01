/**
 * The smallest relay: everything by its defaults, on port 3000.
 */
// #region readme
import { createServer } from "node:http"
import { NodeHttpServer, NodeRuntime } from "@effect/platform-node"
import { Config, Layer } from "effect"
import { HttpRouter } from "effect/http"
import { Relay } from "pug-network"

const server = NodeHttpServer.layerConfig(createServer, {
  port: Config.Port("PORT").pipe(Config.withDefault(3000)),
  // The relay closes its own sockets; shutdown need not wait for them.
  disablePreemptiveShutdown: Config.succeed(true)
})

HttpRouter.serve(Relay.layer()).pipe(Layer.provide(server), Layer.launch, NodeRuntime.runMain)
// #endregion
