/**
 * What a room session tells whoever shows it: the one union that the headless client emits and the elements fold.
 *
 * Plain data, in the order in which it happened. A session ends with exactly one Ended. Times are Unix milliseconds of
 * the relay unless a name says otherwise.
 */
import { Data } from "effect"
import type { CloseRange } from "../protocol/CloseCodes.ts"
import type { ConnectionId } from "../protocol/Identifiers.ts"
import type { EndReason, LeaveReason, Refused } from "../protocol/ServerFrame.ts"
import type { KeptSeconds } from "./KeptSeconds.ts"

/** A member as this client shows it. `isVerified`: something sealed by it has opened under our key. */
export interface SessionMember {
  readonly connectionId: ConnectionId
  readonly name: string
  readonly isCreator: boolean
  readonly isSelf: boolean
  readonly isVerified: boolean
}

/** What is wrong with a sealed record or with the log around it. PROTOCOL.md section 7.5. */
export type FaultKind =
  | "malformed"
  | "misattributed"
  | "wrong-key"
  | "tampered"
  | "replayed"
  | "reordered"
  | "missing"
  | "forked"
  | "log-gap"
  /** A time of the relay went back, or its clock is far from ours. */
  | "clock"
  /** The relay calls somebody the creator who does not say so, or us without our proof; or it withholds the role. */
  | "false-creator"

/** Why a session is over for good. */
export type SessionEnd =
  | EndReason
  /** By one's own leave. */
  | "left"
  /** Unknown or ended room, or a link with a wrong secret: the relay does not say which. */
  | "join-refused"
  | "kicked"
  | "replaced"
  /** The operator's policy refused. */
  | "forbidden"
  /** The relay did not understand this client, or the other way round. */
  | "incompatible"

export type SessionEvent = Data.TaggedEnum<{
  /** A connection attempt begins; `attempt` counts from 1 and starts over after each Joined. */
  Connecting: { readonly attempt: number }
  /** In. `isResumed` on every Joined but the first. The whole member list; what was missed meanwhile is not to be had. */
  Joined: {
    readonly members: ReadonlyArray<SessionMember>
    readonly capacity: number
    readonly isLocked: boolean
    /** At the moment of the event, by the relay's monotonic clock. */
    readonly remainingMillis: number
    /** How long the room is kept while empty; 0 once two members have been in together. */
    readonly waitMillis: number
    readonly isResumed: boolean
    /** At most so many messages have been said between the last connection and this one; 0 if `isResumed` is false. */
    readonly missedCount: number
    readonly time: number
  }
  /** The room cannot be entered now; the session tries again by itself. */
  Waiting: { readonly reason: "not-open-yet" | "full" | "locked" | "busy" | "too-many"; readonly retryMillis: number }
  /** The connection is gone or cannot be made; the session tries again by itself. */
  ConnectionLost: { readonly code: number; readonly range: CloseRange; readonly retryMillis: number }
  /** The relay asks for work at join; progress from 0 to 1, a guess. */
  Working: { readonly progress: number }
  MemberJoined: { readonly member: SessionMember; readonly time: number }
  MemberLeft: { readonly member: SessionMember; readonly reason: LeaveReason; readonly time: number }
  /** A member changed without joining or leaving: its chosen name, its verification, its role. */
  MemberChanged: { readonly member: SessionMember }
  /** An own message is on its way; it becomes a Message with the same `id`, or MessageFailed. */
  MessagePending: {
    readonly id: string
    readonly body: string
    readonly sentAt: number
    readonly keptSeconds?: KeptSeconds
  }
  MessageFailed: { readonly id: string }
  /**
   * A message of the log, one's own included. It comes once, also when it was sent again after a reconnect; a second one
   * with the same `id` says something else, because somebody has copied the ID.
   */
  Message: {
    readonly id: string
    readonly sender: SessionMember
    readonly body: string
    /** By the sender's clock. */
    readonly sentAt: number
    readonly time: number
    readonly sequence: number
    /** The sender's choice: whoever holds the message lets go of it so long after this event. Absent: it stays. */
    readonly keptSeconds?: KeptSeconds
  }
  /** Something in the log is not as it should be; `count` is the number of records concerned. */
  Fault: {
    readonly kind: FaultKind
    readonly sender: SessionMember | undefined
    readonly count: number
    readonly time: number
  }
  /**
   * What the creator has sealed, or somebody else who was there before us, does not open: the password is wrong, or the
   * relay lies. `RoomSession.usePassword` takes another; then Joined follows. Once for each password.
   */
  PasswordDoubted: {}
  LockChanged: { readonly isLocked: boolean; readonly time: number }
  /** The old link is dead. `link` is the new one, absent while its sealed secret has not been read. */
  LinkChanged: { readonly link: string | undefined; readonly time: number }
  Refused: { readonly command: Refused["command"]; readonly reason: Refused["reason"] }
  /** The last event. */
  Ended: { readonly reason: SessionEnd }
}>
export const SessionEvent = Data.taggedEnum<SessionEvent>()
