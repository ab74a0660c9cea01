/**
 * A tally of this relay's own, exported as metrics. Part of Relay.layer; provide it to services that you put together
 * yourself, all of them below it.
 */
import { Effect, Layer } from "effect"
import { relayFamilies } from "../services/RelayMetrics.ts"
import { RelayTally, Tally } from "../services/RelayTally.ts"
import * as MetricSeries from "./MetricSeries.ts"

export const layer: Layer.Layer<never> = Layer.effect(
  RelayTally,
  Effect.suspend(() => {
    const tally = new Tally()
    return Effect.as(
      MetricSeries.register(relayFamilies, () => tally),
      tally
    )
  })
)
