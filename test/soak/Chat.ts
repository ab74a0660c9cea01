/**
 * Honest rooms that talk for a while: everything that was said reaches everybody, and how fast.
 */
import { setTimeout as sleep } from "node:timers/promises"
import { median, type OpenRoom } from "./Room.ts"

export interface ChatFigures {
  readonly sent: number
  readonly lost: number
  readonly gaps: number
  readonly p50Millis: number
}

/** Each room says something every `everyMillis`, one member after the other; then what is under way may arrive. */
export const chat = async (
  rooms: ReadonlyArray<OpenRoom>,
  millis: number,
  everyMillis = 100,
  bytes = 200
): Promise<ChatFigures> => {
  const members = rooms.flatMap((room) => room.members)
  const before = members.map(({ received, latencies }) => ({ received, latencies: latencies.length }))
  const end = performance.now() + millis
  let rounds = 0
  while (performance.now() < end) {
    for (const room of rooms) room.members[rounds % room.members.length]?.say(bytes)
    rounds += 1
    await sleep(everyMillis)
  }
  const isMissing = () =>
    members.reduce((sum, member, i) => sum + rounds - member.received + (before[i]?.received ?? 0), 0)
  for (let waits = 0; waits < 100 && isMissing() > 0; waits++) await sleep(50)
  return {
    sent: rounds * rooms.length,
    lost: isMissing(),
    gaps: members.reduce((sum, { gaps }) => sum + gaps, 0),
    p50Millis: median(members.flatMap(({ latencies }, i) => latencies.slice(before[i]?.latencies)))
  }
}
