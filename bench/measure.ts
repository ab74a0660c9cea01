/**
 * One round of one topology: every peer as its own process with its own generator, all waiting, one at a time under load.
 *
 * The peers take turns shape by shape, and another one begins with each shape, so that what the machine does meanwhile
 * hits all alike; `ws` has its saturation measured before the others' latency, because it sets the load for that.
 */
import { type Generator, type Joined, type Latency, type Load, startGenerator } from "./generator.ts"
import { type PeerName, peers } from "./peers.ts"
import { capacityOf, planText } from "./plan.ts"
import { type Server, type ServerOptions, startServer } from "./processes.ts"
import type { Profile } from "./profiles.ts"
import { type Shape, shapeName, type Topology } from "./shapes.ts"
import { assess, type Verdict } from "./verdict.ts"

/** The share of plain ws's saturation at which latency is measured. */
export const latencyLoad = 0.3

/** What one round found about a shape and a peer. */
export interface Sample {
  readonly shape: Shape
  readonly peer: PeerName
  readonly joined: Joined
  readonly saturation: Load
  readonly latency?: Latency
  readonly verdict?: Verdict
}

export interface RoundOptions extends ServerOptions {
  readonly peers: ReadonlyArray<PeerName>
  readonly profile: Profile
  readonly hasVerification: boolean
  readonly hasLatency: boolean
  /** Which peer begins. */
  readonly turn: number
}

interface Stand {
  readonly name: PeerName
  readonly server: Server
  readonly generator: Generator
  readonly joined: Joined
}

export const measureTopology = async (
  topology: Topology,
  shapes: ReadonlyArray<Shape>,
  options: RoundOptions
): Promise<ReadonlyArray<Sample>> => {
  const stands: Array<Stand> = []
  try {
    for (const name of options.peers) stands.push(await setUp(name, topology, shapes, options))
    const samples: Array<Sample> = []
    for (const [index, shape] of shapes.entries()) {
      samples.push(...(await measureShape(shape, rotated(stands, options.turn + index), options)))
    }
    return samples
  } finally {
    for (const { generator, server } of stands) {
      generator.stop()
      server.stop()
    }
  }
}

/** A server whose members have all joined, and have talked for a while. */
const setUp = async (
  name: PeerName,
  topology: Topology,
  shapes: ReadonlyArray<Shape>,
  options: RoundOptions
): Promise<Stand> => {
  const peer = peers[name]
  const server = await startServer(peer, options)
  const entryOf = await peer.open(server.port, topology.rooms, capacityOf(topology))
  const sizes = [...new Set(shapes.map(({ bytes }) => bytes))]
  const { pid: serverPid, port } = server
  const plan = planText({ peer, port, serverPid, topology, sizes, entryOf, hasGuests: isVerified(name, options) })
  const generator = await startGenerator(plan)
  const joined = await generator.connect(topology.rooms * topology.members)
  const [first] = shapes
  if (first !== undefined) await generator.closed(first.bytes, first.depth, options.profile.startMillis, 1)
  return { name, server, generator, joined }
}

const measureShape = async (
  shape: Shape,
  stands: ReadonlyArray<Stand>,
  options: RoundOptions
): Promise<ReadonlyArray<Sample>> => {
  const { bytes, depth } = shape
  const { hasLatency, profile } = options
  const saturations = new Map<PeerName, Load>()
  for (const { generator, name } of stands) {
    saturations.set(name, await saturate(generator, shape, profile))
  }
  const ws = saturations.get("ws")
  const samples: Array<Sample> = []
  for (const { generator, joined, name } of stands) {
    const saturation = saturations.get(name)
    if (saturation === undefined) continue
    const { millis, warmMillis } = profile.latency
    const perSecond = ws && ((ws.frames / ws.seconds) * latencyLoad) / shape.members
    const latency = hasLatency && perSecond ? await generator.open(bytes, perSecond, warmMillis, millis) : undefined
    const verdict = isVerified(name, options)
      ? assess(await generator.verify(bytes, depth, profile.verifyMillis))
      : undefined
    if (verdict?.isIdentical === false) {
      throw new Error(`${shapeName(shape)}: the streams differ: ${JSON.stringify(verdict)}`)
    }
    samples.push({
      shape,
      peer: name,
      joined,
      saturation,
      ...(latency && latency.samples > 0 && { latency }),
      ...(verdict && { verdict })
    })
  }
  return samples
}

/** Ours alone: whether others keep their streams whole is theirs to show, and slow ones leave guests no time to act. */
const isVerified = (name: PeerName, { hasVerification }: RoundOptions): boolean => hasVerification && name === "pug"

/** A window in which the machine gave the server no time says nothing: the load is repeated. */
const maxAttempts = 4

const saturate = async (generator: Generator, { bytes, depth }: Shape, profile: Profile): Promise<Load> => {
  const { millis, warmMillis } = profile.saturation
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const load = await generator.closed(bytes, depth, warmMillis, millis)
    if (load.frames > 0 && load.serverCpuMicros > 0) return load
  }
  throw new Error("the machine is too busy: nothing was delivered in the time of measurement")
}

const rotated = <Item>(items: ReadonlyArray<Item>, by: number): ReadonlyArray<Item> => {
  const first = items.length === 0 ? 0 : by % items.length
  return [...items.slice(first), ...items.slice(0, first)]
}
