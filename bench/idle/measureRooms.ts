/**
 * Runs idle/rooms.ts in a process of its own and reads what it found.
 */
import { once } from "node:events"
import { core, type ServerOptions, spawnAt } from "../processes.ts"
import type { RoomFigures } from "../results.ts"

const directory = new URL("..", import.meta.url).pathname

export const measureRooms = async (
  rooms: number,
  cycles: number,
  { isFromSource }: ServerOptions
): Promise<RoomFigures> => {
  const source = isFromSource ? ["--import", `${directory}peers/fromSource.ts`] : []
  const command = [
    process.execPath,
    "--expose-gc",
    ...source,
    `${directory}idle/rooms.ts`,
    String(rooms),
    String(cycles)
  ]
  const child = spawnAt(core.server, command, ["ignore", "pipe", "inherit"])
  let output = ""
  child.stdout?.on("data", (chunk) => (output += String(chunk)))
  await once(child, "close")
  if (child.exitCode !== 0) throw new Error("idle/rooms.ts has failed")
  // The program prints exactly this.
  return JSON.parse(output) as RoomFigures
}
