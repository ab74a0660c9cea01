/**
 * A relay that a test plays by hand, and a member it can speak for: everything that an honest or a lying relay can do to a
 * session. No sockets, no time of its own.
 */
import { Effect, Layer, Queue, Schema, Stream } from "effect"
import { deriveSealKeys, open, parsePayload, seal } from "../../../src/client/crypto/Seal.ts"
import type { SealedRecord } from "../../../src/client/crypto/SealedRecord.ts"
import { importHkdfKey, ownBytes } from "../../../src/client/crypto/WebCrypto.ts"
import * as SealedRoomClient from "../../../src/client/layers/SealedRoomClient.ts"
import type { RoomLink } from "../../../src/client/RoomLink.ts"
import { PowSolver } from "../../../src/client/services/PowSolver.ts"
import { RelayHttp, RelayHttpFailed } from "../../../src/client/services/RelayHttp.ts"
import { RoomClient, type RoomSession } from "../../../src/client/services/RoomClient.ts"
import { ConnectFailed, Incoming, Transport } from "../../../src/client/services/Transport.ts"
import type { SessionEvent } from "../../../src/client/SessionEvent.ts"
import { type ClientFrame, decodeClientFrame } from "../../../src/protocol/ClientFrame.ts"
import { type ConnectionId, connectionIdOf, replaceTokenOf, roomIdOf } from "../../../src/protocol/Identifiers.ts"
import { MessageHeader } from "../../../src/protocol/MessageHeader.ts"
import { encodeServerFrame, type Member, type ServerFrame } from "../../../src/protocol/ServerFrame.ts"

export const bytesOf = (length: number, value: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(value)

export const link: RoomLink = {
  relayUrl: "https://pug.example/chat",
  roomId: roomIdOf(bytesOf(16, 1)),
  key: bytesOf(32, 2),
  secret: bytesOf(16, 3)
}

export const memberOf = (value: number, isCreator = false): Member => ({
  connectionId: connectionIdOf(bytesOf(16, value)),
  name: `member-${value}`,
  isCreator
})

/** One connection as the relay sees it. */
export interface ScriptedConnection {
  readonly url: string
  /** The next control frame from the client; sealed payloads and pings in front of it are passed over. */
  readonly nextFrame: Effect.Effect<ClientFrame>
  /** The next sealed payload from the client; control frames in front of it are passed over. */
  readonly nextPayload: Effect.Effect<Uint8Array>
  readonly text: (text: string) => void
  readonly frame: (frame: ServerFrame) => void
  readonly binary: (bytes: Uint8Array) => void
  readonly close: (code: number) => void
  /** Neither side has closed it. */
  readonly isOpen: boolean
  /** Whether a Ping gets its Pong by itself. */
  answersPings: boolean
}

export interface ScriptedRelay {
  readonly layer: Layer.Layer<RoomClient>
  /** The next connection that the client opens. */
  readonly nextConnection: Effect.Effect<ScriptedConnection>
  /** Whether connections can be made. */
  isReachable: boolean
}

export const makeScriptedRelay: Effect.Effect<ScriptedRelay> = Effect.gen(function* () {
  const connections = yield* Queue.unbounded<ScriptedConnection>()
  const transport = Transport.of({
    connect: Effect.fnUntraced(function* (url) {
      if (!relay.isReachable) return yield* new ConnectFailed()
      const incoming = yield* Queue.unbounded<Incoming>()
      const sent = yield* Queue.unbounded<string | Uint8Array>()
      let isOpen = true
      const arrived = (message: Incoming) => {
        if (isOpen) Queue.offerUnsafe(incoming, message)
      }
      const close = (code: number) => {
        arrived(Incoming.Closed({ code, reason: "" }))
        isOpen = false
      }
      const nextOf = <A>(pick: (data: string | Uint8Array) => A | undefined): Effect.Effect<A> =>
        Effect.gen(function* () {
          while (true) {
            const picked = pick(yield* Queue.take(sent))
            if (picked !== undefined) return picked
          }
        })
      const connection: ScriptedConnection = {
        answersPings: false,
        url,
        nextFrame: nextOf((data) => (typeof data === "string" ? decodeClientFrame(data) : undefined)),
        nextPayload: nextOf((data) => (typeof data === "string" ? undefined : data)),
        text: (text) => arrived(Incoming.Text({ text })),
        frame: (frame) => arrived(Incoming.Text({ text: encodeServerFrame(frame) })),
        binary: (bytes) => arrived(Incoming.Binary({ bytes })),
        close,
        get isOpen() {
          return isOpen
        }
      }
      Queue.offerUnsafe(connections, connection)
      yield* Effect.addFinalizer(() => Effect.sync(() => close(1006)))
      return {
        send: (data) => {
          if (data === '{"_tag":"Leave"}') close(1000)
          if (data === '{"_tag":"Ping"}' && connection.answersPings) connection.frame({ _tag: "Pong" })
          Queue.offerUnsafe(sent, data)
        },
        close: Effect.sync(() => close(1000)),
        incoming
      }
    })
  })
  const relay: ScriptedRelay = {
    layer: SealedRoomClient.layer({ relayUrl: link.relayUrl }).pipe(
      Layer.provide([
        Layer.succeed(Transport, transport),
        Layer.succeed(RelayHttp, { challenge: () => unreachable, createRoom: () => unreachable }),
        Layer.succeed(PowSolver, { solve: (challenge) => Effect.succeed(challenge.bits) })
      ])
    ),
    nextConnection: Queue.take(connections),
    isReachable: true
  }
  return relay
})

const unreachable = Effect.fail(new RelayHttpFailed({ code: "unreachable", detail: "" }))

/** A session under test with its events. */
export interface TestSession extends RoomSession {
  readonly nextEvent: Effect.Effect<SessionEvent>
  /** The next event of a tag; what comes before is passed over. */
  readonly nextOf: <Tag extends SessionEvent["_tag"]>(tag: Tag) => Effect.Effect<Extract<SessionEvent, { _tag: Tag }>>
}

interface EntryOptions {
  readonly creatorCapability?: Uint8Array
  readonly name?: string
  readonly link?: RoomLink
  readonly password?: string
}

/** Joins in the test's scope. */
export const openSession = Effect.fnUntraced(function* (relay: ScriptedRelay, options: EntryOptions = {}) {
  const session = yield* RoomClient.use((client) => client.join({ link, ...options })).pipe(Effect.provide(relay.layer))
  const events = yield* Queue.unbounded<SessionEvent>()
  yield* Effect.forkScoped(Stream.runForEach(session.events, (event) => Queue.offer(events, event)))
  const test: TestSession = {
    ...session,
    nextEvent: Queue.take(events),
    nextOf: (tag) =>
      Effect.gen(function* () {
        while (true) {
          const event = yield* Queue.take(events)
          if (isOf(tag)(event)) return event
        }
      })
  }
  return test
})

const isOf =
  <Tag extends SessionEvent["_tag"]>(tag: Tag) =>
  (event: SessionEvent): event is Extract<SessionEvent, { _tag: Tag }> =>
    event._tag === tag

/** The log as the relay shows it on one connection. */
export class ScriptedLog {
  readonly #connection: ScriptedConnection
  sequence: number
  time = 1_000
  /** The room's time when somebody comes in. */
  remainingMillis = 60_000

  constructor(connection: ScriptedConnection, sequence = 10) {
    this.#connection = connection
    this.sequence = sequence
  }

  /** Lets the client in as `self`, with these members there before it. */
  letIn(self: Member, others: ReadonlyArray<Member> = [], tokenValue = 9): void {
    const { sequence, time } = this
    this.#connection.frame({
      _tag: "Joined",
      sequence,
      time,
      connectionId: self.connectionId,
      replaceToken: replaceTokenOf(bytesOf(16, tokenValue)),
      members: [...others, self],
      capacity: 5,
      isLocked: false,
      remainingMillis: this.remainingMillis,
      waitMillis: 0
    })
    this.entry((place) => ({ _tag: "MemberJoined", ...place, ...self }))
  }

  entry(frameOf: (place: { readonly sequence: number; readonly time: number }) => ServerFrame): void {
    this.#connection.frame(frameOf({ sequence: this.sequence, time: this.time }))
    this.sequence += 1
  }

  /** Delivers a payload under a sender's name; returns the message, to be delivered again. */
  payload(sender: ConnectionId, payload: Uint8Array): Uint8Array {
    const message = messageOf(this.sequence, this.time, sender, payload)
    this.#connection.binary(message)
    this.sequence += 1
    return message
  }
}

