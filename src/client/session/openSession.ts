/**
 * Starts a session as one fiber in its owner's scope, and hands out its controls. Closing the scope leaves the room.
 *
 * What the controls do goes through the outbox, in the order of the calls, and waits there while there is no connection.
 */
import { Cause, Clock, Deferred, Effect, type Exit, Stream } from "effect"
import { Base64Url } from "effect/encoding"
import { encodeClientFrame, Kick, Leave, Lock, Purge } from "../../protocol/ClientFrame.ts"
import type { ConnectionId } from "../../protocol/Identifiers.ts"
import { client, seal } from "../../protocol/Limits.ts"
import { deriveMessageKey } from "../crypto/MessageKey.ts"
import { lengthBytes } from "../crypto/Padding.ts"
import { textRecordBytes } from "../crypto/SealedRecord.ts"
import type { KeptSeconds } from "../KeptSeconds.ts"
import { randomBytes } from "../crypto/WebCrypto.ts"
import { MessageTooLong, type RoomSession } from "../services/RoomClient.ts"
import { type SessionEnd, SessionEvent } from "../SessionEvent.ts"
import type { Command, Outgoing } from "./Outbox.ts"
import { runSession } from "./runSession.ts"
import { type SessionOptions, SessionState } from "./SessionState.ts"
import { timeIsUp } from "./timeIsUp.ts"

export const openSession = Effect.fnUntraced(function* (options: SessionOptions) {
  const session = yield* SessionState.make(options)
  const leaveNow = yield* Deferred.make<"left">()
  const over = yield* Deferred.make<void>()
  yield* Effect.raceAllFirst([runSession(session), timeIsUp(session), Deferred.await(leaveNow)]).pipe(
    Effect.onExit((exit) => {
      session.end(SessionEvent.Ended({ reason: endOf(exit) }))
      return Deferred.succeed(over, undefined)
    }),
    Effect.forkScoped
  )
  const leave = leaveRoom(session, leaveNow, over)
  yield* Effect.addFinalizer(() => leave)
  const roomSession: RoomSession = {
    link: Effect.sync(() => session.link),
    events: Stream.fromQueue(session.events),
    send: (body, keptSeconds) => sendText(session, body, keptSeconds),
    purge: Effect.sync(() => sendCommand(session, Purge.make({}))),
    lock: (locked) => Effect.sync(() => sendCommand(session, Lock.make({ locked }))),
    kick: (connectionId) => Effect.sync(() => sendCommand(session, Kick.make({ connectionId }))),
    rotate: rotate(session),
    kickAndRotate: (connectionId) => kickAndRotate(session, connectionId),
    usePassword: (password) => usePassword(session, password),
    leave,
    leaveAtOnce: leaveAtOnce(session, leaveNow),
    checkConnection: Effect.sync(() => session.toCheck.raise())
  }
  return roomSession
})

/** A session that is interrupted has been left. Any other failure is a bug of this client, and it can do no more. */
const endOf = (exit: Exit.Exit<SessionEnd>): SessionEnd =>
  exit._tag === "Success" ? exit.value : Cause.hasInterruptsOnly(exit.cause) ? "left" : "incompatible"

/**
 * Says so behind everything sent before, and waits for the relay to close, so that what was sent still comes back. Not for
 * ever: without a connection, or without an answer, it is over at once.
 */
const leaveRoom = (
  session: SessionState,
  leaveNow: Deferred.Deferred<"left">,
  over: Deferred.Deferred<void>
): Effect.Effect<void> =>
  Effect.suspend(() => {
    session.isLeaving = true
    if (!session.isJoined) return Deferred.succeed(leaveNow, "left")
    sendCommand(session, Leave.make({}))
    return Deferred.await(over).pipe(
      Effect.timeoutOrElse({ duration: client.answerMillis, orElse: () => Deferred.succeed(leaveNow, "left") })
    )
  }).pipe(Effect.andThen(Deferred.await(over)))

/** A page that is about to go runs nothing later: all of it happens before this returns. */
const leaveAtOnce = (session: SessionState, leaveNow: Deferred.Deferred<"left">): Effect.Effect<void> =>
  Effect.suspend(() => {
    const { connection, isJoined } = session
    session.isLeaving = true
    session.isJoined = false
    if (isJoined) connection?.send(encodeClientFrame(Leave.make({})))
    // The session ends in this very moment, and closes the connection.
    return Effect.asVoid(Deferred.succeed(leaveNow, "left"))
  })

const sendCommand = (session: SessionState, frame: Command["frame"]): void => {
  send(session, { _tag: "Command", frame })
}

const sendText = Effect.fn("RoomSession.send")(function* (
  session: SessionState,
  body: string,
  keptSeconds: KeptSeconds | undefined
) {
  const maximum = client.maxPlaintextBytes - lengthBytes
  const bytes = textRecordBytes(body)
  if (bytes > maximum) return yield* new MessageTooLong({ bytes, maximum })
  const idBytes = yield* randomBytes(seal.messageIdBytes)
  const id = Base64Url.encode(idBytes)
  const sentAt = yield* Clock.currentTimeMillis
  const kept = keptSeconds === undefined ? {} : { keptSeconds }
  session.emit(SessionEvent.MessagePending({ id, body, sentAt, ...kept }))
  send(session, { _tag: "Text", id, idBytes, sentAt, body, ...kept })
  return id
})

const rotate = Effect.fn("RoomSession.rotate")(function* (session: SessionState) {
  send(session, { _tag: "Rotate", secret: yield* randomBytes(seal.secretBytes) })
})

/** Behind a lock, so that nobody comes back by the old link between the one and the other. */
const kickAndRotate = Effect.fn("RoomSession.kickAndRotate")(function* (
  session: SessionState,
  connectionId: ConnectionId
) {
  const secret = yield* randomBytes(seal.secretBytes)
  const wasLocked = session.isLocked
  sendCommand(session, Lock.make({ locked: true }))
  sendCommand(session, Kick.make({ connectionId }))
  send(session, { _tag: "Rotate", secret, without: connectionId })
  if (!wasLocked) sendCommand(session, Lock.make({ locked: false }))
})

const usePassword = Effect.fn("RoomSession.usePassword")(function* (session: SessionState, password: string) {
  session.rekey(yield* deriveMessageKey(session.link, password))
})

/** After the end there is nobody to send to, and nobody to be told. */
const send = (session: SessionState, item: Outgoing): void => {
  if (session.isOver) return
  session.outbox.add(item)
  session.toSend.raise()
}
