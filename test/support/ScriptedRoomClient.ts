/**
 * A RoomClient whose sessions say what a script tells them to: screens without a relay.
 *
 * It keeps what was asked of it, in order, as plain data.
 */
import { Deferred, Effect, Layer, Queue, Stream } from "effect"
import type { RoomLink } from "../../src/client/RoomLink.ts"
import { SessionEvent, type SessionMember } from "../../src/client/SessionEvent.ts"
import { CreateFailed, MessageTooLong, RoomClient } from "../../src/client/services/RoomClient.ts"
import { ConnectionId, RoomId } from "../../src/protocol/Identifiers.ts"

/** The link of every scripted room. */
export const scriptedLink: RoomLink = {
  relayUrl: "https://pug.example",
  roomId: RoomId.make("3q2-7wAAAAAAAAAAAAAAAA"),
  key: new Uint8Array(32).fill(7),
  secret: new Uint8Array(16).fill(9)
}

/** A member whose connection ID is made from a number. */
export const scriptedMember = (
  number: number,
  name: string,
  traits: Partial<Omit<SessionMember, "connectionId" | "name">> = {}
): SessionMember => ({
  connectionId: ConnectionId.make(`${String(number).padStart(21, "m")}A`),
  name,
  isCreator: false,
  isSelf: false,
  isVerified: true,
  ...traits
})

/** Texts of more characters than this are refused by `send`. */
const maxBodyLength = 15_000

export class ScriptedRoomClient {
  /** What was asked of the client, in order. */
  readonly asked: Array<string> = []
  readonly layer: Layer.Layer<RoomClient>
  /** Ends the creation that is under way; set while there is one. */
  finishCreate: (outcome: "created" | { readonly code: string; readonly detail: string }) => void = () => undefined
  /** Reports progress of the creation that is under way. */
  report: (share: number) => void = () => undefined
  #events: Queue.Queue<SessionEvent> | undefined
  #sentCount = 0

  constructor() {
    this.layer = Layer.succeed(RoomClient, {
      create: (options) => {
        const guarded = options.needsPassword ? " with a password" : ""
        this.asked.push(`create ${options.ttlSeconds} ${options.capacity}${guarded}`)
        this.report = options.onProgress ?? (() => undefined)
        const outcome = Deferred.makeUnsafe<
          {
            readonly link: RoomLink
            readonly creatorCapability: Uint8Array
            readonly capacity: number
            readonly remainingMillis: number
          },
          CreateFailed
        >()
        this.finishCreate = (how) =>
          Deferred.doneUnsafe(
            outcome,
            how === "created"
              ? Effect.succeed({
                  link: options.needsPassword ? { ...scriptedLink, needsPassword: true } : scriptedLink,
                  creatorCapability: new Uint8Array(32),
                  capacity: options.capacity,
                  remainingMillis: options.ttlSeconds * 1_000
                })
              : Effect.fail(new CreateFailed(how))
          )
        return Deferred.await(outcome).pipe(Effect.onInterrupt(() => this.#ask("create interrupted")))
      },
      join: (room) =>
        Effect.gen({ self: this }, function* () {
          const named = room.name === undefined || room.name === "" ? "" : ` named ${room.name}`
          const guarded = room.password === undefined ? "" : ` by password ${room.password}`
          this.asked.push((room.creatorCapability === undefined ? "join" : "join as creator") + named + guarded)
          const events = yield* Queue.unbounded<SessionEvent>()
          this.#events = events
          yield* Effect.addFinalizer(() => this.#ask("session closed"))
          return {
            link: Effect.succeed(room.link),
            events: Stream.fromQueue(events).pipe(Stream.takeUntil((event) => event._tag === "Ended")),
            send: (body, keptSeconds) =>
              body.length > maxBodyLength
                ? Effect.fail(new MessageTooLong({ bytes: body.length, maximum: maxBodyLength }))
                : Effect.sync(() => {
                    this.#sentCount += 1
                    const id = `own ${this.#sentCount}`
                    this.asked.push(keptSeconds === undefined ? `send ${body}` : `send ${body} for ${keptSeconds} s`)
                    const kept = keptSeconds === undefined ? {} : { keptSeconds }
                    this.tell(SessionEvent.MessagePending({ id, body, sentAt: 0, ...kept }))
                    return id
                  }),
            purge: this.#ask("purge"),
            lock: (isLocked: boolean) => this.#ask(isLocked ? "lock" : "unlock"),
            kick: (connectionId) => this.#ask(`kick ${connectionId}`),
            rotate: this.#ask("rotate"),
            kickAndRotate: (connectionId) => this.#ask(`kick ${connectionId} and rotate`),
            usePassword: (password) => this.#ask(`use password ${password}`),
            leave: this.#ask("leave"),
            leaveAtOnce: this.#ask("leave at once"),
            checkConnection: this.#ask("check connection")
          }
        })
    })
  }

  /** Makes the open session say something. */
  tell(...events: ReadonlyArray<SessionEvent>): void {
    for (const event of events) if (this.#events !== undefined) Queue.offerUnsafe(this.#events, event)
  }

  /** Everything told so far has been taken by the session's reader. */
  get isTold(): boolean {
    return this.#events === undefined || Queue.sizeUnsafe(this.#events) === 0
  }

  #ask(what: string): Effect.Effect<void> {
    return Effect.sync(() => {
      this.asked.push(what)
    })
  }
}
