/**
 * The smallest relay: everything by its defaults, on port 3000.
 */
// #region readme
import { createServer } from "node:http"
import { NodeHttpServer, NodeRuntime } from "@effect/platform-node"
import { Config, Layer } from "effect"
import { HttpRouter } from "effect/http"
import { Relay } from "pug-network"

const port = Number(process.env["PORT"] ?? 3000)

HttpRouter.serve(Relay.layer()).pipe(
  Layer.provide(NodeHttpServer.layerConfig(createServer, { port: Config.Port("PORT").pipe(Config.withDefault(3000)) })),
  Layer.launch,
  NodeRuntime.runMain
)
// #endregion
