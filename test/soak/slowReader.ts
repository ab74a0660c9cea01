/**
 * A member that never reads a byte, under load: what waits for it is bounded, and the room keeps its pace.
 */
import { setTimeout as sleep } from "node:timers/promises"
import { maxSendBufferBytes } from "../../src/protocol/Limits.ts"
import { chat } from "./Chat.ts"
import type { Part } from "./Part.ts"
import { Member, openRoom } from "./Room.ts"
import { megabytes, start } from "./SoakRelay.ts"

const settings = { PUG_MESSAGES_PER_SECOND: "200", PUG_BYTES_PER_SECOND: "4000000" }
const messageBytes = 8_000
const everyMillis = 5
/** Batches, and garbage between two collections. */
const slackBytes = 67_108_864

export const slowReader: Part = {
  name: "a member that never reads",
  run: async ({ millis, say, hold }) => {
    const relay = await start(settings)
    try {
      const room = await openRoom(relay.port, "127.0.2.1", 4, 8)
      const alone = await chat([room], millis / 4, everyMillis, messageBytes)
      const before = relay.rssBytes()
      const slow = new Member(relay.port, "127.0.2.2")
      const code = await slow.join(room, false)
      if (code !== undefined) throw new Error(`the slow member was closed with ${code}`)
      slow.webSocket.pause()
      let most = before
      const over = new AbortController()
      const watch = async () => {
        for (; !over.signal.aborted; await sleep(100)) most = Math.max(most, relay.rssBytes())
      }
      const watched = watch()
      const beside = await chat([room], millis, everyMillis, messageBytes)
      over.abort()
      await watched
      await sleep(100)
      slow.webSocket.resume()
      const end = await Promise.race([slow.closed, sleep(10_000, "not at all" as const)])

      const bound = maxSendBufferBytes.default + slackBytes
      say(`settings ${JSON.stringify(settings)}; ${beside.sent} messages of ${messageBytes} bytes`)
      say(`RSS grew by ${megabytes(most - before)}; stated bound ${megabytes(bound)}`)
      say(`p50 of the others ${alone.p50Millis.toFixed(2)} ms alone, ${beside.p50Millis.toFixed(2)} ms beside it`)
      say(`the slow member was closed with ${end}`)
      hold(most - before <= bound, "growth stays within its bound")
      hold(beside.lost + beside.gaps === 0, "the others lose nothing")
      hold(beside.p50Millis < Math.max(alone.p50Millis * 3, 5), "the room keeps its pace")
      hold(end === 4205 || end === 1006, "who does not read is cut")
    } finally {
      await relay.stop()
    }
  }
}
