/**
 * Ports that nobody listens on, for programs that have to be told theirs.
 */
import { once } from "node:events"
import { type AddressInfo, createServer } from "node:net"

/** Held together until all are found, so that no two are the same. */
export const freePorts = async (count: number): Promise<ReadonlyArray<number>> => {
  const servers = Array.from({ length: count }, () => createServer().listen(0))
  const ports = await Promise.all(
    servers.map(async (server) => {
      await once(server, "listening")
      // A server on TCP has a port.
      return (server.address() as AddressInfo).port
    })
  )
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
