/**
 * What this client still has to say, in order, across connections.
 *
 * A message leaves it when it has come back in the log, a creator's command when its effect has or the relay has refused
 * it, so a lost connection loses neither: `rewind` puts what was sent and not answered in front again. A message is then
 * sealed anew under the same message ID; a command is repeated unless it is true already. A Leave is not.
 * Unbounded: its only writer is the application that owns it.
 */
import type { CreatorFrame, Leave } from "../../protocol/ClientFrame.ts"
import type { ConnectionId } from "../../protocol/Identifiers.ts"
import type { RoomEvent } from "../../protocol/ServerFrame.ts"
import type { KeptSeconds } from "../KeptSeconds.ts"
import { type Bytes, equalBytes } from "../crypto/WebCrypto.ts"

export interface OutgoingText {
  readonly _tag: "Text"
  /** base64url of `idBytes`. */
  readonly id: string
  readonly idBytes: Bytes
  readonly sentAt: number
  readonly body: string
  readonly keptSeconds?: KeptSeconds
}

/** A frame that goes as it is. */
export interface Command {
  readonly _tag: "Command"
  readonly frame: Exclude<CreatorFrame, { readonly _tag: "Rotate" }> | typeof Leave.Type
}

/** A Rotate is made of its secret when it is sent, the same one each time. */
export interface Rotation {
  readonly _tag: "Rotate"
  readonly secret: Bytes
  /**
   * Whom the secret is not for. It waits until the log shows that the room has removed them, because a sealed record may
   * overtake a command on its way into the log; and it is given up if the relay refuses that.
   */
  readonly without?: ConnectionId
}

export type Outgoing = OutgoingText | Command | Rotation

/** What is true of the room that a new connection has come into. */
export interface RoomFacts {
  readonly isLocked: boolean
  readonly members: ReadonlyArray<{ readonly connectionId: ConnectionId }>
  /** The room secret that has let it in. */
  readonly secret: Uint8Array
}

export class Outbox {
  #waiting: Array<Outgoing> = []
  /** Sent and not answered. */
  #sent: Array<Outgoing> = []

  add(item: Outgoing): void {
    this.#waiting.push(item)
  }

  /** The next item, which stays first until `markSent`; none while the first has to wait. */
  get next(): Outgoing | undefined {
    const [first] = this.#waiting
    return first !== undefined && isHeldBack(first) ? undefined : first
  }

  /** The next item is on its way. */
  markSent(): void {
    const item = this.#waiting.shift()
    if (item !== undefined && (item._tag === "Text" || commandOf(item) !== undefined)) this.#sent.push(item)
  }

  /** A message has come back. */
  confirm(id: string): void {
    this.#sent = this.#sent.filter((item) => item._tag !== "Text" || item.id !== id)
  }

  /** Something has happened in the room: the first command that this can be the effect of is answered. */
  happened(event: RoomEvent): void {
    this.#answered((item) => isEffect(event, item))
    if (event._tag !== "MemberLeft" || event.reason !== "kicked") return
    this.#waiting = this.#waiting.map((item) =>
      isHeldBack(item) && item.without === event.connectionId ? { _tag: "Rotate", secret: item.secret } : item
    )
  }

  /** The first command of this kind is answered. */
  refused(command: CreatorFrame["_tag"]): void {
    this.#answered((item) => commandOf(item) === command)
    this.#waiting = this.#waiting.filter((item) => !isHeldBack(item))
  }

  /** A new connection: what was sent and not answered is to be sent again, first, unless the room is so already. */
  rewind(facts: RoomFacts): void {
    this.#waiting.unshift(
      ...this.#sent.filter(
        (item, index) => this.#isAwaited(item) || !isSettled(item, this.#sent.slice(index + 1), facts)
      )
    )
    this.#sent = []
  }

  /** Gives up the messages that were sent and have not come back. */
  takeSentTexts(): ReadonlyArray<OutgoingText> {
    const texts = this.#sent.filter((item) => item._tag === "Text")
    this.#sent = this.#sent.filter((item) => item._tag !== "Text")
    return texts
  }

  /** Gives up everything; the messages among it. */
  takeAll(): ReadonlyArray<OutgoingText> {
    const texts = [...this.#sent, ...this.#waiting].filter((item) => item._tag === "Text")
    this.#sent = []
    this.#waiting = []
    return texts
  }

  /** A rotation waits for this Kick. Nobody can tell how its member went meanwhile, so it is the relay that has to say. */
  #isAwaited(item: Outgoing): boolean {
    if (item._tag !== "Command" || item.frame._tag !== "Kick") return false
    const { connectionId } = item.frame
    return this.#waiting.some((other) => isHeldBack(other) && other.without === connectionId)
  }

  /** The relay answers in order and says nothing to a Lock that changes nothing: the commands before are done with. */
  #answered(matches: (item: Outgoing) => boolean): void {
    const last = this.#sent.findIndex(matches)
    this.#sent = this.#sent.filter((item, index) => index > last || item._tag === "Text")
  }
}

const isHeldBack = (item: Outgoing): item is Rotation & { readonly without: ConnectionId } =>
  item._tag === "Rotate" && item.without !== undefined

/** The creator's command that an item is, if it is one. */
const commandOf = (item: Outgoing): CreatorFrame["_tag"] | undefined => {
  if (item._tag !== "Command") return item._tag === "Rotate" ? "Rotate" : undefined
  return item.frame._tag === "Leave" ? undefined : item.frame._tag
}

/** A member who leaves by itself is no effect of a Kick: the relay still refuses that one. */
const isEffect = (event: RoomEvent, item: Outgoing): boolean => {
  if (item._tag === "Rotate") return event._tag === "SecretRotated"
  if (item._tag !== "Command") return false
  const { frame } = item
  if (event._tag === "LockChanged") return frame._tag === "Lock" && frame.locked === event.isLocked
  return (
    event._tag === "MemberLeft" &&
    event.reason === "kicked" &&
    frame._tag === "Kick" &&
    frame.connectionId === event.connectionId
  )
}

/** Whether there is nothing left to repeat: the room is so already, or a later command of the same kind overrules. */
const isSettled = (item: Outgoing, later: ReadonlyArray<Outgoing>, facts: RoomFacts): boolean => {
  if (item._tag === "Text") return false
  const isOverruled = later.some((other) => commandOf(other) === commandOf(item))
  if (item._tag === "Rotate") return isOverruled || equalBytes(item.secret, facts.secret)
  switch (item.frame._tag) {
    case "Lock":
      return isOverruled || item.frame.locked === facts.isLocked
    case "Kick": {
      const { connectionId } = item.frame
      return !facts.members.some((member) => member.connectionId === connectionId)
    }
    case "Purge":
    case "Leave":
      return isOverruled
  }
}
