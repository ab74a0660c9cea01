/**
 * What a node counts about its links and its bus: plain numbers, bumped where things happen. No key names a peer, so that
 * the series of a metric stay the same however often nodes come and go.
 */
import { Context } from "effect"
import { LinkDownReason } from "../domain/LinkDownReason.ts"
import type { BusState } from "./ClusterBus.ts"
import type { LinkState } from "./NodeLinks.ts"

/** Values that are somebody else's to know and are asked for when they are read. */
export interface ClusterLevels {
  busState: () => BusState
  links: () => ReadonlyArray<LinkState>
}

export class NodeCounts {
  recordsSent = 0
  recordsReceived = 0
  /** Datagrams of every kind, Hellos and acknowledgements among them, and their bytes. */
  datagramsSent = 0
  datagramsReceived = 0
  datagramBytesSent = 0
  datagramBytesReceived = 0
  /** Batches that went out once more. */
  retransmissions = 0
  /** The bus's word that a peer is not there. */
  nobodyThere = 0
  /** Times that the bus went from working to not working. */
  busInterruptions = 0
  readonly linksEnded = Object.fromEntries(LinkDownReason.literals.map((reason) => [reason, 0])) as Record<
    LinkDownReason,
    number
  > // fromEntries forgets which keys it was given.
  /** Replaced by whoever knows. */
  readonly levels: ClusterLevels = { busState: () => "down", links: () => [] }
}

/** The tally of this node. Without one provided, things are counted where nobody looks. */
export const ClusterTally = Context.Reference<NodeCounts>("pug-network/services/ClusterTally", {
  defaultValue: () => new NodeCounts()
})
