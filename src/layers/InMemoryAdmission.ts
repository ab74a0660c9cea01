/**
 * Admission from counts in memory: buckets by the minute for each source, and the paces of the whole relay.
 *
 * An address is hashed under a random key that lives as long as the layer, and only the hash is kept: a dump of this
 * memory names nobody, nor can it be compared with that of another run. A source is forgotten when it holds no
 * connection and all its limits are full again; how many are remembered is bounded (Limits.maxIdleSources).
 */
import { createHmac } from "node:crypto"
import { Clock, Duration, Effect, Layer, Schedule } from "effect"
import { SecureRandom } from "effect/crypto"
import * as Pace from "../domain/Pace.ts"
import { groupOf } from "../domain/SourceAddress.ts"
import * as TokenBucket from "../domain/TokenBucket.ts"
import * as WorkPrice from "../domain/WorkPrice.ts"
import { maxIdleSources, sourceMemoryMillis } from "../protocol/Limits.ts"
import { Admission, Source, TooMany } from "../services/Admission.ts"
import { RelayConfig } from "../services/RelayConfig.ts"
import { oncePerRun } from "./RunClock.ts"
import { type Counted, SourceTable } from "./SourceTable.ts"

export const layer: Layer.Layer<Admission> = Layer.effect(
  Admission,
  Effect.gen(function* () {
    const clock = yield* Clock.Clock
    const { joinPowBits, perAddress, powBits } = yield* RelayConfig
    const key = SecureRandom.randomBytesUnsafe(32)
    const nowMillis = oncePerRun(() => Number(clock.monotonicTimeNanosUnsafe()) / 1e6)
    const rates = {
      challenge: byMinute(perAddress.challengesPerMinute),
      creation: byMinute(perAddress.roomsPerMinute),
      connection: byMinute(perAddress.connectionsPerMinute),
      join: byMinute(perAddress.joinsPerMinute),
      failedJoin: byMinute(perAddress.failedJoinsPerMinute)
    }
    const sources = new SourceTable(maxIdleSources)
    const start = nowMillis()
    const paces = { creations: Pace.make(start), joins: Pace.make(start), failures: Pace.make(start) }

    yield* Effect.sync(() => sources.forgetBefore(nowMillis() - sourceMemoryMillis)).pipe(
      Effect.repeat(Schedule.spaced(Duration.millis(sourceMemoryMillis))),
      Effect.forkScoped
    )

    /** Milliseconds until this source may have one more of these: 0 if it may now, or has no limit. */
    const waitMillis = (counted: Counted, source: Source): number => {
      const rate = rates[counted]
      const bucket = sources.get(source)?.buckets[counted]
      return rate === undefined || bucket === undefined ? 0 : TokenBucket.waitMillis(bucket, rate, nowMillis(), 1)
    }

    const count = (counted: Counted, source: Source): void => {
      const rate = rates[counted]
      if (rate === undefined) return
      const now = nowMillis()
      const { buckets } = sources.touch(source, now)
      TokenBucket.take((buckets[counted] ??= TokenBucket.make(rate, now)), rate, now, 1)
    }

    const admit: Admission["Service"]["admit"] = (asked, source) =>
      Effect.suspend(() => {
        if (source !== undefined) {
          const failures = asked === "join" ? waitMillis("failedJoin", source) : 0
          const millis = Math.max(waitMillis(asked, source), failures)
          if (millis > 0) return Effect.fail(new TooMany({ retryAfterSeconds: Math.ceil(millis / 1_000) }))
          count(asked, source)
        }
        if (asked === "join") Pace.add(paces.joins, nowMillis())
        return Effect.void
      })

    /** More than half of its failures are used up. */
    const isSuspect = (source: Source | undefined): boolean => {
      const bucket = source && sources.get(source)?.buckets.failedJoin
      const rate = rates.failedJoin
      if (bucket === undefined || rate === undefined) return false
      return TokenBucket.waitMillis(bucket, rate, nowMillis(), Math.ceil(rate.burst / 2)) > 0
    }

    return Admission.of({
      sourceOf: (address) => {
        const group = groupOf(address)
        return group === undefined ? undefined : Source(createHmac("sha256", key).update(group).digest("base64url"))
      },
      admit,
      connect: (source) => {
        if (source === undefined || perAddress.connections === 0) return true
        const isFull = (sources.get(source)?.connections ?? 0) >= perAddress.connections
        if (!isFull) sources.connect(source, nowMillis())
        return !isFull
      },
      disconnect: (source) => {
        if (source !== undefined && perAddress.connections > 0) sources.disconnect(source, nowMillis())
      },
      joinFailed: (source) => {
        if (source !== undefined) count("failedJoin", source)
        Pace.add(paces.failures, nowMillis())
      },
      roomCreated: () => Pace.add(paces.creations, nowMillis()),
      creationBits: () => WorkPrice.creationBits(powBits, Pace.perSecond(paces.creations, nowMillis())),
      joinBits: (source) =>
        WorkPrice.joinBits(joinPowBits, {
          joinsPerSecond: Pace.perSecond(paces.joins, nowMillis()),
          failuresPerSecond: Pace.perSecond(paces.failures, nowMillis()),
          isSuspect: isSuspect(source)
        })
    })
  })
)

/** All of a minute's at once, and then as they come back. 0 is no limit. */
const byMinute = (perMinute: number): TokenBucket.Rate | undefined =>
  perMinute === 0 ? undefined : { burst: perMinute, perSecond: perMinute / 60 }
