/**
 * The gateway over a room registry: how a connection is let in, watched and ended.
 *
 * Waits have deadlines and every way out closes with a code of PROTOCOL.md section 6. A fiber lets a connection in and is
 * gone then; a single loop looks after silent connections. The messages in between are GatewaySession's.
 */
import { Cause, Deferred, Duration, Effect, Exit, FiberSet, Layer, Schedule, Scope } from "effect"
import type { Join } from "../protocol/ClientFrame.ts"
import { type Close, closeCodes } from "../protocol/CloseCodes.ts"
import { challengeLifetimeMillis, drainMillis, heartbeatSweepMillis, joinDeadlineMillis } from "../protocol/Limits.ts"
import { joinRoomLayout } from "../protocol/ProofOfWork.ts"
import { Admission, type Source } from "../services/Admission.ts"
import { Challenges } from "../services/Challenges.ts"
import type { Connection } from "../services/Connection.ts"
import { Deadlines } from "../services/Deadlines.ts"
import { Gateway } from "../services/Gateway.ts"
import { MemoryBudget } from "../services/MemoryBudget.ts"
import { JoinPolicy, type RequestHeaders } from "../services/Policies.ts"
import { RelayConfig } from "../services/RelayConfig.ts"
import { RelayTally } from "../services/RelayTally.ts"
import { type JoinRefused, RoomRegistry } from "../services/RoomRegistry.ts"
import { GatewaySession, type SessionSurroundings } from "./GatewaySession.ts"
import * as PolicyQuestion from "./PolicyQuestion.ts"
import { finishedFrame } from "./RoomLane.ts"
import * as Supervision from "./Supervision.ts"
import { sha256 } from "./Verifiers.ts"

const closeOf: Record<JoinRefused["reason"], Close> = {
  "join-refused": closeCodes.joinRefused,
  "not-open-yet": closeCodes.notOpenYet,
  locked: closeCodes.locked,
  full: closeCodes.full,
  busy: closeCodes.busy
}

