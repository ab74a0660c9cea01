/**
 * The real relay driven to its memory budget and past it: refusals by name, and the rooms that are there go on.
 */
import { memory, memoryBudgetBytes } from "../../src/protocol/Limits.ts"
import * as Budget from "../../src/domain/MemoryBudget.ts"
import { chat } from "./Chat.ts"
import type { Part } from "./Part.ts"
import { createRoom, Member, openRoom, type Room } from "./Room.ts"
import { megabytes, start } from "./SoakRelay.ts"

const budgetBytes = memoryBudgetBytes.minimum
const settings = {
  PUG_MEMORY_BUDGET: String(budgetBytes / 1_048_576),
  PUG_MAX_CAPACITY: "400",
  PUG_ADDRESS_CONNECTIONS: "0",
  PUG_ADDRESS_NEW_CONNECTIONS: "0",
  PUG_ADDRESS_JOINS: "0",
  PUG_ADDRESS_CHALLENGES: "0",
  PUG_ADDRESS_ROOMS: "0"
}
const busy = 4_207
const roomSize = 250
/** Of each room, for those who come when no other room is taken. */
const lateSeats = 50

export const memoryBudget: Part = {
  name: "to the memory budget and past it",
  run: async ({ say, hold }) => {
    const relay = await start(settings)
    try {
      const honest = await openRoom(relay.port, "127.0.3.1", 4, 8)
      const before = await relay.memory()
      const { heldLimitBytes } = Budget.make(budgetBytes)
      const places = Math.floor(heldLimitBytes / memory.connectionBytes)
      const full: Array<Member> = []
      const rooms: Array<Room> = []
      /** Takes so many seats; returns the code by which one was refused. */
      const fill = async (room: Room, seats: number, hasCreator: boolean): Promise<number | undefined> => {
        for (let taken = 0; taken < seats; taken++) {
          const member = new Member(relay.port, "127.0.3.2")
          const code = await member.join(room, !hasCreator && taken === 0)
          if (code !== undefined) return code
          full.push(member)
        }
        return undefined
      }
      while (full.length < places * 2) {
        const room = await createRoom(relay.port, "127.0.3.2", roomSize + lateSeats + 1)
        if (typeof room === "string") break
        rooms.push(room)
        await fill(room, roomSize, false)
      }
      // Rooms stop first; the rest is for who joins those that are there.
      let refusal: number | undefined
      for (const room of rooms) refusal ??= await fill(room, lateSeats, true)
      const readiness = (await fetch(`${relay.url}/readyz`)).status
      const refusedRoom = await createRoom(relay.port, "127.0.3.3", 2)
      const late = new Member(relay.port, "127.0.3.3")
      const refusedConnection = await late.join(honest, false)
      const after = await relay.memory()
      const talk = await chat([honest], 3_000)
      const closedByRelay = full.filter(({ webSocket }) => webSocket.readyState !== webSocket.OPEN).length

      say(`settings ${JSON.stringify(settings)}`)
      say(
        `${full.length} members taken of ${places} places; heap grew by ${megabytes(after.heapBytes - before.heapBytes)}`
      )
      say(`then: room ${String(refusedRoom)}, connection ${refusedConnection}, /readyz ${readiness}`)
      hold(refusedRoom === "busy", "a room past the budget is refused as busy")
      hold(refusal === busy && refusedConnection === busy, "a connection past the budget is closed as busy")
      hold(readiness === 503, "/readyz says that nothing more is taken")
      hold(after.heapBytes - before.heapBytes <= heldLimitBytes, "what they take is no more than the formula says")
      hold(closedByRelay === 0 && talk.lost + talk.gaps === 0, "the rooms that are there go on")
    } finally {
      await relay.stop()
    }
  }
}
