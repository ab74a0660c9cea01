/**
 * Links that lose nothing and wait for nothing, between nodes in this process; a node can be cut off by hand. The rules
 * of real links are BusNodeLinks' own.
 */
import { Effect } from "effect"
import { isSameNode, type NodeAddress, nodeKey } from "../../../src/domain/NodeAddress.ts"
import type { LinkDownReason, LinkHandlers, NodeLinks } from "../../../src/services/NodeLinks.ts"

export interface Network {
  readonly node: (self: NodeAddress) => NodeLinks["Service"]
  /** Every link of this node goes down, there and at its peers, and it is not found any more. */
  readonly kill: (node: NodeAddress) => void
  /** Every link of this node goes down, on both sides, for this reason; new ones come up. */
  readonly cut: (node: NodeAddress, reason: LinkDownReason) => void
  /** All bytes that have gone over links so far. */
  readonly sniffed: () => Buffer
}

export const make = (): Network => {
  const nodes = new Map<string, LinkHandlers>()
  const links = new Set<string>()
  const sniffed: Array<Uint8Array> = []
  let queue: Array<() => void> = []

  const later = (act: () => void) => {
    if (queue.push(act) === 1)
      setImmediate(() => {
        const acts = queue
        queue = []
        acts.forEach((each) => each())
      })
  }
  const linkOf = (a: NodeAddress, b: NodeAddress) => [nodeKey(a), nodeKey(b)].toSorted().join(" ")

  const down = (a: NodeAddress, b: NodeAddress, reason: LinkDownReason) => {
    if (!links.delete(linkOf(a, b))) return
    later(() => {
      nodes.get(nodeKey(a))?.down(b, reason)
      nodes.get(nodeKey(b))?.down(a, reason)
    })
  }
  const peersOf = (node: NodeAddress): ReadonlyArray<NodeAddress> =>
    [...links]
      .map((link) => link.split(" "))
      .filter((keys) => keys.includes(nodeKey(node)))
      .map((keys) => {
        const [slot, incarnation] = (keys.find((key) => key !== nodeKey(node)) ?? "").split(".").map(Number)
        return { slot: slot ?? 0, incarnation: incarnation ?? 0 }
      })
  const cut = (node: NodeAddress, reason: LinkDownReason) => peersOf(node).forEach((peer) => down(node, peer, reason))

  return {
    cut,
    kill: (node) => {
      nodes.delete(nodeKey(node))
      cut(node, "unreachable")
    },
    sniffed: () => Buffer.concat(sniffed),
    node: (self) => ({
      self,
      maxRecordBytes: 65_536,
      peers: () => peersOf(self).map((peer) => ({ peer, isUp: true, heldBytes: 0 })),
      reset: (peer) => down(self, peer, "reset"),
      send: (to, record) => {
        if (isSameNode(to, self) || record.length === 0 || record.length > 65_536) throw new Error("no such record")
        sniffed.push(record)
        links.add(linkOf(self, to))
        if (!nodes.has(nodeKey(to))) return down(self, to, "unreachable")
        later(() => {
          if (links.has(linkOf(self, to))) nodes.get(nodeKey(to))?.record(self, record)
        })
      },
      listen: (handlers) =>
        Effect.acquireRelease(
          Effect.sync(() => void nodes.set(nodeKey(self), handlers)),
          () =>
            Effect.sync(() => {
              nodes.delete(nodeKey(self))
              cut(self, "reset")
            })
        )
    })
  }
}
