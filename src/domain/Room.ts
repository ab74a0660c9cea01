/**
 * The rules of a room: what a command does to it, and who may give it. Pure: no clock, no randomness, no I/O.
 *
 * `decide` answers a command with events or a refusal and changes nothing; `apply` takes one event into the state.
 * A room's fiber is the only one to call them, so the state is its own and is changed in place. Whether a proof is right
 * has been checked before a command is made; whether it is still right (a rotation may have come between) is checked
 * here. PROTOCOL.md sections 4.3 and 4.4.
 */
import { Data } from "effect"
import type { CreatorFrame } from "../protocol/ClientFrame.ts"
import { type ConnectionId, identifierBytes } from "../protocol/Identifiers.ts"
import type { EndReason, LeaveReason, Refused } from "../protocol/ServerFrame.ts"
import { freeName } from "./MemberNames.ts"

export interface Member {
  readonly connectionId: ConnectionId
  /** Of the token with which its next connection takes the seat over. */
  readonly replaceDigest: string
  readonly name: string
}

export interface RoomState {
  readonly capacity: number
  readonly members: Map<ConnectionId, Member>
  /** How often the secret was rotated: a proof checked before that is stale. */
  rotations: number
  creator: ConnectionId | undefined
  /** The creator has been in. */
  isOpened: boolean
  /** Two members have been in together. */
  hasMet: boolean
  isLocked: boolean
  isEnded: boolean
  /** How many have ever come in; tells an old wait from the present one. */
  arrivals: number
}

export const make = (capacity: number): RoomState => ({
  capacity,
  members: new Map(),
  rotations: 0,
  creator: undefined,
  isOpened: false,
  hasMet: false,
  isLocked: false,
  isEnded: false,
  arrivals: 0
})

export type RoomCommand = Data.TaggedEnum<{
  /** `rotations` is the state's at the moment the join proof was found right. */
  Join: {
    readonly connectionId: ConnectionId
    readonly replaceDigest: string
    readonly isCreator: boolean
    readonly rotations: number
    /** The digest of the token that was presented. */
    readonly replaces: string | undefined
  }
  Leave: { readonly connectionId: ConnectionId; readonly reason: "left" | "lost" }
  Purge: { readonly by: ConnectionId }
  Lock: { readonly by: ConnectionId; readonly locked: boolean }
  Kick: { readonly by: ConnectionId; readonly connectionId: ConnectionId }
  Rotate: { readonly by: ConnectionId; readonly joinVerifier: Uint8Array }
  /** The wait that began when `arrivals` had come in is over. */
  WaitOver: { readonly arrivals: number }
  /** From outside the room: its time is up, the operator or the relay ends it. */
  End: { readonly reason: EndReason }
}>
export const RoomCommand = Data.taggedEnum<RoomCommand>()

export type RoomChange = Data.TaggedEnum<{
  Joined: { readonly member: Member; readonly isCreator: boolean }
  Left: { readonly member: Member; readonly reason: LeaveReason }
  LockChanged: { readonly isLocked: boolean }
  SecretRotated: { readonly joinVerifier: Uint8Array }
  Ended: { readonly reason: EndReason }
}>
export const RoomChange = Data.taggedEnum<RoomChange>()

export type JoinRefusal = "join-refused" | "not-open-yet" | "locked" | "full"
export type CommandRefusal = Exclude<Refused["reason"], "busy">

export type Decision = Data.TaggedEnum<{
  /** What happens, in this order. Empty if the command no longer applies: a leave of who has left. */
  Accepted: { readonly changes: ReadonlyArray<RoomChange> }
  JoinRefused: { readonly reason: JoinRefusal }
  CommandRefused: {
    readonly by: ConnectionId
    readonly command: CreatorFrame["_tag"]
    readonly reason: CommandRefusal
  }
}>
export const Decision = Data.taggedEnum<Decision>()

const accept = (...changes: ReadonlyArray<RoomChange>): Decision => Decision.Accepted({ changes })

export const decide = (state: RoomState, command: RoomCommand): Decision => {
  if (state.isEnded) return command._tag === "Join" ? Decision.JoinRefused({ reason: "join-refused" }) : accept()
  switch (command._tag) {
    case "Join":
      return decideJoin(state, command)
    case "Leave":
      return accept(...leave(state, command.connectionId, command.reason))
    case "WaitOver":
      return isWaitedOut(state, command.arrivals) ? accept(RoomChange.Ended({ reason: "unopened" })) : accept()
    case "End":
      return accept(RoomChange.Ended({ reason: command.reason }))
    case "Purge":
    case "Lock":
    case "Kick":
    case "Rotate":
      return state.creator === command.by ? decideCreator(state, command) : refuse(command, "not-creator")
  }
}

