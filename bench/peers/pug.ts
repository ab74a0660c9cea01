/**
 * Our relay: the layers that production runs, compiled, on Effect's own Node server, with the limits of limits.ts.
 *
 * No work is asked of who creates a room or joins one, because that is a cost of clients; all else is as in production.
 */
import { createServer } from "node:http"
import { NodeHttpServer, NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Layer } from "effect"
import { HttpRouter } from "effect/http"
import { Admission, FreeChallenges, InMemoryAdmission, Relay, RelayConfig } from "../../dist/index.js"
import { raised } from "./limits.ts"

const port = Number(process.argv[2])

const settings = Layer.effect(
  RelayConfig,
  Effect.map(RelayConfig, (defaults) => ({ ...defaults, ...raised }))
)

const admission = Layer.effect(
  Admission,
  Effect.map(Admission, (counted) => Admission.of({ ...counted, joinBits: () => 0 }))
).pipe(Layer.provide(InMemoryAdmission.layer))

const relay = Relay.layerRoutes().pipe(
  Layer.provideMerge(Relay.layerServices),
  Layer.provide([FreeChallenges.layer, admission])
)

const server = HttpRouter.serve(relay, { disableLogger: true, disableListenLog: true }).pipe(
  Layer.provide(NodeHttpServer.layer(createServer, { port, host: "127.0.0.1", disablePreemptiveShutdown: true })),
  Layer.provide(settings)
)

process.on("SIGUSR2", () => globalThis.gc?.())

Layer.effectDiscard(Console.log("READY")).pipe(Layer.provide(server), Layer.launch, NodeRuntime.runMain)
