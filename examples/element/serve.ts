/**
 * Serves a built page, whose folder is the argument, and the relay under /chat: one origin for both.
 */
import { createServer } from "node:http"
import { NodeHttpServer, NodeRuntime } from "@effect/platform-node"
import { Config, Layer } from "effect"
import { HttpRouter, HttpStaticServer } from "effect/http"
import { Relay } from "pug-network"

const page = HttpStaticServer.layer({ root: process.argv[2] ?? "dist" })

const server = NodeHttpServer.layerConfig(createServer, {
  port: Config.Port("PORT").pipe(Config.withDefault(3000)),
  disablePreemptiveShutdown: Config.succeed(true)
})

HttpRouter.serve(Layer.merge(page, Relay.layer({ prefix: "/chat" }))).pipe(
  Layer.provide(server),
  Layer.launch,
  NodeRuntime.runMain
)
