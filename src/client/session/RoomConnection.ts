/**
 * One joined connection: what its fibers share. Made from Joined, gone with the connection; what outlives it is in
 * SessionState. Five fibers run on it until the first of them ends: receiving, sending, watching for a sign of life,
 * heartbeats, and waiting for another key.
 */
import { Clock, Effect } from "effect"
import type { ConnectionId } from "../../protocol/Identifiers.ts"
import type { Joined } from "../../protocol/ServerFrame.ts"
import type { Connection } from "../services/Transport.ts"
import { type FaultKind, SessionEvent } from "../SessionEvent.ts"
import { LogHash } from "./LogHash.ts"
import { LogOrder } from "./LogOrder.ts"
import { missedCount } from "./missedCount.ts"
import { monotonicMillis } from "./monotonicMillis.ts"
import { OutgoingSeal } from "./OutgoingSeal.ts"
import { RecordReader } from "./RecordReader.ts"
import { SendPace } from "./SendPace.ts"
import type { SessionState } from "./SessionState.ts"
import { makeSignal, type Signal } from "./Signal.ts"

export interface RoomConnection {
  readonly session: SessionState
  readonly connection: Connection
  readonly self: ConnectionId
  /** What this connection's keys come from. A session that has got another since makes another connection. */
  readonly messageKey: CryptoKey
  readonly outgoing: OutgoingSeal
  readonly reader: RecordReader
  readonly logHash: LogHash
  readonly order: LogOrder
  readonly pace: SendPace
  /** The relay owes us something new. */
  readonly toWatch: Signal
  isHelloDue: boolean
  isHeartbeatDue: boolean
  /** Messages that have arrived, and when the last did, in monotonic milliseconds. */
  heardCount: number
  heardAt: number
  logGrewAt: number
}

/**
 * Takes a session into the room that `secret` has opened: from here on it shows this connection's members and log.
 */
export const makeRoomConnection = Effect.fnUntraced(function* (
  session: SessionState,
  connection: Connection,
  joined: typeof Joined.Type,
  secret: Uint8Array
) {
  const { roomId, messageKey, auditor } = session
  session.connection = connection
  const self = joined.connectionId
  const outgoing = yield* OutgoingSeal.make(messageKey, roomId, self)
  const others = joined.members.map((member) => member.connectionId).filter((member) => member !== self)
  const logHash = others.length === 0 ? yield* LogHash.alone(roomId, joined.sequence) : LogHash.unknown(joined.sequence)
  const now = yield* monotonicMillis
  const room: RoomConnection = {
    session,
    connection,
    self,
    messageKey,
    outgoing,
    reader: new RecordReader({ messageKey, roomId, self, outgoing, auditor, logHash }),
    logHash,
    order: new LogOrder(joined.sequence),
    pace: yield* SendPace.make,
    toWatch: yield* makeSignal,
    isHelloDue: true,
    isHeartbeatDue: false,
    heardCount: 0,
    heardAt: now,
    logGrewAt: now
  }
  const isResumed = session.replaceToken !== undefined
  const missed = isResumed ? missedCount({ sequence: session.lastSequence, members: session.roster.list }, joined) : 0
  session.lastSequence = joined.sequence
  auditor.start(self, outgoing.session, others)
  session.roster.start(joined.members, self, session.name)
  session.passwordWitnesses.start(session.roster.list)
  session.isLocked = joined.isLocked
  session.outbox.rewind({ isLocked: joined.isLocked, members: joined.members, secret })
  // A room's time is never longer than it was first said to be.
  session.endsAt = Math.min(session.endsAt, now + joined.remainingMillis)
  session.toExpire.raise()
  emitJoined(session, joined, missed)
  if (!session.relayClock.joined(joined.time, yield* Clock.currentTimeMillis)) emitFault(room, "clock")
  const isCalledCreator = session.roster.get(self)?.isCreator ?? false
  if (isCalledCreator !== (session.creatorProof !== undefined)) emitFault(room, "false-creator", 1, self)
  return room
})

/** Shows that something is wrong with `count` records, or with the log. */
export const emitFault = (room: RoomConnection, kind: FaultKind, count = 1, sender?: ConnectionId): void => {
  const { session } = room
  const { time } = session.relayClock
  session.emit(SessionEvent.Fault({ kind, sender: sender && session.roster.get(sender), count, time }))
}

/** A record of `sender` has opened, or is under another key: if that makes our password doubtful, shows it. */
export const hearWitness = (
  { session, messageKey }: RoomConnection,
  sender: ConnectionId,
  hasOpened: boolean
): void => {
  if (!session.link.needsPassword || session.messageKey !== messageKey) return
  if (session.passwordWitnesses.hear(sender, hasOpened)) session.emit(SessionEvent.PasswordDoubted())
}

const emitJoined = (session: SessionState, joined: typeof Joined.Type, missed: number): void => {
  const { capacity, isLocked, remainingMillis, waitMillis, time } = joined
  session.emit(
    SessionEvent.Joined({
      members: session.roster.list,
      capacity,
      isLocked,
      remainingMillis,
      waitMillis,
      isResumed: session.replaceToken !== undefined,
      missedCount: missed,
      time
    })
  )
  session.replaceToken = joined.replaceToken
  session.isJoined = true
}
