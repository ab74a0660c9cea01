/**
 * The subjects of the bus: who speaks to whom, in a form that a NATS server can hold a node to. docs/CLUSTER.md section 2.
 */
import { type NodeAddress, nodeKey, parseNodeKey } from "./NodeAddress.ts"

const prefix = "pug.1"

/** What a datagram is published on. Permissions bind its end to the sender. */
export const datagramSubject = (from: NodeAddress, to: NodeAddress): string =>
  `${prefix}.d.${nodeKey(to)}.${nodeKey(from)}`

/** Where the server tells the sender that nobody is there. */
export const replySubject = (from: NodeAddress, to: NodeAddress): string =>
  `${prefix}.r.${nodeKey(from)}.${nodeKey(to)}`

/** What a node subscribes to. */
export const inbox = (self: NodeAddress) => ({
  datagrams: `${prefix}.d.${nodeKey(self)}.>`,
  replies: `${prefix}.r.${nodeKey(self)}.>`
})

/** All that the key of a slot may do. */
export const permissionsOf = (slot: number) => ({
  publish: [`${prefix}.d.*.*.${slot}.*`],
  subscribe: [`${prefix}.d.${slot}.>`, `${prefix}.r.${slot}.>`]
})

/** The other node of a subject that has come to `inbox`: the sender of a datagram, the one that is not there. */
export const otherNode = (subject: string): NodeAddress | undefined => {
  const parts = subject.split(".")
  return parts.length === 7 ? parseNodeKey(`${parts[5]}.${parts[6]}`) : undefined
}
