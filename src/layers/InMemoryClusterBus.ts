/**
 * A network of nodes within one process, for tests: datagrams at most once, and faults on demand.
 *
 * A datagram arrives in a later turn of the event loop, or after the network's delay on the Effect clock, so that TestClock
 * moves it. Nothing is random: what is lost is said by the test.
 */
import { Context, Duration, Effect, FiberSet, Layer } from "effect"
import { isSameNode, type NodeAddress, nodeKey } from "../domain/NodeAddress.ts"
import { cluster as limits } from "../protocol/Limits.ts"
import { type BusHandlers, type BusState, ClusterBus } from "../services/ClusterBus.ts"
import * as TurnPump from "./TurnPump.ts"

export interface Datagram {
  readonly from: NodeAddress
  readonly to: NodeAddress
  readonly bytes: Uint8Array
}

/** What a test may do to the network. All of it is at once, and returns nothing to wait for. */
export class InMemoryNetwork extends Context.Service<
  InMemoryNetwork,
  {
    /** Every datagram is asked about when it is sent; `true` loses it. Stands until it is set anew. */
    dropWhen: (isLost: (datagram: Datagram) => boolean) => void
    /** How long each datagram takes from now on. 0: until the next turn. */
    delay: (millis: number) => void
    /** Loses everything between two nodes, both ways and without a word, until the returned function is called. */
    cut: (a: NodeAddress, b: NodeAddress) => () => void
    /** Keeps back all that comes to a node and goes from it, until the returned function is called: then it goes on in order. */
    freeze: (node: NodeAddress) => () => void
    /** The bus as one node sees it. Without it, nothing leaves the node and others find nobody there. */
    setState: (node: NodeAddress, state: BusState) => void
    /** Whether anything is under way that needs no passing of time to arrive. */
    isQuiet: () => boolean
    /** Joins a node. When the returned function is called it is gone, as if its process had been killed. */
    attach: (self: NodeAddress, handlers: BusHandlers) => () => void
    publish: (datagram: Datagram) => void
    stateOf: (node: NodeAddress) => BusState
  }
>()("pug-network/layers/InMemoryClusterBus/InMemoryNetwork") {}

interface Station {
  readonly handlers: BusHandlers
  /** What has come while it was frozen. */
  held: Array<() => void> | undefined
}

/** One network. Nodes of a test share it. */
export const layerNetwork: Layer.Layer<InMemoryNetwork> = Layer.effect(
  InMemoryNetwork,
  Effect.gen(function* () {
    const fork = yield* FiberSet.makeRuntime()
    const pump = TurnPump.make()
    const stations = new Map<string, Station>()
    const states = new Map<string, BusState>()
    const cuts = new Set<string>()
    let isLost: (datagram: Datagram) => boolean = () => false
    let delayMillis = 0
    let atHand: Array<() => void> = []

    const stateOf = (node: NodeAddress): BusState => states.get(nodeKey(node)) ?? "up"

    const handOver = (station: Station, call: () => void) => {
      if (station.held === undefined) call()
      else station.held.push(call)
    }

    const arrive = (datagram: Datagram) => {
      const { bytes, from, to } = datagram
      if (cuts.has(pairKey(from, to))) return
      const target = stations.get(nodeKey(to))
      if (target !== undefined && stateOf(to) === "up")
        return handOver(target, () => target.handlers.datagram(from, bytes))
      const source = stations.get(nodeKey(from))
      if (source !== undefined && stateOf(from) === "up") handOver(source, () => source.handlers.nobodyThere(to))
    }

    const soon = (call: () => void) => {
      if (atHand.push(call) > 1) return
      const flush = () => {
        const calls = atHand
        atHand = []
        calls.forEach((call) => call())
      }
      pump.enqueue({ flush, failed: (defect) => void fork(Effect.die(defect)) })
    }

    const publish = (datagram: Datagram): void => {
      const held = stations.get(nodeKey(datagram.from))?.held
      if (held !== undefined) return void held.push(() => publish(datagram))
      if (stateOf(datagram.from) !== "up" || !stations.has(nodeKey(datagram.from)) || isLost(datagram)) return
      if (delayMillis === 0) return soon(() => arrive(datagram))
      fork(
        Effect.delay(
          Effect.sync(() => arrive(datagram)),
          Duration.millis(delayMillis)
        )
      )
    }

    const setState = (node: NodeAddress, state: BusState) => {
      if (stateOf(node) === state) return
      states.set(nodeKey(node), state)
      const station = stations.get(nodeKey(node))
      if (station !== undefined) soon(() => handOver(station, () => station.handlers.stateChanged(state)))
    }

    const freeze = (node: NodeAddress) => {
      const station = stations.get(nodeKey(node))
      if (station === undefined) return () => {}
      station.held ??= []
      return () => {
        const { held = [] } = station
        station.held = undefined
        held.forEach(soon)
      }
    }

    return InMemoryNetwork.of({
      dropWhen: (predicate) => void (isLost = predicate),
      delay: (millis) => void (delayMillis = millis),
      cut: (a, b) => {
        cuts.add(pairKey(a, b)).add(pairKey(b, a))
        return () => void (cuts.delete(pairKey(a, b)) && cuts.delete(pairKey(b, a)))
      },
      freeze,
      setState,
      isQuiet: () => atHand.length === 0,
      attach: (self, handlers) => {
        const station: Station = { handlers, held: undefined }
        stations.set(nodeKey(self), station)
        return () => void (stations.get(nodeKey(self)) === station && stations.delete(nodeKey(self)))
      },
      publish,
      stateOf
    })
  })
)

/** The bus of one node in the network. */
export const layer = (self: NodeAddress): Layer.Layer<ClusterBus, never, InMemoryNetwork> =>
  Layer.effect(
    ClusterBus,
    Effect.gen(function* () {
      const network = yield* InMemoryNetwork
      return ClusterBus.of({
        self,
        maxDatagramBytes: limits.maxBatchBytes,
        publish: (to, bytes) => {
          if (!isSameNode(to, self)) network.publish({ from: self, to, bytes })
        },
        state: () => network.stateOf(self),
        listen: (handlers) =>
          Effect.asVoid(
            Effect.acquireRelease(
              Effect.sync(() => network.attach(self, handlers)),
              (leave) => Effect.sync(leave)
            )
          )
      })
    })
  )

const pairKey = (from: NodeAddress, to: NodeAddress): string => `${nodeKey(from)}>${nodeKey(to)}`
