/**
 * A member's seat: what its connection can do to the room, in the order in which it does it.
 *
 * A payload goes straight to the log, unless commands of the same connection are still undecided: then it waits behind
 * them in the mailbox, so that who has just been put out does not hear what follows. One small object for each member.
 */
import type { CreatorFrame } from "../protocol/ClientFrame.ts"
import { type ConnectionId, identifierBytes } from "../protocol/Identifiers.ts"
import type { Membership } from "../services/RoomRegistry.ts"

/** What a seat asks of its room. */
export interface SeatedRoom {
  readonly isOver: boolean
  /** Appends a payload to the log, or ends the room if its time is up. */
  readonly carry: (senderBytes: Uint8Array, payload: Uint8Array) => void
  /** Runs behind the commands that wait. */
  readonly later: (act: () => void) => void
  /** False if the command is refused at the mailbox's bound; otherwise `onDecided` is called. */
  readonly command: (frame: CreatorFrame, by: ConnectionId, onDecided: () => void) => boolean
  readonly leave: (connectionId: ConnectionId, reason: "left" | "lost") => void
  /** A payload is not carried, because its sender is out. */
  readonly drop: () => void
}

export class RoomSeat implements Membership {
  readonly connectionId: ConnectionId
  /** False once the member is out, whoever has decided it: looked at for every message, so it is no look-up. */
  isTaken = true
  readonly #room: SeatedRoom
  readonly #connectionBytes: Uint8Array
  #hasLeft = false
  #undecided = 0

  constructor(room: SeatedRoom, connectionId: ConnectionId) {
    this.#room = room
    this.connectionId = connectionId
    this.#connectionBytes = identifierBytes(connectionId)
  }

  send(payload: Uint8Array): void {
    if (this.#hasLeft || !this.#isIn) return this.#room.drop()
    if (this.#undecided === 0) return this.#room.carry(this.#connectionBytes, payload)
    const copy = Uint8Array.from(payload)
    this.#room.later(() => {
      if (this.#isIn) this.#room.carry(this.#connectionBytes, copy)
      else this.#room.drop()
    })
  }

  command(frame: CreatorFrame): void {
    if (this.#hasLeft) return
    const isUnderWay = this.#room.command(frame, this.connectionId, () => {
      this.#undecided -= 1
    })
    if (isUnderWay) this.#undecided += 1
  }

  leave(reason: "left" | "lost"): void {
    if (this.#hasLeft) return
    this.#hasLeft = true
    this.#room.leave(this.connectionId, reason)
  }

  get #isIn(): boolean {
    return this.isTaken && !this.#room.isOver
  }
}
