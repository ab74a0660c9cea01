/**
 * One room: a fiber that turns a mailbox of commands into one log, and the lane that carries the log to the members.
 *
 * Messages are appended on receipt, without a fiber; commands that decide go through the mailbox, one after another, and
 * append to the same lane. A message behind an undecided command of its own sender waits with it. The mailbox is
 * unbounded as a structure and bounded by admission: what may be refused is refused at `maxMailboxDepth`, a leave, an end
 * or a purge never is, and messages are bounded by the rate of their sender. A defect ends this room alone.
 */
import { Cause, Effect, Exit, Queue } from "effect"
import { SecureRandom } from "effect/crypto"
import * as Room from "../domain/Room.ts"
import type { CreatorFrame } from "../protocol/ClientFrame.ts"
import {
  type ConnectionId,
  connectionIdOf,
  type ReplaceToken,
  replaceTokenOf,
  type RoomId
} from "../protocol/Identifiers.ts"
import { maxMailboxDepth } from "../protocol/Limits.ts"
import type { EndReason, Refused } from "../protocol/ServerFrame.ts"
import type { Deadlines } from "../services/Deadlines.ts"
import type { Outlet } from "../services/Outlet.ts"
import type { JoinRefused, Membership } from "../services/RoomRegistry.ts"
import { replaceDigestOf } from "./JoinDigests.ts"
import { RoomAudience, type Seated } from "./RoomAudience.ts"
import { finishedFrame, type LaneContext } from "./RoomLane.ts"
import { RoomSeat, type SeatedRoom } from "./RoomSeat.ts"
import * as Supervision from "./Supervision.ts"
import type { RoomVerifiers } from "./RoomVerifiers.ts"

/** What all rooms of a registry share. */
export interface RoomSurroundings extends LaneContext {
  readonly deadlines: Deadlines["Service"]
  /** How long an empty room waits until two have met; a room's own wait is at most its lifetime. */
  readonly waitMillis: number
  /** Called for every change, in order, before the members are told. */
  readonly onChange: (roomId: RoomId, change: Room.RoomChange) => void
}

/** A room as it is made, within the relay's ranges. */
export interface RoomPlan {
  readonly roomId: RoomId
  readonly capacity: number
  readonly ttlMillis: number
  readonly verifiers: RoomVerifiers
}

export interface JoinTicket {
  /** Called once the newcomer is accepted, before anything is written to the outlet that it returns. */
  readonly connect: (membership: Membership) => Outlet
  readonly isCreator: boolean
  readonly rotations: number
  /** The digest of the token that was presented. */
  readonly replaces: string | undefined
  /** Called once, from the room's fiber. */
  readonly reply: (result: Membership | JoinRefused["reason"]) => void
}

/** What waits in a room's mailbox. */
export type Mail =
  | { readonly _tag: "Command"; readonly command: Room.RoomCommand; readonly onDecided?: () => void }
  /** A payload whose sender has commands in front of it. */
  | { readonly _tag: "Message"; readonly append: () => void }
  | { readonly _tag: "Join"; readonly ticket: JoinTicket }

export class RoomFiber implements SeatedRoom {
  readonly state: Room.RoomState
  readonly expiresAtMillis: number
  readonly verifiers: RoomVerifiers
  readonly #surroundings: RoomSurroundings
  readonly #roomId: RoomId
  readonly #waitMillis: number
  readonly #mailbox: Queue.Queue<Mail>
  readonly #audience: RoomAudience
  /** Present while the room stands empty and nobody has met. */
  #waitUntilMillis: number | undefined
  #cancelAlarm: (() => void) | undefined

  constructor(surroundings: RoomSurroundings, plan: RoomPlan, mailbox: Queue.Queue<Mail>) {
    this.#surroundings = surroundings
    this.#roomId = plan.roomId
    this.#mailbox = mailbox
    this.verifiers = plan.verifiers
    this.state = Room.make(plan.capacity)
    this.expiresAtMillis = surroundings.deadlines.nowMillis() + plan.ttlMillis
    this.#waitMillis = Math.min(surroundings.waitMillis, plan.ttlMillis)
    this.#audience = new RoomAudience(surroundings, (defect) => this.#fail(defect))
  }

