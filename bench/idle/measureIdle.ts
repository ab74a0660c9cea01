/**
 * What is idle: members of every peer, rooms of ours, and as many members as one process can hold.
 */
import { peerNames } from "../peers.ts"
import type { ServerOptions } from "../processes.ts"
import type { IdleFigures } from "../results.ts"
import { measureMembers } from "./members.ts"
import { measureRooms } from "./measureRooms.ts"

const members = { full: 10_000, quick: 5_000 }

const rooms = { full: 100_000, quick: 40_000 }

/** Times that all rooms are made and ended. */
const cycles = { full: 3, quick: 2 }

/** The usual descriptor limit of a service is 20,000; a process needs some for itself. */
const mostMembers = 19_500

export const measureIdle = async (isQuick: boolean, options: ServerOptions): Promise<IdleFigures> => {
  const extent = isQuick ? "quick" : "full"
  const roomFigures = await measureRooms(rooms[extent], cycles[extent], options)
  const ours = await measureMembers("pug", members[extent], options)
  const others = peerNames.filter((name) => name !== "pug" && (!isQuick || name === "ws"))
  const figures: Record<string, typeof ours> = { pug: ours }
  for (const name of others) figures[name] = await measureMembers(name, members[extent], options)
  return {
    bytesPerMember: ours.bytesPerMember,
    bytesPerRoom: roomFigures.bytesPerRoom,
    rooms: roomFigures,
    members: figures,
    ...(isQuick ? {} : { most: await measureMembers("pug", mostMembers, options) })
  }
}
