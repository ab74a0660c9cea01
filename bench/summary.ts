/**
 * Samples of all rounds into one result for each shape: medians, and medians of the ratios within a round.
 */
import type { Sample } from "./measure.ts"
import { type PeerName, peerNames } from "./peers.ts"
import type { PeerFigures, Ratios, ShapeResult } from "./results.ts"
import { shapeName } from "./shapes.ts"
import { median, significant } from "./statistics.ts"

/** One result for each shape, in order of appearance. Samples of a round stand in its order. */
export const summarize = (samples: ReadonlyArray<Sample>): ReadonlyArray<ShapeResult> =>
  [...Map.groupBy(samples, ({ shape }) => shapeName(shape)).values()].flatMap((group) => {
    const byPeer = Map.groupBy(group, ({ peer }) => peer)
    const present = peerNames.filter((name) => byPeer.has(name))
    const ours = byPeer.get("pug") ?? []
    const others = ours.length === 0 ? [] : present.filter((name) => name !== "pug")
    const [first] = group
    if (first === undefined) return []
    return [
      {
        ...first.shape,
        peers: entries(present, (name) => figuresOf(byPeer.get(name) ?? [])),
        ratios: entries(others, (name) => ratiosOf(ours, byPeer.get(name) ?? []))
      }
    ]
  })

const entries = <Value>(names: ReadonlyArray<PeerName>, valueOf: (name: PeerName) => Value) =>
  Object.fromEntries(names.map((name) => [name, valueOf(name)]))

const cpuOf = ({ saturation }: Sample): number => saturation.serverCpuMicros / saturation.frames
const rateOf = ({ saturation }: Sample): number => saturation.frames / saturation.seconds

const figuresOf = (samples: ReadonlyArray<Sample>): PeerFigures => {
  const latencies = samples.flatMap(({ latency }) => latency ?? [])
  const writes = samples.map(({ saturation }) => saturation.serverWrites / saturation.frames)
  const verdict = samples.find(({ verdict }) => verdict?.isIdentical === false)?.verdict ?? samples.at(-1)?.verdict
  const of = (figure: "p50Micros" | "p99Micros" | "p999Micros") =>
    latencies.length === 0 ? {} : { [figure]: significant(median(latencies.map((latency) => latency[figure]))) }
  return {
    framesPerSecond: Math.round(median(samples.map(rateOf))),
    cpuMicrosPerFrame: significant(median(samples.map(cpuOf))),
    ...of("p50Micros"),
    ...of("p99Micros"),
    ...of("p999Micros"),
    // A runtime that uses send() is counted as having written nothing, or next to it.
    ...(median(writes) > 0.001 ? { writesPerFrame: significant(median(writes), 3) } : {}),
    cpuMicrosPerJoin: significant(median(samples.map(({ joined }) => joined.serverCpuMicros / joined.members)), 3),
    generatorUtilisation: Math.max(...samples.map(({ saturation }) => saturation.generatorUtilisation)),
    ...(verdict && { verdict })
  }
}

const ratiosOf = (ours: ReadonlyArray<Sample>, theirs: ReadonlyArray<Sample>): Ratios => {
  const pairs = ours.flatMap((our, round) => {
    const their = theirs[round]
    return their === undefined ? [] : [{ our, their }]
  })
  const latencies = pairs.flatMap(({ our, their }) =>
    our.latency && their.latency ? [their.latency.p50Micros / our.latency.p50Micros] : []
  )
  return {
    cpu: significant(median(pairs.map(({ our, their }) => cpuOf(their) / cpuOf(our)))),
    framesPerSecond: significant(median(pairs.map(({ our, their }) => rateOf(our) / rateOf(their)))),
    ...(latencies.length === 0 ? {} : { p50: significant(median(latencies)) })
  }
}
