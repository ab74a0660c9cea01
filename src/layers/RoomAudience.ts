/**
 * The members of one room as the relay speaks to them: their outlets, and the lane that carries the log to all of them.
 *
 * It knows the order of PROTOCOL.md section 5.1: whoever comes or goes splits the batch, a newcomer's log starts with its
 * own MemberJoined, a leaver gets what was said before it left. It decides nothing.
 */
import type { Member, RoomChange } from "../domain/Room.ts"
import { type Close, closeCodes } from "../protocol/CloseCodes.ts"
import type { ConnectionId } from "../protocol/Identifiers.ts"
import type { EndReason, LeaveReason, Refused } from "../protocol/ServerFrame.ts"
import type { Outlet } from "../services/Outlet.ts"
import { finishedFrame, type LaneContext, RoomLane } from "./RoomLane.ts"
import type { RoomSeat } from "./RoomSeat.ts"

const closeOf: Record<EndReason, Close> = {
  purged: closeCodes.purged,
  expired: closeCodes.expired,
  "ended-by-operator": closeCodes.endedByOperator,
  "room-failed": closeCodes.roomFailed,
  "going-away": closeCodes.goingAway,
  // Nobody is in when these happen.
  empty: closeCodes.expired,
  unopened: closeCodes.expired
}

/** A member that has been let in. */
export interface Seated {
  readonly outlet: Outlet
  readonly seat: RoomSeat
}

export class RoomAudience {
  readonly #lane: RoomLane
  readonly #members: Array<Seated> = []

  constructor(context: LaneContext, onDefect: (defect: unknown) => void) {
    this.#lane = new RoomLane(context, onDefect)
  }

  /** The place in the log that the next entry will have. */
  next(): { readonly sequence: number; readonly time: number } {
    return this.#lane.next()
  }

  /** Appends a sealed payload. */
  carry(senderBytes: Uint8Array, payload: Uint8Array): void {
    this.#lane.appendMessage(senderBytes, payload)
  }

  /** Takes a newcomer in behind what was said before; `welcome` is its Joined. */
  enter(member: Member, isCreator: boolean, seated: Seated, welcome: Uint8Array): void {
    const { connectionId, name } = member
    // What was said before must not reach it by a way that it shares with others.
    this.#lane.flush()
    seated.outlet.write(welcome)
    this.#members.push(seated)
    this.#lane.add(seated.outlet)
    this.#lane.appendEvent({ _tag: "MemberJoined", connectionId, name, isCreator })
  }

  /** Tells what has changed; who is out of the room after it is let go. */
  tell(change: Exclude<RoomChange, { readonly _tag: "Joined" }>): void {
    switch (change._tag) {
      case "Left":
        return this.#letGo(change.member.connectionId, change.reason)
      case "LockChanged":
        return this.#lane.appendEvent({ _tag: "LockChanged", isLocked: change.isLocked })
      case "SecretRotated":
        return this.#lane.appendEvent({ _tag: "SecretRotated" })
      case "Ended":
        return this.#sayGoodbye(change.reason)
    }
  }

  /** Answers one member that its command was refused, behind what it has been told before. */
  refuse(by: ConnectionId, command: Refused["command"], reason: Refused["reason"]): void {
    this.#lane.flush()
    this.#find(by)?.outlet.write(finishedFrame({ _tag: "Refused", command, reason }))
  }

  #find(connectionId: ConnectionId): Seated | undefined {
    return this.#members.find(({ seat }) => seat.connectionId === connectionId)
  }

  #letGo(connectionId: ConnectionId, reason: LeaveReason): void {
    const seated = this.#find(connectionId)
    if (seated !== undefined) {
      seated.seat.isTaken = false
      this.#lane.remove(seated.outlet)
      this.#members.splice(this.#members.indexOf(seated), 1)
    }
    this.#lane.appendEvent({ _tag: "MemberLeft", connectionId, reason })
    if (reason === "kicked") seated?.outlet.close(closeCodes.kicked)
    if (reason === "replaced") seated?.outlet.close(closeCodes.replaced)
  }

  #sayGoodbye(reason: EndReason): void {
    this.#lane.finish({ _tag: "RoomEnded", reason })
    for (const { outlet } of this.#members.splice(0)) this.#lane.attempt(() => outlet.close(closeOf[reason]))
  }
}
