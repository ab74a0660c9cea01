/**
 * One node on a real bus: its services and doors over sockets, with settings that can be handed to another process.
 */
import { createServer } from "node:http"
import { NodeHttpServer } from "@effect/platform-node"
import { Layer, Logger, Redacted } from "effect"
import { HttpRouter } from "effect/http"
import * as BusNodeLinks from "../../../src/layers/BusNodeLinks.ts"
import * as ClusterChallenges from "../../../src/layers/cluster/ClusterChallenges.ts"
import * as RoomRecords from "../../../src/layers/cluster/RoomRecords.ts"
import * as SharedSecret from "../../../src/layers/cluster/SharedSecret.ts"
import * as NatsClusterBus from "../../../src/layers/NatsClusterBus.ts"
import { InMemoryAdmission, Relay } from "../../../src/index.ts"
import { address, type Setup, withSetup } from "../../layers/contract/RelayUnderTest.ts"

/** How a node comes to its bus. */
export interface BusAccess extends Omit<NatsClusterBus.NatsBusSettings, "nkeySeed"> {
  readonly nkeySeed: string | undefined
}

const secret = new Uint8Array(32).fill(7)

export const layerNode = ({ nkeySeed, ...bus }: BusAccess, setup: Setup) =>
  HttpRouter.serve(Relay.layerRoutes(), { disableLogger: true, disableListenLog: true }).pipe(
    Layer.provideMerge(Relay.layerClusterServices),
    Layer.provideMerge([ClusterChallenges.layer, InMemoryAdmission.layer]),
    Layer.provide(RoomRecords.layer),
    Layer.provide(SharedSecret.layer(secret)),
    Layer.provideMerge(BusNodeLinks.layer()),
    Layer.provide(
      NatsClusterBus.layer({ ...bus, nkeySeed: nkeySeed === undefined ? undefined : Redacted.make(nkeySeed) })
    ),
    Layer.provideMerge(address),
    Layer.provide(NodeHttpServer.layer(createServer, { port: 0, disablePreemptiveShutdown: true })),
    Layer.provide(withSetup(setup)),
    // Debian's nats-server is an old one, and each of a hundred nodes would say so.
    Layer.provide(Logger.layer([])),
    Layer.fresh
  )
