/**
 * How many sockets a listener holds, in all and of one address, whatever they are for.
 *
 * Who opens many and says nothing keeps each for seconds, before any request that could be counted: without a bound of its
 * own, one address would take the places of everybody. What is too much is closed before it is read. A trusted proxy
 * stands for many and an onion socket for nobody, so neither has the bound of an address. An address is held no longer
 * than its sockets, and as what counts for one (SourceAddress.ts).
 */
import type { Server, Socket } from "node:net"
import type { IpNetwork } from "effect/net"
import { groupOf, isWithin } from "../domain/SourceAddress.ts"
import type { SocketsRefused } from "../services/RelayMetrics.ts"

export interface SocketBounds {
  /** 0 sets no bound. */
  readonly maxPerAddress: number
  readonly trustedProxies: ReadonlyArray<IpNetwork.IpNetwork>
  /** Counted up. */
  readonly refused: SocketsRefused
}

/** Holds a server to them; the bound of all its sockets is Node's own `maxConnections`. */
export const keep = (server: Server, { maxPerAddress, refused, trustedProxies }: SocketBounds): void => {
  server.on("drop", () => (refused.full += 1))
  if (maxPerAddress === 0) return
  const groups = new Map<Socket, string>()
  const counts = new Map<string, number>()
  // One function for all of them: thousands are idle at a time.
  function leave(this: Socket): void {
    const group = groups.get(this) ?? ""
    const left = (counts.get(group) ?? 0) - 1
    groups.delete(this)
    if (left > 0) counts.set(group, left)
    else counts.delete(group)
  }
  server.on("connection", (socket: Socket) => {
    const address = socket.remoteAddress
    const group = isWithin(address, trustedProxies) ? undefined : groupOf(address)
    if (group === undefined) return
    const count = counts.get(group) ?? 0
    if (count >= maxPerAddress) {
      refused.address += 1
      socket.destroy()
      return
    }
    groups.set(socket, group)
    counts.set(group, count + 1)
    socket.on("close", leave)
  })
}