const encodeHeader = Schema.encodeSync(MessageHeader)

export const messageOf = (sequence: number, time: number, sender: ConnectionId, payload: Uint8Array): Uint8Array => {
  const message = new Uint8Array(32 + payload.length)
  message.set(encodeHeader({ sequence, time, sender }))
  message.set(payload, 32)
  return message
}

/** Seals in a member's name. */
export const sealAs = Effect.fnUntraced(function* (
  member: Member,
  counter: number,
  record: SealedRecord,
  options: { readonly session?: number; readonly key?: Uint8Array; readonly messageKey?: CryptoKey } = {}
) {
  const messageKey = options.messageKey ?? (yield* importHkdfKey(options.key ?? link.key))
  const keys = yield* deriveSealKeys(messageKey, {
    roomId: link.roomId,
    sender: member.connectionId,
    session: ownBytes(bytesOf(16, options.session ?? 100))
  })
  return yield* seal(keys, counter, record)
})

/** What a client has sealed as `member`. */
export const openFrom = Effect.fnUntraced(function* (member: Member, payload: Uint8Array, messageKey?: CryptoKey) {
  const parsed = parsePayload(payload)
  if (parsed === undefined) return yield* Effect.die(new Error("no seal"))
  const context = { roomId: link.roomId, sender: member.connectionId, session: parsed.session }
  const key = messageKey ?? (yield* importHkdfKey(link.key))
  const opened = yield* open(yield* deriveSealKeys(key, context), parsed)
  if (typeof opened === "string") return yield* Effect.die(new Error(opened))
  return opened
})

/** The body of a message. */
export const bodyOf = (record: SealedRecord | { readonly _tag: "Unknown" }): string | undefined =>
  record._tag === "Text" ? record.body : undefined

/** Waits until the session has worked through everything delivered so far. */
export const whenRead = Effect.fnUntraced(function* (session: TestSession, log: ScriptedLog) {
  log.entry((place) => ({ _tag: "LockChanged", ...place, isLocked: false }))
  yield* session.nextOf("LockChanged")
})

/** Everything up to a joined session with one other member, who has been there before. */
export const joinedWithOther = Effect.fnUntraced(function* (options: EntryOptions = {}) {
  const relay = yield* makeScriptedRelay
  const session = yield* openSession(relay, options)
  const connection = yield* relay.nextConnection
  yield* connection.nextFrame
  const log = new ScriptedLog(connection)
  const self = memberOf(20, options.creatorCapability !== undefined)
  const other = memberOf(21, options.creatorCapability === undefined)
  log.letIn(self, [other])
  yield* session.nextOf("Joined")
  return { relay, session, connection, log, self, other }
})