/** Takes one change into the state. */
export const apply = (state: RoomState, change: RoomChange): void => {
  switch (change._tag) {
    case "Joined": {
      const { member } = change
      state.members.set(member.connectionId, member)
      state.arrivals += 1
      if (change.isCreator) {
        state.creator = member.connectionId
        state.isOpened = true
      }
      if (state.members.size > 1) state.hasMet = true
      return
    }
    case "Left": {
      const { member } = change
      state.members.delete(member.connectionId)
      if (state.creator === member.connectionId) state.creator = undefined
      return
    }
    case "LockChanged":
      state.isLocked = change.isLocked
      return
    case "SecretRotated":
      state.rotations += 1
      return
    case "Ended":
      state.isEnded = true
      return
  }
}

/** A room that nobody is in, and in which nobody has met yet, is kept for the wait. */
export const isWaiting = (state: RoomState): boolean => !state.isEnded && !state.hasMet && state.members.size === 0

/** A creator's frame as a command of the connection that sent it. */
export const commandOf = (frame: CreatorFrame, by: ConnectionId): RoomCommand => {
  switch (frame._tag) {
    case "Purge":
      return RoomCommand.Purge({ by })
    case "Lock":
      return RoomCommand.Lock({ by, locked: frame.locked })
    case "Kick":
      return RoomCommand.Kick({ by, connectionId: frame.connectionId })
    case "Rotate":
      return RoomCommand.Rotate({ by, joinVerifier: frame.joinVerifier })
  }
}

type CommandOf<Tag extends RoomCommand["_tag"]> = Extract<RoomCommand, { readonly _tag: Tag }>
type CreatorCommand = CommandOf<"Purge" | "Lock" | "Kick" | "Rotate">

const decideJoin = (state: RoomState, command: CommandOf<"Join">): Decision => {
  const refuse = (reason: JoinRefusal) => Decision.JoinRefused({ reason })
  if (command.rotations !== state.rotations) return refuse("join-refused")
  if (!state.isOpened && !command.isCreator) return refuse("not-open-yet")
  const replaced = command.replaces === undefined ? undefined : seatedBy(state, command.replaces)
  if (state.isLocked && !command.isCreator && replaced === undefined) return refuse("locked")
  if (takenSeats(state, command.isCreator, replaced) >= state.capacity) return refuse("full")
  const { connectionId, replaceDigest, isCreator } = command
  const name = replaced?.name ?? nameFor(state, connectionId)
  return accept(
    ...(replaced === undefined ? [] : [RoomChange.Left({ member: replaced, reason: "replaced" })]),
    RoomChange.Joined({ member: { connectionId, replaceDigest, name }, isCreator })
  )
}

/** Seats that a newcomer cannot have: those of the members it does not replace, and one kept for an absent creator. */
const takenSeats = (state: RoomState, isCreator: boolean, replaced: Member | undefined): number => {
  const isCreatorHere = state.creator !== undefined && state.creator !== replaced?.connectionId
  const held = isCreator || isCreatorHere ? 0 : 1
  return state.members.size - (replaced === undefined ? 0 : 1) + held
}

const refuse = (command: CreatorCommand, reason: CommandRefusal): Decision =>
  Decision.CommandRefused({ by: command.by, command: command._tag, reason })

const decideCreator = (state: RoomState, command: CreatorCommand): Decision => {
  switch (command._tag) {
    case "Purge":
      return accept(RoomChange.Ended({ reason: "purged" }))
    case "Lock":
      return command.locked === state.isLocked ? accept() : accept(RoomChange.LockChanged({ isLocked: command.locked }))
    case "Kick":
      return command.connectionId !== command.by && state.members.has(command.connectionId)
        ? accept(...leave(state, command.connectionId, "kicked"))
        : refuse(command, "no-such-member")
    case "Rotate":
      return accept(RoomChange.SecretRotated({ joinVerifier: command.joinVerifier }))
  }
}

const leave = (state: RoomState, connectionId: ConnectionId, reason: LeaveReason): ReadonlyArray<RoomChange> => {
  const member = state.members.get(connectionId)
  if (member === undefined) return []
  const left = RoomChange.Left({ member, reason })
  return state.hasMet && state.members.size === 1 ? [left, RoomChange.Ended({ reason: "empty" })] : [left]
}

const isWaitedOut = (state: RoomState, arrivals: number): boolean => isWaiting(state) && state.arrivals === arrivals

const seatedBy = (state: RoomState, digest: string): Member | undefined => {
  for (const member of state.members.values()) if (member.replaceDigest === digest) return member
  return undefined
}

const nameFor = (state: RoomState, connectionId: ConnectionId): string => {
  const taken = new Set(Array.from(state.members.values(), ({ name }) => name))
  return freeName(nameSeed(connectionId), (name) => taken.has(name))
}

const nameSeed = (connectionId: ConnectionId): number => {
  const bytes = identifierBytes(connectionId)
  return ((bytes[0] ?? 0) << 16) | ((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0)
}
