/**
 * The counts of a node's links and bus, exported as metrics. Provide it to the links of this node.
 */
import { Effect, Layer } from "effect"
import { ClusterTally, NodeCounts } from "../services/ClusterTally.ts"
import { clusterFamilies } from "../services/RelayMetrics.ts"
import * as MetricSeries from "./MetricSeries.ts"

export const layer: Layer.Layer<never> = Layer.effect(
  ClusterTally,
  Effect.suspend(() => {
    const counts = new NodeCounts()
    return Effect.as(
      MetricSeries.register(clusterFamilies, () => counts),
      counts
    )
  })
)
