/**
 * What is idle: members of every peer, rooms of ours, and as many members as one process can hold.
 */
import { peerNames } from "../peers.ts"
import type { ServerOptions } from "../processes.ts"
import type { IdleFigures } from "../results.ts"
import { measureMembers } from "./members.ts"
import { measureRooms } from "./measureRooms.ts"

const members = 10_000

/** The usual descriptor limit of a service is 20,000; a process needs some for itself. */
const mostMembers = 19_500

export const measureIdle = async (isQuick: boolean, options: ServerOptions): Promise<IdleFigures> => {
  const rooms = await measureRooms(options)
  const ours = await measureMembers("pug", members, options)
  const others = peerNames.filter((name) => name !== "pug" && (!isQuick || name === "ws"))
  const figures: Record<string, typeof ours> = { pug: ours }
  for (const name of others) figures[name] = await measureMembers(name, members, options)
  return {
    bytesPerMember: ours.bytesPerMember,
    bytesPerRoom: rooms.bytesPerRoom,
    rooms,
    members: figures,
    ...(isQuick ? {} : { most: await measureMembers("pug", mostMembers, options) })
  }
}
