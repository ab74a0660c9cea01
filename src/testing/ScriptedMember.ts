/**
 * A member that a test plays by hand: raw frames out, decoded frames in, over whatever Transport is provided.
 *
 * It seals nothing and checks nothing; what it sends may be anything. Over the in-memory transport it needs no port, over
 * the WebSocket transport it talks to any relay.
 */
import { Cause, Deferred, Effect, Queue, type Scope } from "effect"
import { type Connection, type ConnectFailed, Transport } from "../client/services/Transport.ts"
import { type ClientFrame, encodeClientFrame } from "../protocol/ClientFrame.ts"
import { splitMessage } from "../protocol/MessageHeader.ts"
import { decodeServerFrame, type ServerFrame } from "../protocol/ServerFrame.ts"

/** A sealed payload as the relay delivered it. */
export interface Delivered {
  readonly _tag: "Delivered"
  readonly sequence: number
  readonly time: number
  readonly sender: string
  readonly payload: Uint8Array
}

export type Heard = ServerFrame | Delivered

export interface Closed {
  readonly code: number
  readonly reason: string
}

export interface ScriptedMember {
  readonly connection: Connection
  readonly send: (frame: ClientFrame) => Effect.Effect<void>
  /** Any text or bytes at all. */
  readonly sendRaw: (message: string | Uint8Array) => Effect.Effect<void>
  /** The next frame or payload. Fails with the close if there is none any more. */
  readonly next: Effect.Effect<Heard, Closed>
  /** The next one of a tag; what comes before is passed over. */
  readonly nextOf: <Tag extends Heard["_tag"]>(tag: Tag) => Effect.Effect<Extract<Heard, { _tag: Tag }>, Closed>
  /** How the connection ended. */
  readonly closed: Effect.Effect<Closed>
}

/** Opens a connection to the relay's /ws address. */
export const connect = Effect.fnUntraced(function* (
  url = "ws://in-memory/ws"
): Effect.fn.Return<ScriptedMember, ConnectFailed, Transport | Scope.Scope> {
  const transport = yield* Transport
  const connection = yield* transport.connect(url)
  const heard = yield* Queue.unbounded<Heard, Closed>()
  const closed = yield* Deferred.make<Closed>()
  yield* Queue.take(connection.incoming).pipe(
    Effect.map((incoming) => {
      if (incoming._tag === "Closed") {
        const { code, reason } = incoming
        Deferred.doneUnsafe(closed, Effect.succeed({ code, reason }))
        Queue.failCauseUnsafe(heard, Cause.fail({ code, reason }))
      } else {
        Queue.offerUnsafe(heard, incoming._tag === "Text" ? frameOf(incoming.text) : deliveredOf(incoming.bytes))
      }
      return incoming._tag
    }),
    Effect.repeat({ until: (tag) => tag === "Closed" }),
    Effect.forkScoped
  )
  const next = Queue.take(heard)
  return {
    connection,
    send: (frame) => Effect.sync(() => connection.send(encodeClientFrame(frame))),
    sendRaw: (message) => Effect.sync(() => connection.send(message)),
    next,
    nextOf: (tag) => Effect.repeat(next, { until: isOf(tag) }).pipe(Effect.map(assertOf(tag))),
    closed: Deferred.await(closed)
  }
})

const isOf =
  <Tag extends Heard["_tag"]>(tag: Tag) =>
  (heard: Heard): heard is Extract<Heard, { _tag: Tag }> =>
    heard._tag === tag

const assertOf =
  <Tag extends Heard["_tag"]>(tag: Tag) =>
  (heard: Heard): Extract<Heard, { _tag: Tag }> => {
    if (isOf(tag)(heard)) return heard
    throw new TypeError(`expected ${tag}`)
  }

const frameOf = (text: string): Heard => {
  const frame = decodeServerFrame(text)
  if (frame === undefined) throw new TypeError(`the relay sent no frame of this version: ${text}`)
  return frame
}

const deliveredOf = (bytes: Uint8Array): Heard => {
  const message = splitMessage(bytes)
  if (message === undefined) throw new TypeError("the relay sent a binary message without a header")
  return { _tag: "Delivered", ...message.header, payload: message.payload }
}
