/**
 * One WebSocket connection to a relay, reduced to what a session needs: send, close, and what comes in, in order.
 *
 * A service, so that an in-memory relay or a scripted one can take its place. It knows no frames and never reconnects.
 */
import { Context, Data, type Effect, type Queue, Schema, type Scope } from "effect"

/** No connection could be made. Browsers do not say why. */
export class ConnectFailed extends Schema.TaggedError<ConnectFailed>()("ConnectFailed", {}) {}

export type Incoming = Data.TaggedEnum<{
  Text: { readonly text: string }
  Binary: { readonly bytes: Uint8Array }
  /** The last. 1006 if the connection broke. */
  Closed: { readonly code: number; readonly reason: string }
}>
export const Incoming = Data.taggedEnum<Incoming>()

export interface Connection {
  /** Queues a message behind the earlier ones and returns at once. Does nothing once the connection is closing. */
  readonly send: (data: string | Uint8Array) => void
  /** Starts the closing handshake with code 1000; `incoming` then ends with Closed. */
  readonly close: Effect.Effect<void>
  /**
   * Everything that has arrived and was not taken, ending with exactly one Closed. Unbounded, because the WebSocket API
   * cannot hold its peer back; what a relay may send is bounded by the rates of the members.
   */
  readonly incoming: Queue.Dequeue<Incoming>
}

export class Transport extends Context.Service<
  Transport,
  {
    /** Opens `url` (ws or wss) with the protocol's subprotocol. Closing the scope closes the connection. */
    readonly connect: (url: string) => Effect.Effect<Connection, ConnectFailed, Scope.Scope>
  }
>()("pug-network/client/services/Transport") {}
