/**
 * What a session knows and keeps across its connections. The fibers of a session share it; all of them run on one thread
 * and none suspends between reading and writing a field.
 *
 * It owns the keys of the room. Nothing of it is stored or logged.
 */
import { type Cause, Effect, Queue } from "effect"
import type { ReplaceToken, RoomId } from "../../protocol/Identifiers.ts"
import { client } from "../../protocol/Limits.ts"
import { deriveMessageKey } from "../crypto/MessageKey.ts"
import { creatorProof } from "../crypto/Proofs.ts"
import type { Bytes } from "../crypto/WebCrypto.ts"
import { formatRoomLink, type RoomLink } from "../RoomLink.ts"
import { SessionEvent } from "../SessionEvent.ts"
import type { Connection } from "../services/Transport.ts"
import { Outbox } from "./Outbox.ts"
import { PasswordWitnesses } from "./PasswordWitnesses.ts"
import { RecordAuditor } from "./RecordAuditor.ts"
import { RelayClock } from "./RelayClock.ts"
import { cleanName, Roster } from "./Roster.ts"
import { makeSignal, type Signal } from "./Signal.ts"

export interface SessionOptions {
  readonly link: RoomLink
  readonly creatorCapability?: Uint8Array
  readonly name?: string
  /** Where the link asks for one. It is not kept. */
  readonly password?: string
}

export class SessionState {
  readonly roomId: RoomId
  readonly creatorProof: Bytes | undefined
  readonly name: string | undefined
  /** Unbounded: the application is its one reader, and slowing the log down for it would look like a dead relay. */
  readonly events: Queue.Queue<SessionEvent, Cause.Done>
  /** There is something to send. */
  readonly toSend: Signal
  /** Somebody wants to know now whether the connection lives. */
  readonly toCheck: Signal
  /** The room's time is known. */
  readonly toExpire: Signal
  /** There is another message key. */
  readonly toRekey: Signal
  readonly roster = new Roster()
  readonly outbox = new Outbox()
  readonly auditor = new RecordAuditor()
  readonly passwordWitnesses = new PasswordWitnesses()
  readonly relayClock = new RelayClock()
  /** Message IDs, each with the digest of what was said under it. */
  readonly #shown = new Set<string>()

  link: RoomLink
  /** What the keys of each connection are derived from; another after another password. */
  messageKey: CryptoKey
  /** The secret that the creator has sealed and the relay has not put in force yet, as far as we know. */
  announcedSecret: Uint8Array | undefined
  replaceToken: ReplaceToken | undefined
  /** The sequence of the last join or entry that was read. */
  lastSequence = 0
  /** The one that has joined last; it may be gone. */
  connection: Connection | undefined
  /** When the room's time is up, in monotonic milliseconds. */
  endsAt = Infinity
  /** Whether the room lets nobody new in, as far as the log tells. */
  isLocked = false
  isJoined = false
  isLeaving = false
  isOver = false

  private constructor(
    options: SessionOptions,
    parts: Pick<SessionState, "messageKey" | "creatorProof" | "events" | "toSend" | "toCheck" | "toExpire" | "toRekey">
  ) {
    this.roomId = options.link.roomId
    this.link = options.link
    this.name = options.name === undefined ? undefined : cleanName(options.name)
    this.messageKey = parts.messageKey
    this.creatorProof = parts.creatorProof
    this.events = parts.events
    this.toSend = parts.toSend
    this.toCheck = parts.toCheck
    this.toExpire = parts.toExpire
    this.toRekey = parts.toRekey
  }

  static readonly make = Effect.fnUntraced(function* (options: SessionOptions) {
    const { creatorCapability } = options
    return new SessionState(options, {
      messageKey: yield* deriveMessageKey(options.link, options.password),
      creatorProof: creatorCapability && (yield* creatorProof(creatorCapability)),
      events: yield* Queue.unbounded<SessionEvent, Cause.Done>(),
      toSend: yield* makeSignal,
      toCheck: yield* makeSignal,
      toExpire: yield* makeSignal,
      toRekey: yield* makeSignal
    })
  })

  emit(event: SessionEvent): void {
    Queue.offerUnsafe(this.events, event)
  }

  /** The last event; what is still unsent has failed. */
  end(event: Extract<SessionEvent, { readonly _tag: "Ended" }>): void {
    this.isOver = true
    for (const { id } of this.outbox.takeAll()) this.emit(SessionEvent.MessageFailed({ id }))
    this.emit(event)
    Queue.endUnsafe(this.events)
  }

  /** Another password: whoever was known by the former key is not by this one. */
  rekey(messageKey: CryptoKey): void {
    this.messageKey = messageKey
    this.roster.forgetVerified()
    this.passwordWitnesses.forget()
    this.toRekey.raise()
  }

  /** The announced secret is in force. Without one, the link stays dead until its secret is read. */
  secretRotated(time: number): void {
    const secret = this.announcedSecret
    this.announcedSecret = undefined
    if (secret !== undefined) this.link = { ...this.link, secret }
    this.emit(SessionEvent.LinkChanged({ link: secret && formatRoomLink(this.link), time }))
  }

  /**
   * Whether a message is to be shown: one that was sent again has been, in the same words under the same ID. Other words
   * under a known ID are another message, so that nobody silences anybody by a copied ID.
   */
  markShown(id: string, digest: string): boolean {
    const message = `${id} ${digest}`
    if (this.#shown.has(message)) return false
    this.#shown.add(message)
    if (this.#shown.size > client.maxShownMessages) {
      for (const oldest of this.#shown) {
        this.#shown.delete(oldest)
        break
      }
    }
    return true
  }
}
