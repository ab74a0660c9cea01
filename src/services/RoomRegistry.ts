/**
 * All rooms of a relay: make one, let members in, end it. The one service that a gateway or an embedder talks to.
 *
 * It holds verifiers, never a secret, and passes payloads on without looking. It knows no HTTP and no WebSocket.
 */
import { Context, type Data, type Effect, Schema, type Scope, type Stream } from "effect"
import type { CreatorFrame, Join } from "../protocol/ClientFrame.ts"
import { joinRefusals } from "../protocol/cluster/RecordCodes.ts"
import type { ConnectionId, RoomId } from "../protocol/Identifiers.ts"
import type { RoomCreated, RoomParameters } from "../protocol/RoomApi.ts"
import type { EndReason, LeaveReason } from "../protocol/ServerFrame.ts"
import type { Outlet } from "./Outlet.ts"

/** There are as many rooms as the relay may hold, or it is shutting down. */
export class RegistryFull extends Schema.TaggedError<RegistryFull>()("RegistryFull", {}) {}

/** A join was refused. `join-refused` is all that who cannot prove the secret ever learns. */
export class JoinRefused extends Schema.TaggedError<JoinRefused>()("JoinRefused", {
  reason: Schema.Literals(joinRefusals)
}) {}

/** A join as the gateway has decoded it; the work in it, if any, has been redeemed. */
export type JoinRequest = Pick<Join, "roomId" | "joinProof" | "creatorProof" | "replaces">

/** A seat. Its operations return at once and keep their order; after the member has left they do nothing. */
export interface Membership {
  readonly connectionId: ConnectionId
  /** Appends a sealed payload to the log. The bytes are copied. Size and rate have been checked. */
  readonly send: (payload: Uint8Array) => void
  /** Gives a creator's command; a refusal is written to the outlet. */
  readonly command: (frame: CreatorFrame) => void
  /** Leaves, behind everything sent before. */
  readonly leave: (reason: "left" | "lost") => void
}

/** What happens in the registry, without payloads and names: for metrics, limits and tests. */
export type RoomLifecycle = Data.TaggedEnum<{
  Created: { readonly roomId: RoomId; readonly capacity: number; readonly ttlMillis: number }
  Joined: { readonly roomId: RoomId; readonly connectionId: ConnectionId; readonly isCreator: boolean }
  Left: { readonly roomId: RoomId; readonly connectionId: ConnectionId; readonly reason: LeaveReason }
  Ended: { readonly roomId: RoomId; readonly reason: EndReason }
}>

export class RoomRegistry extends Context.Service<
  RoomRegistry,
  {
    /**
     * Makes a room, clamped to the relay's ranges. Asks for no proof of work: the HTTP API does, a trusted embedder may
     * call this directly. Fails with RegistryFull.
     */
    readonly create: (parameters: RoomParameters) => Effect.Effect<RoomCreated, RegistryFull>
    /**
     * Lets a member in. `connect` is called once it is accepted, with its seat, and returns its outlet; then Joined is
     * written there, and the log from its own MemberJoined on. Closing the scope leaves as `lost`, unless `leave` was
     * called before. Fails with JoinRefused.
     */
    readonly join: (
      request: JoinRequest,
      connect: (membership: Membership) => Outlet
    ) => Effect.Effect<Membership, JoinRefused, Scope.Scope>
    /** False once the relay is full or shutting down. */
    readonly isAccepting: Effect.Effect<boolean>
    readonly count: Effect.Effect<{ readonly rooms: number; readonly members: number }>
    /** Ends a room; its members are told why. Returns false if there is none of this ID. */
    readonly end: (roomId: RoomId, reason: "ended-by-operator" | "purged") => Effect.Effect<boolean>
    /**
     * From now on, for each consumer, until the registry's scope closes. What comes while maxLifecycleBacklog events wait
     * for a slow one is lost to all.
     */
    readonly lifecycle: Stream.Stream<RoomLifecycle>
    /** Takes no new rooms from now on; those that live go on. Returns when the last of them has ended. */
    readonly runOut: Effect.Effect<void>
    /** Ends every room as `going-away` and takes no more. Returns when all members have been told. */
    readonly shutdown: Effect.Effect<void>
  }
>()("pug-network/services/RoomRegistry") {}
