/**
 * Seals a Heartbeat after a random time in which the log has not grown, so that a fork or a cut-off tail shows in a silent
 * room too. Any growth starts the wait anew, so in practice one member speaks for all. PROTOCOL.md section 7.4.
 */
import { Effect, Random } from "effect"
import { client } from "../../protocol/Limits.ts"
import { monotonicMillis } from "./monotonicMillis.ts"
import type { RoomConnection } from "./RoomConnection.ts"

/** Runs as long as the connection. A lone member has nobody to tell. */
export const heartbeats = Effect.fnUntraced(function* (room: RoomConnection) {
  while (true) {
    yield* whenSilent(room)
    if (room.session.roster.list.length > 1) {
      room.isHeartbeatDue = true
      room.session.toSend.raise()
    }
    room.logGrewAt = yield* monotonicMillis
  }
})

/** The wait is drawn anew with each growth: a member who has drawn a long one would hardly ever have its turn. */
const whenSilent = Effect.fnUntraced(function* (room: RoomConnection) {
  let grewAt: number
  do {
    grewAt = room.logGrewAt
    const silence = client.heartbeatMillis * (1 + (yield* Random.next))
    yield* Effect.sleep(Math.max(0, grewAt + silence - (yield* monotonicMillis)))
  } while (room.logGrewAt !== grewAt)
})
