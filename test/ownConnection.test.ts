/**
 * A host may bring connections that are no WebSockets: what it needs to read the relay's frames is in the package.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Queue } from "effect"
import {
  type Close,
  type Connection,
  decodeServerFrame,
  encodeClientFrame,
  Gateway,
  Limits,
  MemoryConnection,
  type Receiver,
  Relay,
  RoomRegistry,
  WebSocketFrame
} from "../src/index.ts"
import { makeSecrets } from "./support/RoomSecrets.ts"

const openRoom = Effect.gen(function* () {
  const registry = yield* RoomRegistry
  const secrets = makeSecrets()
  const { roomId } = yield* registry.create(secrets.parameters())
  return encodeClientFrame(secrets.creatorJoin(roomId))
})

const tagOf = (text: string): string | undefined => decodeServerFrame(text)?._tag

const joinedAndEntered = ["Joined", "MemberJoined"]

describe("a connection of the host's own", () => {
  it.effect("is served like a WebSocket, and its frames are read with WebSocketFrame", () =>
    Effect.gen(function* () {
      const gateway = yield* Gateway
      const join = yield* openRoom
      const texts = yield* Queue.unbounded<string>()
      const receivers = yield* Queue.unbounded<Receiver>()
      const connection: Connection = {
        idleBytes: Limits.memory.connectionBytes,
        write: (frames) => {
          WebSocketFrame.readFrames(frames, (kind, payload) => {
            if (kind === WebSocketFrame.opcode.text) Queue.offerUnsafe(texts, new TextDecoder().decode(payload))
          })
          return true
        },
        close: () => {},
        end: () => {},
        ping: () => {},
        receive: (receiver) => void Queue.offerUnsafe(receivers, receiver)
      }
      const serving = yield* Effect.forkChild(gateway.serve(connection, {}))

      const receiver = yield* Queue.take(receivers)
      receiver.text(join)
      const heard = yield* Effect.replicateEffect(Queue.take(texts), 2)
      receiver.closed()
      yield* Fiber.join(serving)

      assert.deepStrictEqual(heard.map(tagOf), joinedAndEntered)
    }).pipe(Effect.provide(Relay.layerTest))
  )

  it.effect("may be a MemoryConnection", () =>
    Effect.gen(function* () {
      const gateway = yield* Gateway
      const join = yield* openRoom
      const texts = yield* Queue.unbounded<string>()
      const closes = yield* Queue.unbounded<Close>()
      const { connection, send } = MemoryConnection.make({
        text: (text) => void Queue.offerUnsafe(texts, text),
        binary: () => {},
        closed: (close) => void Queue.offerUnsafe(closes, close)
      })
      const serving = yield* Effect.forkChild(gateway.serve(connection, {}))

      send(join)
      const heard = yield* Effect.replicateEffect(Queue.take(texts), 2)
      send(encodeClientFrame({ _tag: "Leave" }))
      yield* Fiber.join(serving)

      assert.deepStrictEqual(heard.map(tagOf), joinedAndEntered)
      assert.strictEqual((yield* Queue.take(closes)).code, 1000)
    }).pipe(Effect.provide(Relay.layerTest))
  )
})
