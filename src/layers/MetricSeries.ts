/**
 * Families of metrics as series of Effect's own registry, where every exporter finds them: Prometheus, OTLP, a host's.
 *
 * A series is read when it is exported. It stays for as long as the scope, and takes the attributes that are current when
 * it is registered, by which a host tells two relays in one process apart.
 */
import { Effect, Metric, type Scope } from "effect"
import type { MetricFamily } from "../services/MetricFamily.ts"

/** Registers every series of these families over one source. */
export const register = Effect.fnUntraced(function* <Source>(
  families: ReadonlyArray<MetricFamily<Source>>,
  source: () => Source
): Effect.fn.Return<void, never, Scope.Scope> {
  const context = yield* Effect.context<never>()
  for (const family of families) {
    for (const value of Object.keys(family.read(source()))) {
      const { description, attributes } = metadataOf(family, value)
      const now = () => family.read(source())[value] ?? 0
      const series =
        family.kind === "counter"
          ? Metric.registerUnsafe(
              Metric.counter(family.name, { description, attributes, incremental: true }),
              context,
              readOnly(() => ({ count: now(), incremental: true }))
            )
          : Metric.registerUnsafe(
              Metric.gauge(family.name, { description, attributes }),
              context,
              readOnly(() => ({ value: now() }))
            )
      yield* Effect.addFinalizer(() => Effect.sync(series.remove))
    }
  }
})

const metadataOf = ({ help, label }: MetricFamily<never>, value: string) => ({
  description: help,
  attributes: label === undefined ? {} : { [label]: value }
})

const readOnly = <State>(get: () => State) => ({ get, update: () => {}, modify: () => {} })
