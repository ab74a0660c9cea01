/**
 * The bus of a relay that is one process: there is none. It loads nothing and opens nothing; whoever sends hears that this
 * node has no bus.
 */
import { Effect, Layer } from "effect"
import { cluster as limits } from "../protocol/Limits.ts"
import { ClusterBus } from "../services/ClusterBus.ts"

export const layer: Layer.Layer<ClusterBus> = Layer.succeed(
  ClusterBus,
  ClusterBus.of({
    self: { slot: 0, incarnation: 0 },
    maxDatagramBytes: limits.maxBatchBytes,
    publish: () => {},
    state: () => "down",
    listen: () => Effect.void
  })
)
