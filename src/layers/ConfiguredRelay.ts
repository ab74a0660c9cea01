/**
 * The relay of the entrypoint: alone, or one node of a cluster if its settings name one.
 */
import { Effect, Layer, Redacted } from "effect"
import * as BusNodeLinks from "./BusNodeLinks.ts"
import * as SharedSecret from "./cluster/SharedSecret.ts"
import * as EnvClusterConfig from "./EnvClusterConfig.ts"
import * as NatsClusterBus from "./NatsClusterBus.ts"
import * as StandaloneRelay from "./StandaloneRelay.ts"
import * as TalliedLinks from "./TalliedLinks.ts"

export const layer = Layer.unwrap(
  Effect.map(EnvClusterConfig.read, (cluster) =>
    cluster === undefined
      ? StandaloneRelay.layer
      : StandaloneRelay.layerCluster.pipe(
          Layer.provide([BusNodeLinks.layer(cluster), SharedSecret.layer(Redacted.value(cluster.secret))]),
          Layer.provide(NatsClusterBus.layer(cluster.bus)),
          Layer.provide(TalliedLinks.layer)
        )
  )
)
