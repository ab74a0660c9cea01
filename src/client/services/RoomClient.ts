/**
 * The headless client: make a room, join a room, talk. Used by the elements, by bots in Node and by tests alike.
 *
 * It owns the keys and the plaintext; nothing of either goes further than the seal. It stores nothing.
 */
import { Context, type Effect, Schema, type Scope, type Stream } from "effect"
import type { ConnectionId } from "../../protocol/Identifiers.ts"
import type { PasswordRefused } from "../crypto/MessageKey.ts"
import type { KeptSeconds } from "../KeptSeconds.ts"
import type { RoomLink } from "../RoomLink.ts"
import type { SessionEvent } from "../SessionEvent.ts"

/** The creation of a room failed. `code` is that of the API's problem, or what went wrong on the way to it. */
export class CreateFailed extends Schema.TaggedError<CreateFailed>()("CreateFailed", {
  code: Schema.String,
  detail: Schema.String,
  /** Whole seconds that the relay wants to be left alone; until then `create` fails at once. */
  retryAfterSeconds: Schema.optionalKey(Schema.Int)
}) {}

/** The text does not fit a sealed record. Sizes in bytes of the encoded record. */
export class MessageTooLong extends Schema.TaggedError<MessageTooLong>()("MessageTooLong", {
  bytes: Schema.Int,
  maximum: Schema.Int
}) {}

export interface CreatedRoom {
  readonly link: RoomLink
  /** 32 bytes: whoever holds them may purge, lock, kick and rotate. In no link. */
  readonly creatorCapability: Uint8Array
  readonly capacity: number
  readonly remainingMillis: number
}

/** The controls of a session. They may be used from the start, without a connection too; after Ended they do nothing. */
export interface RoomSession {
  /** The link that invites others; changes with a rotation. */
  readonly link: Effect.Effect<RoomLink>
  /** From Connecting to Ended, buffered from the start; one consumer. */
  readonly events: Stream.Stream<SessionEvent>
  /**
   * Seals and sends; returns the message ID at once. The message is in the log when its Message event comes back. With
   * `keptSeconds` (`KeptSeconds.make(30)`) every reader, this one too, is asked to let go of it so long after that.
   */
  readonly send: (body: string, keptSeconds?: KeptSeconds) => Effect.Effect<string, MessageTooLong>
  readonly purge: Effect.Effect<void>
  readonly lock: (isLocked: boolean) => Effect.Effect<void>
  readonly kick: (connectionId: ConnectionId) => Effect.Effect<void>
  /** Makes a new room secret, seals it to the members, then tells the relay its verifier. The password stays. */
  readonly rotate: Effect.Effect<void>
  /**
   * Removes a member and changes the link, which the removed one does not get: the room is locked meanwhile, and the new
   * secret is sealed once the log shows the removal. If the relay refuses that, the link stays.
   */
  readonly kickAndRotate: (connectionId: ConnectionId) => Effect.Effect<void>
  /**
   * Takes another password in place of one that was wrong: derives the keys anew and joins with them, in the same seat.
   * Nobody is asked whether it is right: PasswordDoubted says again if it is not.
   */
  readonly usePassword: (password: string) => Effect.Effect<void, PasswordRefused>
  /** Leaves for good, behind everything sent before. */
  readonly leave: Effect.Effect<void>
  /** Leaves for good without waiting for anything; what waits is not sent. Synchronous, for a page that is about to go. */
  readonly leaveAtOnce: Effect.Effect<void>
  /** Asks for a sign of life at once, or tries again at once: for visibilitychange, pageshow, online, "Reconnect now". */
  readonly checkConnection: Effect.Effect<void>
}

export class RoomClient extends Context.Service<
  RoomClient,
  {
    /**
     * Makes the secrets, does the work, creates the room. Interrupting it cancels the work.
     * `onProgress` is called with the share of the expected tries done, which may pass 1.
     */
    readonly create: (options: {
      readonly ttlSeconds: number
      readonly capacity: number
      /** The link will ask for a password. It is given to `join`, by the creator as by everybody else, and to nobody here. */
      readonly needsPassword?: boolean
      readonly onProgress?: (share: number) => void
    }) => Effect.Effect<CreatedRoom, CreateFailed>
    /**
     * Joins and stays until Ended or until the scope closes, which leaves. Reconnects by itself in between. With a
     * password it returns once that is stretched, which takes up to a second or two. Whether it is right nobody is asked:
     * it shows by what others have sealed, and PasswordDoubted says so.
     */
    readonly join: (room: {
      readonly link: RoomLink
      readonly creatorCapability?: Uint8Array
      /** The chosen name, sealed in the Hello. */
      readonly name?: string
      /** Where `link.needsPassword`. Mixed into the key here; it is not kept and goes nowhere. */
      readonly password?: string
    }) => Effect.Effect<RoomSession, PasswordRefused, Scope.Scope>
  }
>()("pug-network/client/services/RoomClient") {}
