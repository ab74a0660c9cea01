/**
 * The rules of a room played by hand: short names for its people, and what each command led to.
 */
import * as Room from "../../src/domain/Room.ts"
import { type ConnectionId, connectionIdOf } from "../../src/protocol/Identifiers.ts"
import type { EndReason } from "../../src/protocol/ServerFrame.ts"

const bytesOf = (number: number): Uint8Array => {
  const bytes = new Uint8Array(16)
  new DataView(bytes.buffer).setUint32(0, number)
  return bytes
}

/** The connection of the n-th person, and the digest of its replace token. */
export const connection = (number: number): ConnectionId => connectionIdOf(bytesOf(number))
export const digest = (number: number): string => `digest ${number}`

const numberOf = (connectionId: ConnectionId): number => Buffer.from(connectionId, "base64url").readUInt32BE(0)

export interface JoinOptions {
  readonly isCreator?: boolean
  /** The number of the person whose seat is given up. */
  readonly replaces?: number
  /** How often the secret had been rotated when the proof was found right; by default it still is. */
  readonly rotations?: number
}

/** What a command led to, in words: `["joined 2", "left 1 replaced"]`, or `["refused full"]`. */
export type Outcome = ReadonlyArray<string>

export interface RoomScript {
  readonly state: Room.RoomState
  readonly join: (who: number, options?: JoinOptions) => Outcome
  readonly leave: (who: number, reason?: "left" | "lost") => Outcome
  readonly purge: (by: number) => Outcome
  readonly lock: (by: number, locked: boolean) => Outcome
  readonly kick: (by: number, who: number) => Outcome
  readonly rotate: (by: number) => Outcome
  readonly waitOver: (arrivals?: number) => Outcome
  readonly end: (reason: EndReason) => Outcome
}

export const makeRoom = (capacity: number): RoomScript => {
  const state = Room.make(capacity)
  const give = (command: Room.RoomCommand): Outcome => {
    const decision = Room.decide(state, command)
    if (decision._tag !== "Accepted") return [`refused ${decision.reason}`]
    decision.changes.forEach((change) => Room.apply(state, change))
    return decision.changes.map(inWords)
  }
  return {
    state,
    join: (who, { isCreator = false, replaces, rotations = state.rotations } = {}) =>
      give(
        Room.RoomCommand.Join({
          connectionId: connection(who),
          replaceDigest: digest(who),
          isCreator,
          rotations,
          replaces: replaces === undefined ? undefined : digest(replaces)
        })
      ),
    leave: (who, reason = "left") => give(Room.RoomCommand.Leave({ connectionId: connection(who), reason })),
    purge: (by) => give(Room.RoomCommand.Purge({ by: connection(by) })),
    lock: (by, locked) => give(Room.RoomCommand.Lock({ by: connection(by), locked })),
    kick: (by, who) => give(Room.RoomCommand.Kick({ by: connection(by), connectionId: connection(who) })),
    rotate: (by) => give(Room.RoomCommand.Rotate({ by: connection(by), joinVerifier: new Uint8Array(32) })),
    waitOver: (arrivals = state.arrivals) => give(Room.RoomCommand.WaitOver({ arrivals })),
    end: (reason) => give(Room.RoomCommand.End({ reason }))
  }
}

const inWords = (change: Room.RoomChange): string => {
  switch (change._tag) {
    case "Joined":
      return `joined ${numberOf(change.member.connectionId)}${change.isCreator ? " as creator" : ""}`
    case "Left":
      return `left ${numberOf(change.member.connectionId)} ${change.reason}`
    case "LockChanged":
      return change.isLocked ? "locked" : "unlocked"
    case "SecretRotated":
      return "rotated"
    case "Ended":
      return `ended ${change.reason}`
  }
}
