/**
 * Two relays in this process that are one cluster. The rooms are the first one's, wherever people stand.
 */
import { Context, Effect, Layer } from "effect"
import { Transport } from "../../../src/client/services/Transport.ts"
import type { NodeAddress } from "../../../src/domain/NodeAddress.ts"
import { type Challenges, Gateway, InMemoryAdmission, Relay, type RoomRegistry } from "../../../src/index.ts"
import * as BusNodeLinks from "../../../src/layers/BusNodeLinks.ts"
import * as ClusterChallenges from "../../../src/layers/cluster/ClusterChallenges.ts"
import * as RoomRecords from "../../../src/layers/cluster/RoomRecords.ts"
import * as SharedSecret from "../../../src/layers/cluster/SharedSecret.ts"
import * as InMemoryClusterBus from "../../../src/layers/InMemoryClusterBus.ts"
import { InMemoryTransport } from "../../../src/testing.ts"

export const addresses = {
  first: { slot: 1, incarnation: 0x1234_5678 },
  second: { slot: 2, incarnation: 0x9abc_def0 }
} satisfies Record<string, NodeAddress>

export type Name = keyof typeof addresses

export type NodeServices = RoomRegistry | Gateway | Challenges | Transport

/** A node of the network: its services, and the transport that ends at it. */
export const layerNode = (address: NodeAddress) =>
  InMemoryTransport.layer().pipe(
    Layer.provideMerge(Relay.layerClusterServices),
    Layer.provideMerge([ClusterChallenges.layer, InMemoryAdmission.layer]),
    Layer.provide(RoomRecords.layer),
    Layer.provide([BusNodeLinks.layer(), SharedSecret.layer(new Uint8Array(32).fill(7))]),
    Layer.provide(InMemoryClusterBus.layer(address)),
    Layer.fresh
  )

/** Where the n-th connection goes, from 0. */
export type Place = (connection: number) => Name

export const atTheOther: Place = () => "second"
export const atBothInTurn: Place = (connection) => (connection % 2 === 0 ? "first" : "second")

const nextTurns = Effect.promise(async () => {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve))
})

/** As one relay: the first node's services, doors at either node, and both shut down. */
export const layer = (place: Place) =>
  Layer.effectContext(
    Effect.gen(function* () {
      const first = yield* Layer.build(layerNode(addresses.first))
      const second = yield* Layer.build(layerNode(addresses.second))
      const nodes = { first, second }
      let connections = 0
      const connect: Transport["Service"]["connect"] = (url) => {
        const node = nodes[place(connections)]
        connections += 1
        return Context.get(node, Transport).connect(url)
      }
      // The second when it has heard of the first one's rooms.
      const drain = Effect.forEach([first, second], (node) =>
        Effect.andThen(Context.get(node, Gateway).drain, nextTurns)
      )
      return first.pipe(
        Context.add(Transport, Transport.of({ connect })),
        Context.add(Gateway, Gateway.of({ ...Context.get(first, Gateway), drain: Effect.asVoid(drain) }))
      )
    })
  ).pipe(Layer.provide(InMemoryClusterBus.layerNetwork))
