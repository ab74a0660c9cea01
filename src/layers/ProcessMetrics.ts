/**
 * How late the event loop is, and how much memory the process has: metrics of the whole process and not of a relay in it.
 * The operator's listener brings them; a host that measures itself leaves them out.
 */
import { monitorEventLoopDelay } from "node:perf_hooks"
import { memoryUsage } from "node:process"
import { getHeapStatistics } from "node:v8"
import { Duration, Effect, Layer, Schedule } from "effect"
import { eventLoopLag } from "../protocol/Limits.ts"
import { processFamilies, type ProcessReading } from "../services/RelayMetrics.ts"
import * as MetricSeries from "./MetricSeries.ts"

export const layer: Layer.Layer<never> = Layer.effectDiscard(
  Effect.gen(function* () {
    const delays = yield* Effect.acquireRelease(
      Effect.sync(() => monitorEventLoopDelay({ resolution: eventLoopLag.sampleMillis })),
      (delays) => Effect.sync(() => delays.disable())
    )
    delays.enable()
    let lagSeconds: ProcessReading["lagSeconds"] = { p50: 0, p99: 0, max: 0 }
    const closeWindow = Effect.sync(() => {
      lagSeconds = {
        p50: lagOf(delays.percentile(50)),
        p99: lagOf(delays.percentile(99)),
        max: lagOf(delays.max)
      }
      delays.reset()
    })
    yield* closeWindow.pipe(
      Effect.delay(Duration.millis(eventLoopLag.windowMillis)),
      Effect.repeat(Schedule.forever),
      Effect.forkScoped
    )
    yield* MetricSeries.register(processFamilies, (): ProcessReading => {
      const heap = getHeapStatistics()
      return {
        lagSeconds,
        heapUsedBytes: heap.used_heap_size,
        heapLimitBytes: heap.heap_size_limit,
        residentBytes: memoryUsage.rss()
      }
    })
  })
)

/** What Node records is the time between two samples: the lag is what it has more than it should. */
const lagOf = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e9 - eventLoopLag.sampleMillis / 1_000)
