/**
 * A session from its first connection attempt to its end: connects, joins, stays, and does it again when the connection is
 * lost, with growing random delays and the replace token of the seat it had. PROTOCOL.md sections 4.3 and 6. With another
 * password it joins anew while the connection before still holds the seat, which so is never given up.
 */
import { Effect, Random, Schema } from "effect"
import { closeCodes } from "../../protocol/CloseCodes.ts"
import { client } from "../../protocol/Limits.ts"
import type { PowSolver } from "../services/PowSolver.ts"
import { Transport } from "../services/Transport.ts"
import { type SessionEnd, SessionEvent } from "../SessionEvent.ts"
import { brokenConnection } from "./brokenConnection.ts"
import { type CloseMeaning, closeMeaning } from "./closeMeaning.ts"
import { heartbeats } from "./heartbeats.ts"
import { ConnectionClosed, joinRoom } from "./joinRoom.ts"
import { receiveLoop } from "./receiveLoop.ts"
import { makeRoomConnection, type RoomConnection } from "./RoomConnection.ts"
import { sendLoop } from "./sendLoop.ts"
import type { SessionState } from "./SessionState.ts"
import { watchLiveness } from "./watchLiveness.ts"

/** Runs until the session is over for good and says why. It emits everything but Ended. */
export const runSession: (session: SessionState) => Effect.Effect<SessionEnd, never, Transport | PowSolver> =
  Effect.fnUntraced(function* (session: SessionState) {
    let attempt = 0
    while (true) {
      attempt += 1
      session.emit(SessionEvent.Connecting({ attempt }))
      const meaning = yield* oneConnection(session)
      if (meaning._tag === "Ended") return meaning.reason
      if (session.isLeaving) return "left"
      if (session.isJoined) attempt = 0
      session.isJoined = false
      const retryMillis = yield* retryDelay(attempt)
      session.emit(lostEvent(meaning, retryMillis))
      yield* session.toCheck.wait.pipe(Effect.timeoutOption(retryMillis))
    }
  })

/** One attempt with everything that follows from it. A refused join is tried with the announced secret too. */
const oneConnection = Effect.fnUntraced(function* (session: SessionState) {
  const { link, announcedSecret } = session
  const meaning = yield* connectAndStay(session, link.secret)
  const isRefused = meaning._tag === "Ended" && meaning.reason === "join-refused"
  if (!isRefused || announcedSecret === undefined) return meaning
  return yield* connectAndStay(session, announcedSecret)
})

/** There is another message key than the one that this connection was made with. */
class KeyReplaced extends Schema.TaggedError<KeyReplaced>()("KeyReplaced", {}) {}

const connectAndStay: (
  session: SessionState,
  secret: Uint8Array
) => Effect.Effect<CloseMeaning, never, Transport | PowSolver> = Effect.fnUntraced(
  function* (session: SessionState, secret: Uint8Array) {
    const connection = yield* connect(session)
    const joined = yield* joinRoom(session, connection, secret)
    const room = yield* makeRoomConnection(session, connection, joined, secret)
    if (secret !== session.link.secret) session.secretRotated(joined.time)
    const reason: SessionEnd = yield* Effect.raceAllFirst([
      receiveLoop(room),
      sendLoop(room),
      watchLiveness(room),
      heartbeats(room),
      whenKeyReplaced(room)
    ])
    const meaning: CloseMeaning = { _tag: "Ended", reason }
    return meaning
  },
  (attempt, session) => Effect.catchTag(attempt, "ConnectionClosed", ({ code }) => afterClose(session, code)),
  // Inside the scope of the connection, which the relay closes as soon as the next one has taken its seat.
  (attempt, session) => Effect.catchTag(attempt, "KeyReplaced", () => connectAndStay(session, session.link.secret)),
  Effect.scoped
)

const whenKeyReplaced = Effect.fnUntraced(function* ({ session, messageKey }: RoomConnection) {
  while (session.messageKey === messageKey) yield* session.toRekey.wait
  return yield* new KeyReplaced()
})

const connect = Effect.fnUntraced(function* (session: SessionState) {
  const transport = yield* Transport
  const url = `${session.link.relayUrl.replace(/^http/, "ws")}/ws`
  const failed = Effect.fail(new ConnectionClosed({ code: brokenConnection }))
  return yield* transport.connect(url).pipe(
    Effect.catchTag("ConnectFailed", () => failed),
    Effect.timeoutOrElse({ duration: client.connectMillis, orElse: () => failed })
  )
})

/** A message that is too big for this relay is given up; sent again, it would end every connection. */
const afterClose = (session: SessionState, code: number): Effect.Effect<CloseMeaning> =>
  Effect.sync(() => {
    if (code === closeCodes.messageTooBig.code) {
      for (const { id } of session.outbox.takeSentTexts()) session.emit(SessionEvent.MessageFailed({ id }))
    }
    return closeMeaning(code)
  })

const lostEvent = (meaning: Exclude<CloseMeaning, { readonly _tag: "Ended" }>, retryMillis: number): SessionEvent =>
  meaning._tag === "Waiting"
    ? SessionEvent.Waiting({ reason: meaning.reason, retryMillis })
    : SessionEvent.ConnectionLost({ code: meaning.code, range: meaning.range, retryMillis })

/** Doubles from attempt to attempt up to the last delay, times a random factor from 0.5 to 1: a crowd spreads out. */
const retryDelay = (attempt: number): Effect.Effect<number> =>
  Effect.map(Random.next, (random) => {
    const { first, last } = client.reconnectMillis
    return Math.round(Math.min(first * 2 ** Math.max(0, attempt - 1), last) * (0.5 + random / 2))
  })
