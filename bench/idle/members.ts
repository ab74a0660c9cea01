/**
 * What a member costs who says nothing, and what it costs to let one in; in rooms of five.
 */
import { readFileSync } from "node:fs"
import { startGenerator } from "../generator.ts"
import { type PeerName, peers } from "../peers.ts"
import { capacityOf, planText } from "../plan.ts"
import { type ServerOptions, startServer } from "../processes.ts"
import type { MemberFigures } from "../results.ts"
import { significant } from "../statistics.ts"

/** Members of the first measurement: compiled code and tables that all members share are there by then. */
const firstMembers = 1_000

const roomMembers = 5

/** A clock tick of /proc/<pid>/stat. */
const tickMicros = 10_000

export const measureMembers = async (
  name: PeerName,
  members: number,
  options: ServerOptions
): Promise<MemberFigures> => {
  const peer = peers[name]
  const topology = { rooms: members / roomMembers, members: roomMembers }
  const server = await startServer(peer, options)
  try {
    const { pid: serverPid, port } = server
    const before = cpuMicros(serverPid)
    const entryOf = await peer.open(port, topology.rooms, capacityOf(topology))
    const creation = (cpuMicros(serverPid) - before) / topology.rooms
    const request = { peer, port, serverPid, topology, sizes: [256], entryOf, hasGuests: false }
    const generator = await startGenerator(planText(request))
    try {
      await generator.connect(firstMembers)
      const firstRss = await server.settledRss()
      const { seconds, serverCpuMicros } = await generator.connect(members - firstMembers)
      const rss = await server.settledRss()
      // All of them are really there: everybody gets a message, and nobody gets less than all.
      await generator.closed(256, 1, 100, 100)
      return {
        members,
        bytesPerMember: Math.round((rss - firstRss) / (members - firstMembers)),
        rssBytes: rss,
        joinsPerSecond: Math.round((members - firstMembers) / seconds),
        cpuMicrosPerJoin: significant(serverCpuMicros / (members - firstMembers), 3),
        ...(name === "pug" ? { cpuMicrosPerCreation: significant(creation, 3) } : {})
      }
    } finally {
      generator.stop()
    }
  } finally {
    server.stop()
  }
}

const cpuMicros = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ")
  // utime and stime, fields 14 and 15 of proc(5); the first two were cut off.
  return (Number(fields[11]) + Number(fields[12])) * tickMicros
}
