/**
 * From an open connection to Joined, or to the close code that says why not. PROTOCOL.md section 4.3.
 *
 * The relay has a deadline for each answer. Work that it asks for is done while the connection is watched, because a
 * relay that has closed it wants no answer any more.
 */
import { Effect, Queue, Schema } from "effect"
import { encodeClientFrame, Join } from "../../protocol/ClientFrame.ts"
import { client } from "../../protocol/Limits.ts"
import { Work } from "../../protocol/ProofOfWork.ts"
import type { Challenge } from "../../protocol/RoomApi.ts"
import { decodeServerFrame } from "../../protocol/ServerFrame.ts"
import { joinProof } from "../crypto/Proofs.ts"
import { PowSolver } from "../services/PowSolver.ts"
import type { Connection } from "../services/Transport.ts"
import { SessionEvent } from "../SessionEvent.ts"
import { brokenConnection } from "./brokenConnection.ts"
import type { SessionState } from "./SessionState.ts"

/** The connection has ended with this code, its own or the one that a missed deadline stands for. */
export class ConnectionClosed extends Schema.TaggedError<ConnectionClosed>()("ConnectionClosed", {
  code: Schema.Int
}) {}

export const joinRoom = Effect.fnUntraced(function* (
  session: SessionState,
  connection: Connection,
  secret: Uint8Array
) {
  const proof = yield* joinProof(secret)
  const sendJoin = (work?: Work): void => {
    const join = Join.make({
      roomId: session.roomId,
      joinProof: proof,
      ...(session.creatorProof && { creatorProof: session.creatorProof }),
      ...(session.replaceToken && { replaces: session.replaceToken }),
      ...(work && { work })
    })
    connection.send(encodeClientFrame(join))
  }
  sendJoin()
  while (true) {
    const frame = yield* nextFrame(connection)
    if (frame?._tag === "Joined") return frame
    if (frame?._tag === "WorkRequired") sendJoin(yield* doWork(session, connection, frame.challenge))
  }
})

/** The next text message as a frame; others say nothing before Joined. */
const nextFrame = Effect.fnUntraced(function* (connection: Connection) {
  const incoming = yield* Queue.take(connection.incoming).pipe(
    Effect.timeoutOrElse({
      duration: client.connectMillis,
      orElse: () => Effect.fail(new ConnectionClosed({ code: brokenConnection }))
    })
  )
  if (incoming._tag === "Closed") return yield* new ConnectionClosed({ code: incoming.code })
  return incoming._tag === "Text" ? decodeServerFrame(incoming.text) : undefined
})

const doWork = Effect.fnUntraced(function* (session: SessionState, connection: Connection, challenge: Challenge) {
  const solver = yield* PowSolver
  const solve = solver.solve(challenge, (share) => {
    session.emit(SessionEvent.Working({ progress: Math.min(share, 1) }))
  })
  const nonce = yield* Effect.raceFirst(solve, whenClosed(connection)).pipe(
    Effect.timeoutOrElse({
      duration: challenge.expiresInMillis,
      orElse: () => Effect.fail(new ConnectionClosed({ code: brokenConnection }))
    })
  )
  return Work.make({ token: challenge.token, nonce })
})

const whenClosed = (connection: Connection): Effect.Effect<never, ConnectionClosed> =>
  Queue.take(connection.incoming).pipe(
    Effect.flatMap((incoming) =>
      incoming._tag === "Closed" ? Effect.fail(new ConnectionClosed({ code: incoming.code })) : Effect.void
    ),
    Effect.forever
  )
