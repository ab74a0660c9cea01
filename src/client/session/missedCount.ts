/**
 * How many messages were said while there was no connection, from the sequence numbers on both sides of the gap.
 * PROTOCOL.md section 5.1: a log has no gaps, so what is between them has happened. It may have been something else than
 * messages, and what certainly was is taken off; what remains may still hold greetings and heartbeats, so it is the most
 * that can have been missed. Only the seal could tell them apart, and it was not for us.
 */
import type { ConnectionId } from "../../protocol/Identifiers.ts"

/** What was known of the room at one moment. */
export interface RoomMoment {
  /** Of the last entry seen, or of the join that has come after. */
  readonly sequence: number
  readonly members: ReadonlyArray<{ readonly connectionId: ConnectionId }>
}

/**
 * At most so many messages were said between `before` and the join of `now`. Whoever is no longer here has left, and
 * whoever is here has come: an entry each, those of the own connections included.
 */
export const missedCount = (before: RoomMoment, now: RoomMoment): number => {
  const known = new Set(before.members.map(({ connectionId }) => connectionId))
  const stayed = now.members.filter(({ connectionId }) => known.has(connectionId)).length
  const movements = known.size - stayed + (now.members.length - stayed)
  return Math.max(0, now.sequence - before.sequence - movements)
}
