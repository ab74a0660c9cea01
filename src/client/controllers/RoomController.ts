/**
 * The bridge between a room session and an element: folds the session's events into a RoomView, forwards commands.
 *
 * It owns the fiber in which the session lives. Leaving interrupts the fiber, whose scope closes the session; the view
 * then holds the reason and nothing else.
 */
import { Clock, Effect, Fiber, Stream } from "effect"
import type { ReactiveController, ReactiveControllerHost } from "lit"
import type { ConnectionId } from "../../protocol/Identifiers.ts"
import { askLostCause } from "../RelayHealth.ts"
import { KeptSeconds } from "../KeptSeconds.ts"
import { formatRoomLink, type RoomLink } from "../RoomLink.ts"
import { foldSessionEvent } from "../foldSessionEvent.ts"
import { withoutMessages, withTimeLeft } from "../viewLog.ts"
import {
  discardOutgoing,
  endedRoomView,
  initialRoomView,
  type RoomView,
  type ViewEnd,
  withLostCause
} from "../RoomView.ts"
import type { ClientRuntime } from "../runtime.ts"
import type { SessionEvent } from "../SessionEvent.ts"
import { brokenConnection } from "../session/brokenConnection.ts"
import { type MessageTooLong, RoomClient, type RoomSession } from "../services/RoomClient.ts"

/** What it takes to enter. */
export interface RoomEntry {
  readonly link: RoomLink
  readonly creatorCapability?: Uint8Array
  /** The chosen name, sealed; empty for none. */
  readonly name?: string
  /** Where the link asks for one. */
  readonly password?: string
}

/** A text that does not fit a message. */
export interface RefusedBody {
  readonly body: string
  readonly bytes: number
  readonly maximum: number
}

export class RoomController implements ReactiveController {
  /** Absent before the first entering. */
  view: RoomView | undefined
  /** The last text that was too long. */
  refused: RefusedBody | undefined

  readonly #host: ReactiveControllerHost
  readonly #runtime: () => ClientRuntime
  #session: RoomSession | undefined
  #fiber: Fiber.Fiber<void> | undefined
  /** Counts enterings, so that a session which is on its way out no longer speaks. */
  #entering = 0

  constructor(host: ReactiveControllerHost, runtime: () => ClientRuntime) {
    this.view = undefined
    this.refused = undefined
    this.#host = host
    this.#runtime = runtime
    host.addController(this)
  }

  hostDisconnected(): void {
    this.leave()
  }

  /** Whether closing the page now would leave a room. */
  get isInside(): boolean {
    return this.view !== undefined && this.view.ended === undefined
  }

