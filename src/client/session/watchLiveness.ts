/**
 * Finds out that a connection is dead although nobody has closed it: a phone that changed its network, a laptop that
 * slept. Browsers neither show protocol pings nor tell of a lost network for minutes.
 *
 * Dead means that the relay owes an answer for too long: a Pong, or an own record that does not come back in its turn.
 * What has arrived and is still unread counts as a sign of life, so a busy page is not taken for a dead relay.
 */
import { Effect, Queue } from "effect"
import { encodeClientFrame, Ping } from "../../protocol/ClientFrame.ts"
import { client } from "../../protocol/Limits.ts"
import { brokenConnection } from "./brokenConnection.ts"
import { ConnectionClosed } from "./joinRoom.ts"
import { monotonicMillis } from "./monotonicMillis.ts"
import type { RoomConnection } from "./RoomConnection.ts"

interface UnansweredPing {
  readonly at: number
  readonly heardCount: number
}

/** Fails when the connection is dead. */
export const watchLiveness = Effect.fnUntraced(function* (room: RoomConnection) {
  let ping: UnansweredPing | undefined
  let isCheckDue = false
  const check = room.session.toCheck.wait.pipe(
    Effect.map(() => {
      isCheckDue = true
    })
  )
  while (true) {
    const now = yield* monotonicMillis
    if (ping !== undefined && room.heardCount > ping.heardCount) ping = undefined
    const deadAt = Math.min(ping?.at ?? Infinity, room.outgoing.waitingSince ?? Infinity) + client.answerMillis
    if (now >= deadAt) {
      if (Queue.sizeUnsafe(room.connection.incoming) === 0)
        return yield* new ConnectionClosed({ code: brokenConnection })
      yield* Effect.sleep(client.answerMillis)
      continue
    }
    if (ping === undefined && (isCheckDue || now >= room.heardAt + client.pingMillis)) {
      ping = { at: now, heardCount: room.heardCount }
      room.connection.send(pingFrame)
    }
    isCheckDue = false
    const nextAt = Math.min(
      deadAt,
      ping === undefined ? room.heardAt + client.pingMillis : ping.at + client.answerMillis
    )
    yield* Effect.raceAllFirst([Effect.sleep(nextAt - now), room.toWatch.wait, check])
  }
})

const pingFrame = encodeClientFrame(Ping.make({}))
