/**
 * Two relays in this process that are one cluster. The rooms are the first one's, wherever people stand.
 */
import { Context, Effect, Layer } from "effect"
import { Transport } from "../../../src/client/services/Transport.ts"
import type { NodeAddress } from "../../../src/domain/NodeAddress.ts"
import * as ClusterChallenges from "../../../src/layers/cluster/ClusterChallenges.ts"
import * as RoomRecords from "../../../src/layers/cluster/RoomRecords.ts"
import * as SharedSecret from "../../../src/layers/cluster/SharedSecret.ts"
import { Gateway, InMemoryAdmission, Relay } from "../../../src/index.ts"
import { NodeLinks } from "../../../src/services/NodeLinks.ts"
import { InMemoryTransport } from "../../../src/testing.ts"
import * as PerfectLinks from "./PerfectLinks.ts"

export const addresses: readonly [NodeAddress, NodeAddress] = [
  { slot: 1, incarnation: 0x1234_5678 },
  { slot: 2, incarnation: 0x9abc_def0 }
]

/** The services of one node, and the transport that ends at it. */
export const layerNode = (links: Layer.Layer<NodeLinks>) =>
  InMemoryTransport.layer().pipe(
    Layer.provideMerge(Relay.layerClusterServices),
    Layer.provideMerge([ClusterChallenges.layer, InMemoryAdmission.layer]),
    Layer.provide(RoomRecords.layer),
    Layer.provide([links, SharedSecret.layer(new Uint8Array(32).fill(7))]),
    Layer.fresh
  )

/** Where the n-th connection goes, from 0. */
export type Place = (connection: number) => "first" | "second"

export const atTheOther: Place = () => "second"
export const atBothInTurn: Place = (connection) => (connection % 2 === 0 ? "first" : "second")

const nextTurns = Effect.promise(async () => {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve))
})

/** As one relay: the first node's services, its doors at either node, and both shut down. */
export const layer = (place: Place, network = PerfectLinks.make()) =>
  Layer.effectContext(
    Effect.gen(function* () {
      const [first, second] = yield* Effect.forEach(addresses, (address) =>
        Layer.build(layerNode(Layer.succeed(NodeLinks, network.node(address))))
      )
      if (first === undefined || second === undefined) return yield* Effect.die("there are two")
      let connections = 0
      const connect: Transport["Service"]["connect"] = (url) => {
        const node = place(connections) === "first" ? first : second
        connections += 1
        return Context.get(node, Transport).connect(url)
      }
      const gateways = [first, second].map((node) => Context.get(node, Gateway))
      return first.pipe(
        Context.add(Transport, Transport.of({ connect })),
        Context.add(
          Gateway,
          Gateway.of({
            ...Context.get(first, Gateway),
            // The second when it has heard of the first one's rooms.
            drain: Effect.asVoid(Effect.forEach(gateways, ({ drain }) => Effect.andThen(drain, nextTurns)))
          })
        )
      )
    })
  )