  /** The deadline has passed, whether or not the tick has told the room yet. */
  get isExpired(): boolean {
    return this.#surroundings.deadlines.nowMillis() >= this.expiresAtMillis
  }

  /** Asks the room's fiber to let somebody in; refuses `busy` past the mailbox's bound. */
  join(ticket: JoinTicket): void {
    if (Queue.sizeUnsafe(this.#mailbox) >= maxMailboxDepth) return ticket.reply("busy")
    if (!Queue.offerUnsafe(this.#mailbox, { _tag: "Join", ticket })) ticket.reply("join-refused")
  }

  end(reason: EndReason): void {
    this.#tell(Room.RoomCommand.End({ reason }))
  }

  get isOver(): boolean {
    return this.state.isEnded
  }

  carry(senderBytes: Uint8Array, payload: Uint8Array): void {
    if (this.isExpired) {
      this.drop()
      return this.end("expired")
    }
    try {
      this.#audience.carry(senderBytes, payload)
    } catch (defect) {
      this.#fail(defect)
    }
  }

  drop(): void {
    this.#surroundings.tally.messagesDropped += 1
  }

  later(act: () => void): void {
    Queue.offerUnsafe(this.#mailbox, { _tag: "Message", append: act })
  }

  command(frame: CreatorFrame, by: ConnectionId, onDecided: () => void): boolean {
    if (frame._tag !== "Purge" && Queue.sizeUnsafe(this.#mailbox) >= maxMailboxDepth) {
      this.#refuse(by, frame._tag, "busy")
      return false
    }
    return Queue.offerUnsafe(this.#mailbox, { _tag: "Command", command: Room.commandOf(frame, by), onDecided })
  }

  leave(connectionId: ConnectionId, reason: "left" | "lost"): void {
    this.#tell(Room.RoomCommand.Leave({ connectionId, reason }))
  }

  /** Runs until the room has ended, in little memory: most rooms are quiet. Interrupting it ends it as `going-away`. */
  run(): Effect.Effect<void> {
    this.#watchWait()
    const work = Effect.whileLoop({
      while: () => !this.state.isEnded,
      body: () => Queue.takeAll(this.#mailbox),
      step: (mails) => this.#handleAll(mails)
    })
    return Effect.onExit(work, (exit) => this.#finish(exit))
  }

  #finish(exit: Exit.Exit<void>): Effect.Effect<void> {
    this.#cancelAlarm?.()
    const isDefect = Exit.isFailure(exit) && !Cause.hasInterruptsOnly(exit.cause)
    if (Exit.isFailure(exit)) this.#close(isDefect ? "room-failed" : "going-away")
    // First, because a mailbox that a defect has closed is empty, and says so by failing.
    return (isDefect ? Supervision.report("room") : Effect.void).pipe(
      // Nothing that still waits when the room is over is left without an answer.
      Effect.andThen(Queue.clear(this.#mailbox)),
      Effect.map((rest) => rest.forEach(refuseJoin)),
      Effect.andThen(Queue.shutdown(this.#mailbox))
    )
  }

  #handleAll(mails: ReadonlyArray<Mail>): void {
    let handled = 0
    try {
      for (const mail of mails) {
        this.#handle(mail)
        handled += 1
      }
    } finally {
      // After a defect nobody else will answer them; the one that met it may have been answered, and then this is idle.
      mails.slice(handled).forEach(refuseJoin)
    }
  }

  #handle(mail: Mail): void {
    switch (mail._tag) {
      case "Message":
        return mail.append()
      case "Join":
        this.#handleJoin(mail.ticket)
        break
      case "Command": {
        const decision = Room.decide(this.state, mail.command)
        if (decision._tag === "Accepted") decision.changes.forEach((change) => this.#enact(change))
        if (decision._tag === "CommandRefused") this.#refuse(decision.by, decision.command, decision.reason)
        mail.onDecided?.()
      }
    }
    this.#watchWait()
  }

  #handleJoin(ticket: JoinTicket): void {
    const connectionId = connectionIdOf(SecureRandom.randomBytesUnsafe(16))
    const replaceToken = replaceTokenOf(SecureRandom.randomBytesUnsafe(16))
    const { isCreator, rotations, replaces } = ticket
    const newcomer = { connectionId, replaceDigest: replaceDigestOf(replaceToken), isCreator, rotations, replaces }
    const decision = this.isExpired
      ? Room.Decision.JoinRefused({ reason: "join-refused" })
      : Room.decide(this.state, Room.RoomCommand.Join(newcomer))
    if (decision._tag === "JoinRefused") return ticket.reply(decision.reason)
    if (decision._tag === "Accepted") {
      const seat = new RoomSeat(this, connectionId)
      const outlet = ticket.connect(seat)
      decision.changes.forEach((change) => this.#enact(change, { seat, outlet, replaceToken }))
      ticket.reply(seat)
    }
  }

  /** Takes one change into the state and to the members. */
  #enact(change: Room.RoomChange, newcomer?: Newcomer): void {
    Room.apply(this.state, change)
    if (change._tag === "SecretRotated") this.verifiers.rotate(change.joinVerifier)
    this.#surroundings.onChange(this.#roomId, change)
    if (change._tag === "Joined" && newcomer !== undefined) {
      this.#audience.enter(change.member, change.isCreator, newcomer, this.#welcome(change.member, newcomer))
    } else if (change._tag !== "Joined") this.#audience.tell(change)
  }

  #welcome(member: Room.Member, { replaceToken }: Newcomer): Uint8Array {
    const { creator, members, capacity, isLocked, hasMet } = this.state
    return finishedFrame({
      _tag: "Joined",
      ...this.#audience.next(),
      connectionId: member.connectionId,
      replaceToken,
      members: Array.from(members.values(), ({ connectionId, name }) => ({
        connectionId,
        name,
        isCreator: connectionId === creator
      })),
      capacity,
      isLocked,
      remainingMillis: Math.max(0, Math.round(this.expiresAtMillis - this.#surroundings.deadlines.nowMillis())),
      waitMillis: hasMet ? 0 : this.#waitMillis
    })
  }

  #refuse(by: ConnectionId, command: Refused["command"], reason: Refused["reason"]): void {
    this.#surroundings.tally.commandsRefused[reason] += 1
    this.#audience.refuse(by, command, reason)
  }

  #tell(command: Room.RoomCommand): void {
    // False only when the room has ended: its members are being told, and nothing is left to decide.
    Queue.offerUnsafe(this.#mailbox, { _tag: "Command", command })
  }

  /** Starts the wait when the room stands empty and nobody has met; a newcomer calls it off. */
  #watchWait(): void {
    const isWaiting = Room.isWaiting(this.state)
    if (isWaiting === (this.#waitUntilMillis !== undefined)) return
    this.#waitUntilMillis = isWaiting ? this.#surroundings.deadlines.nowMillis() + this.#waitMillis : undefined
    this.#setAlarm()
  }

  /** One alarm for a room, at the nearer of its two deadlines. */
  #setAlarm(): void {
    this.#cancelAlarm?.()
    const { deadlines } = this.#surroundings
    const { arrivals } = this.state
    const waitUntil = this.#waitUntilMillis ?? Infinity
    this.#cancelAlarm =
      waitUntil < this.expiresAtMillis
        ? deadlines.schedule(waitUntil, () => this.#tell(Room.RoomCommand.WaitOver({ arrivals })))
        : deadlines.schedule(this.expiresAtMillis, () => this.end("expired"))
  }

  /** Ends outside the mailbox's order: the fiber is not there any more to do it. */
  #close(reason: EndReason): void {
    if (this.state.isEnded) return
    this.#enact(Room.RoomChange.Ended({ reason }))
  }

  #fail(defect: unknown): void {
    Queue.failCauseUnsafe(this.#mailbox, Cause.die(defect))
  }
}

interface Newcomer extends Seated {
  /** Told to it alone; the room keeps the digest. */
  readonly replaceToken: ReplaceToken
}

const refuseJoin = (mail: Mail): void => {
  if (mail._tag === "Join") mail.ticket.reply("join-refused")
}