  /** Joins. An earlier session of this controller is left first. */
  enter(entry: RoomEntry): void {
    this.#stop()
    this.#show(initialRoomView(formatRoomLink(entry.link), entry.link.needsPassword))
    const entering = this.#entering
    const whileCurrent = (act: () => void): Effect.Effect<void> =>
      Effect.sync(() => {
        if (entering === this.#entering) act()
      })
    const explain = (relayUrl: string): Effect.Effect<void> =>
      Effect.flatMap(askLostCause(relayUrl), (cause) =>
        whileCurrent(() => {
          if (this.view !== undefined) this.#show(withLostCause(this.view, cause))
        })
      )
    const fiber = this.#runtime().runFork(
      RoomClient.use((client) => client.join(entry)).pipe(
        Effect.tap((session) =>
          whileCurrent(() => {
            this.#session = session
          })
        ),
        Effect.flatMap((session) =>
          Stream.runForEach(session.events, (event) =>
            Effect.flatMap(Clock.currentTimeMillis, (now) => whileCurrent(() => this.#fold(event, now))).pipe(
              Effect.andThen(this.#isShutOut(event) ? Effect.forkScoped(explain(entry.link.relayUrl)) : Effect.void)
            )
          )
        ),
        Effect.scoped,
        // Who shows the way in asks for a password where the link does, and only there.
        Effect.orDie,
        Effect.tapDefect((defect) => Effect.logError("The session has failed.", defect))
      )
    )
    this.#fiber = fiber
    // A session says why it ends. One that ends without a word, or could not even be built, has met a fault of ours.
    fiber.addObserver(() => {
      if (entering === this.#entering) this.#end("page-failed")
    })
  }

  /** Leaves for good; the page shows it at once. */
  leave(): void {
    if (!this.isInside) return
    this.#stop()
    this.#end("left")
  }

  /** The same for a page that is about to go: the relay is told before this returns. */
  leaveAtOnce(): void {
    if (this.#session !== undefined) this.#runtime().runSync(this.#session.leaveAtOnce)
    this.leave()
  }

  /** The page cannot go on: leaves, and says so. */
  fail(): void {
    this.#stop()
    this.#show(endedRoomView(this.view ?? initialRoomView(undefined), "page-failed"))
  }

  /** Forgets an ended room. */
  reset(): void {
    this.#stop()
    this.view = undefined
    this.#host.requestUpdate()
  }

  /** With `keptSeconds`, one of the choices of Limits.ts, the message is to disappear. */
  send(body: string, keptSeconds?: number): void {
    const kept = keptSeconds === undefined ? undefined : KeptSeconds.make(keptSeconds)
    this.#run((session) =>
      session.send(body, kept).pipe(
        Effect.asVoid,
        Effect.catchTag("MessageTooLong", ({ bytes, maximum }: MessageTooLong) =>
          Effect.sync(() => {
            this.refused = { body, bytes, maximum }
            this.#host.requestUpdate()
          })
        )
      )
    )
  }

  /** The room ends in so many milliseconds, and the log says so. */
  warn(remainingMillis: number): void {
    this.#runtime().runFork(
      Effect.map(Clock.currentTimeMillis, (now) => {
        if (this.view !== undefined && this.isInside) this.#show(withTimeLeft(this.view, remainingMillis, now))
      })
    )
  }

  /** Takes a message that was not sent off the screen. */
  discard(id: string): void {
    if (this.view !== undefined) this.#show(discardOutgoing(this.view, id))
  }

  /** The time of these messages is up. */
  letGo(keys: ReadonlySet<string>): void {
    if (this.view !== undefined) this.#show(withoutMessages(this.view, keys))
  }

  purge(): void {
    this.#run((session) => session.purge)
  }

  lock(isLocked: boolean): void {
    this.#run((session) => session.lock(isLocked))
  }

  kick(connectionId: ConnectionId): void {
    this.#run((session) => session.kick(connectionId))
  }

  kickAndRotate(connectionId: ConnectionId): void {
    this.#run((session) => session.kickAndRotate(connectionId))
  }

  rotate(): void {
    this.#run((session) => session.rotate)
  }

  /** Takes another password in place of a wrong one. It is not empty. */
  usePassword(password: string): void {
    this.#run((session) => Effect.orDie(session.usePassword(password)))
  }

  /** Asks for a sign of life, or tries again, at once. */
  checkConnection(): void {
    this.#run((session) => session.checkConnection)
  }

  #run(command: (session: RoomSession) => Effect.Effect<void>): void {
    if (this.#session !== undefined) this.#runtime().runFork(command(this.#session))
  }

  /** No connection has come through yet. A network that has let one through lets others through too. */
  #isShutOut(event: SessionEvent): boolean {
    return event._tag === "ConnectionLost" && event.code === brokenConnection && this.view?.hasJoined === false
  }

  #fold(event: SessionEvent, now: number): void {
    if (this.view !== undefined) this.#show(foldSessionEvent(this.view, event, now))
  }

  #stop(): void {
    const fiber = this.#fiber
    this.#entering += 1
    this.#fiber = undefined
    this.#session = undefined
    this.refused = undefined
    if (fiber !== undefined) this.#runtime().runFork(Fiber.interrupt(fiber))
  }

  #end(reason: ViewEnd): void {
    const { view } = this
    if (view !== undefined && view.ended === undefined) this.#show(endedRoomView(view, reason))
  }

  #show(view: RoomView): void {
    this.view = view
    this.#host.requestUpdate()
  }
}
