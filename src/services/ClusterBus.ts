/**
 * Datagrams between the nodes of a cluster: at most once, in no promised order, each from a sender that the bus vouches for.
 *
 * NATS in production, a network in memory for tests, nothing at all in a relay of one process. What must arrive, and in
 * order, goes over NodeLinks.
 */
import { Context, type Effect, Schema, type Scope } from "effect"
import type { NodeAddress } from "../domain/NodeAddress.ts"

export type { NodeAddress } from "../domain/NodeAddress.ts"

/**
 * Up: datagrams go out and a probe comes back. Stalled: the connection stands and nothing comes back. Down: there is no
 * connection. Both of the latter end by themselves when the bus recovers.
 */
export type BusState = "up" | "stalled" | "down"

/** The bus cannot be used: the start of a node stops here. */
export class BusUnavailable extends Schema.TaggedError<BusUnavailable>()("BusUnavailable", {
  /**
   * unreachable: nothing answers at the addresses. refused: credentials or certificate were not accepted. insecure: a bus
   * that everybody may read, or one that writes to a disk. invalid: settings that contradict each other.
   */
  reason: Schema.Literals(["unreachable", "refused", "insecure", "invalid"]),
  /** What to change, for the operator. Holds no secret. */
  advice: Schema.String
}) {
  override get message(): string {
    return `the bus between nodes cannot be used: ${this.advice}`
  }
}

/** Called at once, one at a time, never from within `publish`. */
export interface BusHandlers {
  /** `from` is vouched for by the bus. The bytes stay as they are for as long as they are held. */
  readonly datagram: (from: NodeAddress, datagram: Uint8Array) => void
  /** A datagram to this node met nobody. It may be dead, or about to come back: a suspicion, no proof. */
  readonly nobodyThere: (peer: NodeAddress) => void
  readonly stateChanged: (state: BusState) => void
}

export class ClusterBus extends Context.Service<
  ClusterBus,
  {
    readonly self: NodeAddress
    /** The longest datagram that `publish` takes, in bytes. */
    readonly maxDatagramBytes: number
    /** Sends at once and at most once; what the bus cannot take now is lost. The bytes must not change afterwards. */
    readonly publish: (to: NodeAddress, datagram: Uint8Array) => void
    readonly state: () => BusState
    /** Delivers until the scope closes. One listener at a time. */
    readonly listen: (handlers: BusHandlers) => Effect.Effect<void, never, Scope.Scope>
  }
>()("pug-network/services/ClusterBus") {}
