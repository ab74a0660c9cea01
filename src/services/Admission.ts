/**
 * How much one source may ask for, and what work is asked for while much is asked of the relay.
 *
 * A source is who asks, as far as limits go: a network address under a keyed hash, never the address itself. It is
 * `undefined` where there is none (a connection in memory, an onion listener, an embedder without addresses): then the
 * relay's own ceilings and the work hold. Asked when a connection, a join or a room begins, and never for a message.
 * Nothing here knows a room: what is asked of one source is the same whatever room it wants. PROTOCOL.md sections 3.4, 4.3.
 */
import { Brand, Context, type Effect, Schema } from "effect"

/** An address, or the /64 of one, under a key that lives as long as the layer. */
export type Source = string & Brand.Brand<"Source">
export const Source = Brand.nominal<Source>()

/** This source has asked for so much that it has to wait. */
export class TooMany extends Schema.TaggedError<TooMany>()("TooMany", {
  /** Whole seconds, at least one, after which the same may be asked again. */
  retryAfterSeconds: Schema.Int
}) {}

/** What is counted by the minute. */
export type Asked = "challenge" | "creation" | "connection" | "join"

export class Admission extends Context.Service<
  Admission,
  {
    /** The source behind an address; `undefined` for what is no address. The address itself is not kept. */
    readonly sourceOf: (address: string | undefined) => Source | undefined
    /**
     * Counts one thing more that is asked for; fails with TooMany past the source's limit, and counts nothing then. A
     * join is also past its limit once the source has used up its failed joins: that is looked at before the room is.
     */
    readonly admit: (asked: Asked, source: Source | undefined) => Effect.Effect<void, TooMany>
    /** Takes a place for an open connection: false, and none is taken, if the source holds as many as it may. At once. */
    readonly connect: (source: Source | undefined) => boolean
    /** Gives the place back. Called once for each `connect` that has returned true. At once. */
    readonly disconnect: (source: Source | undefined) => void
    /** A join did not prove the secret of its room, or there is no such room. At once. */
    readonly joinFailed: (source: Source | undefined) => void
    /** A room has been made and paid for. At once. */
    readonly roomCreated: () => void
    /** Bits of work that a room costs now: never below the configured ones. At once. */
    readonly creationBits: () => number
    /** Bits of work that a join from this source costs now, 0 for none: never below the configured ones. At once. */
    readonly joinBits: (source: Source | undefined) => number
  }
>()("pug-network/services/Admission") {}