export const layer: Layer.Layer<Gateway, never, RoomRegistry | Admission | Challenges | Deadlines | MemoryBudget> =
  Layer.effect(
    Gateway,
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const admission = yield* Admission
      const challenges = yield* Challenges
      const settings = yield* RelayConfig
      const mayJoin = yield* JoinPolicy
      const deadlines = yield* Deadlines
      const tally = yield* RelayTally
      const memory = yield* MemoryBudget
      const run = yield* FiberSet.makeRuntime()
      const sessions = new Set<GatewaySession>()
      const waiting = new Set<GatewaySession>()
      /** Told to go and not gone yet: they take no place of those that wait to join. */
      const refused = new Set<GatewaySession>()
      const surroundings: SessionSurroundings = {
        settings,
        nowMillis: deadlines.nowMillis,
        tally,
        onDefect: () => void run(Supervision.report("connection"))
      }
      tally.levels.connections = () => sessions.size
      tally.levels.preJoinConnections = () => waiting.size + refused.size
      tally.levels.memory = memory.use
      tally.levels.joinBits = () => admission.joinBits(undefined)
      let isDraining = false
      let onEmpty = () => {}

      /** What keeps this connection from being served at all. */
      const turnedAway = (): Close | undefined => {
        if (isDraining) return closeCodes.goingAway
        const isFull = sessions.size >= settings.maxConnections || waiting.size >= settings.maxPreJoinConnections
        return isFull ? closeCodes.busy : undefined
      }

      /** A Join with the work that the relay asks for, if it asks. */
      const paidJoin = Effect.fnUntraced(function* (session: GatewaySession, first: Join, source: Source | undefined) {
        const bits = admission.joinBits(source)
        if (bits === 0) return first
        let join = first
        if (join.work === undefined) {
          const digest = sha256(joinRoomLayout(join.roomId, join.joinProof))
          const challenge = yield* challenges.issue(digest, bits)
          const next = session.expectJoin()
          session.connection.write(finishedFrame({ _tag: "WorkRequired", challenge }))
          join = yield* within(next, challengeLifetimeMillis)
        }
        // The policy was asked about the room of the first Join; work for another room is not good here.
        const isOther = join.roomId !== first.roomId
        if (join.work === undefined || isOther) return yield* Effect.fail(closeCodes.workRefused)
        // What was asked for when it was issued is enough, whatever is asked for by now.
        yield* challenges
          .redeem(join.work, joinRoomLayout(join.roomId, join.joinProof), settings.joinPowBits)
          .pipe(Effect.mapError(({ reason }) => (reason === "busy" ? closeCodes.busy : closeCodes.workRefused)))
        return join
      })

      const admit = Effect.fnUntraced(function* (
        session: GatewaySession,
        join: Join,
        headers: RequestHeaders,
        source: Source | undefined
      ) {
        // Before anything is looked up, so that the answer says nothing about a room.
        yield* Effect.mapError(admission.admit("join", source), () => closeCodes.tooMany)
        yield* PolicyQuestion.ask(
          () => mayJoin({ headers, roomId: join.roomId }),
          () => Effect.fail(closeCodes.busy),
          Effect.fail(closeCodes.internalError)
        ).pipe(
          Effect.catchTag("PolicyRefused", ({ name }) =>
            Effect.fail({ code: closeCodes.joinForbidden.code, reason: name })
          )
        )
        const paid = yield* paidJoin(session, join, source)
        yield* registry
          .join(paid, (membership) => {
            waiting.delete(session)
            session.becomeMember(membership)
            return session.connection
          })
          .pipe(
            Effect.mapError(({ reason }) => {
              if (reason === "join-refused") admission.joinFailed(source)
              return closeOf[reason]
            })
          )
      })

      /** From the first frame to the seat; whatever goes wrong ends the connection by name. */
      const enter = (
        session: GatewaySession,
        first: Deferred.Deferred<Join, Close>,
        headers: RequestHeaders,
        source: Source | undefined
      ): Effect.Effect<void> =>
        within(first, joinDeadlineMillis).pipe(
          Effect.flatMap((join) => admit(session, join, headers, source)),
          // Never closed: the session itself gives up the seat, and needs no fiber that waits for that.
          Scope.provide(Scope.makeUnsafe()),
          Effect.catch((close) => Effect.sync(() => session.close(close))),
          Effect.onExit((exit) =>
            Effect.suspend(() => {
              if (Exit.isSuccess(exit)) return Effect.void
              const close = closeOfCause(exit.cause)
              session.close(close)
              return close === closeCodes.internalError ? Supervision.report("connection") : Effect.void
            })
          )
        )

      // A callback and no program: what waits here for hours is one connection's share of memory.
      const serve = (connection: Connection, headers: RequestHeaders, source?: Source): Effect.Effect<void> =>
        Effect.callback<void>((resume) => {
          const hasPlace = admission.connect(source)
          const isWithinBudget = memory.takeConnection(connection.idleBytes)
          const refusal =
            turnedAway() ??
            (isWithinBudget ? undefined : closeCodes.busy) ??
            (hasPlace ? undefined : closeCodes.tooMany)
          const session = new GatewaySession(connection, surroundings, () => {
            waiting.delete(session)
            refused.delete(session)
            sessions.delete(session)
            if (hasPlace) admission.disconnect(source)
            memory.giveConnection(connection.idleBytes)
            if (sessions.size === 0) onEmpty()
            resume(Effect.void)
          })
          sessions.add(session)
          const group = refusal === undefined ? waiting : refused
          group.add(session)
          const first = session.expectJoin()
          connection.receive(session)
          if (refusal === undefined) run(enter(session, first, headers, source))
          else session.close(refusal)
          return Effect.sync(() => session.close(closeCodes.goingAway))
        })

      const drain = Effect.gen(function* () {
        isDraining = true
        yield* registry.shutdown
        sessions.forEach((session) => session.close(closeCodes.goingAway))
        yield* Effect.callback<void>((resume) => {
          onEmpty = () => resume(Effect.void)
          if (sessions.size === 0) onEmpty()
        })
      }).pipe(Effect.timeoutOption(Duration.millis(drainMillis)), Effect.asVoid)

      const sweep = Effect.sync(() => sessions.forEach((session) => session.sweep()))
      yield* sweep.pipe(Effect.repeat(Schedule.spaced(Duration.millis(heartbeatSweepMillis))), Effect.forkScoped)

      return Gateway.of({ serve, drain })
    })
  )

const within = (next: Deferred.Deferred<Join, Close>, deadlineMillis: number): Effect.Effect<Join, Close> =>
  Deferred.await(next).pipe(
    Effect.timeoutOrElse({
      duration: Duration.millis(deadlineMillis),
      orElse: () => Effect.fail(closeCodes.joinTimeout)
    })
  )

/** An interrupted connection is one of a server that goes away; anything else is a fault of the relay. */
const closeOfCause = (cause: Cause.Cause<never>): Close =>
  Cause.hasInterruptsOnly(cause) ? closeCodes.goingAway : closeCodes.internalError
