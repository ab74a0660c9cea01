/**
 * As many idle members as the descriptor limit allows, and what they weigh.
 */
import { spawnSync } from "node:child_process"
import { setTimeout as sleep } from "node:timers/promises"
import { memory } from "../../src/protocol/Limits.ts"
import { chat } from "./Chat.ts"
import type { Part } from "./Part.ts"
import { createRoom, Member, openRoom } from "./Room.ts"
import { megabytes, start } from "./SoakRelay.ts"

/** Of the limit, for everything that is no member: in the relay, and in this process, which holds the other ends. */
const otherDescriptors = 300
const roomSize = 200
const joinsAtOnce = 25
/** Below the rate from which on the relay asks for work at join. */
const pauseMillis = 300
const settings = {
  PUG_MAX_CONNECTIONS: "1000000",
  PUG_ADDRESS_CONNECTIONS: "0",
  PUG_ADDRESS_NEW_CONNECTIONS: "0",
  PUG_ADDRESS_JOINS: "0",
  PUG_ADDRESS_CHALLENGES: "0",
  PUG_ADDRESS_ROOMS: "0",
  PUG_MAX_CAPACITY: "2000"
}

const descriptorLimit = (): number => Number(spawnSync("sh", ["-c", "ulimit -n"], { encoding: "utf8" }).stdout)

export const idle: Part = {
  name: "idle members",
  run: async ({ times, say, hold }) => {
    const relay = await start(settings)
    try {
      const honest = await openRoom(relay.port, "127.0.4.1", 4)
      const before = await relay.memory()
      const wanted = Math.min(descriptorLimit() - otherDescriptors, times)
      const members: Array<Member> = []
      let refusals = 0
      while (members.length < wanted && refusals === 0) {
        const room = await createRoom(relay.port, "127.0.4.2", roomSize + 1)
        if (typeof room === "string") throw new Error(`a room was refused: ${room}`)
        for (let seats = 0; seats < roomSize && members.length < wanted; seats += joinsAtOnce) {
          const pause = sleep(pauseMillis)
          const joining = Array.from({ length: Math.min(joinsAtOnce, wanted - members.length) }, (_, index) => ({
            member: new Member(relay.port, `127.0.5.${1 + (members.length % 200)}`),
            isCreator: seats + index === 0
          }))
          // The creator has to be the first.
          const [first, ...others] = joining
          const codes = [await first?.member.join(room, first.isCreator)]
          codes.push(...(await Promise.all(others.map(({ member }) => member.join(room, false)))))
          await pause
          refusals += codes.filter((code) => code !== undefined).length
          members.push(...joining.map(({ member }) => member))
        }
      }
      const after = await relay.memory()
      const talk = await chat([honest], 3_000)
      const each = (after.heapBytes - before.heapBytes) / members.length

      say(`settings ${JSON.stringify(settings)}; descriptor limit ${descriptorLimit()}`)
      say(`${members.length} members, ${refusals} refused; heap ${each.toFixed(0)} bytes each, room included`)
      say(`RSS ${megabytes(before.rssBytes)} before, ${megabytes(after.rssBytes)} with them`)
      say(`a room beside them: p50 ${talk.p50Millis.toFixed(2)} ms`)
      hold(refusals === 0, "all of them are in")
      hold(each <= memory.connectionBytes, "a member takes no more than the formula says")
      hold(talk.lost + talk.gaps === 0, "a room beside them goes on")
      members.forEach(({ webSocket }) => webSocket.terminate())
    } finally {
      await relay.stop()
    }
  }
}
