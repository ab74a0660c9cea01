/**
 * Whether the streams of a room were one and the same: what the generator saw, judged.
 */
import type { Streams } from "./generator.ts"

export interface Verdict {
  /** Every member that stayed got all that was sent, with the same hash; no stream had a gap or a differing entry. */
  readonly isIdentical: boolean
  readonly entries: number
  readonly members: number
  readonly guestStreams: number
  readonly leaves: number
  readonly stalls: number
  readonly closes: Readonly<Record<string, number>>
  readonly mismatches: number
  readonly gaps: number
  /** Rooms whose members do not agree about the hash or the number of messages. */
  readonly dividedRooms: number
}

export const assess = ({ rooms, ...counts }: Streams): Verdict => {
  const dividedRooms = rooms.filter(({ sent, streams }) => !isOne(sent, streams)).length
  return {
    isIdentical: counts.mismatches === 0 && counts.gaps === 0 && dividedRooms === 0 && counts.entries > 0,
    ...counts,
    members: rooms.reduce((sum, { streams }) => sum + streams.length, 0),
    dividedRooms
  }
}

const isOne = (sent: number, streams: ReadonlyArray<string>): boolean =>
  sent > 0 && new Set(streams).size === 1 && streams[0]?.startsWith(`${sent}:`) === true
