/**
 * Links between the nodes of a cluster: records from one node to another, in order and exactly once, until the link is
 * down. Never a silent gap: a record that did not arrive is followed by `down`, on both sides.
 *
 * A link is one life of a connection between two nodes. After `down` it is over with all that was under way; the next
 * `send` opens another one, which knows nothing of the first.
 */
import { Context, type Effect, type Scope } from "effect"
import type { LinkDownReason } from "../domain/LinkDownReason.ts"
import type { NodeAddress } from "../domain/NodeAddress.ts"

export { LinkDownReason } from "../domain/LinkDownReason.ts"

/** Called at once, one at a time, never from within `send` or `reset`. They may call both. */
export interface LinkHandlers {
  /** The next record of the link. A view into what arrived: copy what is to be kept for long. */
  readonly record: (from: NodeAddress, record: Uint8Array) => void
  /** Exactly once for each link, one that never came up among them; after it nothing of that link is delivered. */
  readonly down: (peer: NodeAddress, reason: LinkDownReason) => void
}

/** What a link holds and how it does, for metrics and tests. */
export interface LinkState {
  readonly peer: NodeAddress
  /** Both sides have met. */
  readonly isUp: boolean
  /** Bytes that the peer has not acknowledged, those that wait for the end of the turn among them. */
  readonly heldBytes: number
}

export class NodeLinks extends Context.Service<
  NodeLinks,
  {
    readonly self: NodeAddress
    /** The longest record that `send` takes, in bytes. */
    readonly maxRecordBytes: number
    /**
     * Queues a record of at least one byte, opening the link if there is none; it goes out with all others of the turn.
     * Whether it arrives is told by `down` alone. The bytes must not change afterwards. A record that is empty, too long
     * or to this node itself is a defect and throws.
     */
    readonly send: (to: NodeAddress, record: Uint8Array) => void
    /** Delivers until the scope closes. One listener at a time; without one, links are refused. */
    readonly listen: (handlers: LinkHandlers) => Effect.Effect<void, never, Scope.Scope>
    /** Ends the link to a node, here and there, if there is one. What was sent before may be lost. */
    readonly reset: (peer: NodeAddress) => void
    /** All links that are not down. */
    readonly peers: () => ReadonlyArray<LinkState>
  }
>()("pug-network/services/NodeLinks") {}
