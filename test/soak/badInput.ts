/**
 * Ten honest rooms while bad input of every kind arrives from other addresses.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { text } from "node:stream/consumers"
import { setTimeout as sleep } from "node:timers/promises"
import { chat } from "./Chat.ts"
import type { Part } from "./Part.ts"
import { type OpenRoom, openRoom } from "./Room.ts"
import { type Memory, megabytes, start } from "./SoakRelay.ts"

const rooms = 10
const membersOfRoom = 4
const inputsPerSecond = 1_000
/** Of its idle value, at most. */
const slowdown = 3
/** Of memory after one load of bad input, at most this more after another. */
const growth = 0.1
/** The relay remembers an address for a minute, and a half request for 15 s. */
const forgetMillis = 75_000

const abuse = (port: number, seed: number) => {
  const args = ["test/soak/abuse.ts", String(port), String(inputsPerSecond), String(seed)]
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] })
  const output = text(child.stdout)
  return async () => {
    child.kill("SIGTERM")
    await once(child, "close")
    // abuse.ts prints exactly this.
    return JSON.parse(await output) as { total: number; kinds: number; skipped: number; millis: number }
  }
}

const hasReturned = (before: Memory, now: Memory): boolean =>
  now.heapBytes <= before.heapBytes * (1 + growth) && now.rssBytes <= before.rssBytes * (1 + growth)

export const badInput: Part = {
  name: "bad input",
  run: async ({ seed, millis, say, hold }) => {
    const relay = await start()
    try {
      // One after another: the work blocks this process, and a request that it has half sent would time out meanwhile.
      const honest: Array<OpenRoom> = []
      for (let index = 1; index <= rooms; index++) {
        honest.push(await openRoom(relay.port, `127.0.1.${index}`, membersOfRoom))
      }
      const fresh = await relay.memory()
      // The same load once before, because what a first load leaves is no leak: compiled code, and the most that OpenSSL,
      // libuv and Node ever had at a time, which glibc keeps for the next (10 MiB of its heap when fresh, 35 MiB after one
      // minute, and 35 MiB after three). A leak would add to it each time.
      const warmUp = abuse(relay.port, seed + 1)
      await chat(honest, millis)
      await warmUp()
      await sleep(forgetMillis)
      const idle = await chat(honest, millis / 2)
      const before = await relay.memory()
      const stop = abuse(relay.port, seed)
      const busy = await chat(honest, millis)
      const { total, kinds, skipped, millis: abusedMillis } = await stop()
      const rate = (total / abusedMillis) * 1_000
      let after = await relay.memory()
      const deadline = performance.now() + forgetMillis
      while (!hasReturned(before, after) && performance.now() < deadline) {
        await sleep(5_000)
        after = await relay.memory()
      }

      say(
        `${total} bad inputs of ${kinds} kinds, ${rate.toFixed(0)} a second (${skipped} not sent, too many were open)`
      )
      say(`${busy.sent} honest messages in ${rooms} rooms, ${busy.lost} lost, ${busy.gaps} gaps`)
      say(`p50 ${idle.p50Millis.toFixed(2)} ms idle, ${busy.p50Millis.toFixed(2)} ms under bad input`)
      for (const [name, of] of [
        ["heap", "heapBytes"],
        ["RSS", "rssBytes"]
      ] as const) {
        say(
          `${name} ${[fresh, before, after].map((memory) => megabytes(memory[of])).join(", ")}: fresh, after one load, after two`
        )
      }
      hold(rate >= inputsPerSecond * 0.9, "bad input arrives at 1,000 a second")
      hold(busy.lost + busy.gaps === 0, "no honest message is lost")
      hold(busy.p50Millis < idle.p50Millis * slowdown, "the honest p50 stays under 3 times its idle value")
      hold(hasReturned(before, after), "memory returns to within 10 % of what one load has left")
      hold(!/defect|failed/.test(relay.output()), "nothing in the relay fails")
    } finally {
      await relay.stop()
    }
  }
}
