/**
 * A clock for an element: what remains until a moment, told again with each full second, and the warnings before it.
 *
 * It runs on the Effect clock, so that tests move it, and reads that clock anew at every tick: a page that was frozen is
 * right again at its first tick.
 */
import { Clock, Effect, Fiber } from "effect"
import type { ReactiveController, ReactiveControllerHost } from "lit"
import type { ClientRuntime } from "../runtime.ts"
import { timeWarning } from "../TimeWarnings.ts"

const secondMillis = 1_000

export class CountdownController implements ReactiveController {
  remainingMillis: number

  readonly #host: ReactiveControllerHost
  readonly #runtime: () => ClientRuntime
  readonly #endsAt: () => number | undefined
  readonly #warn: (remainingMillis: number) => void
  /** The mark of the last warning. */
  #warnedMark = Infinity
  #fiber: Fiber.Fiber<never> | undefined
  #running: number | undefined

  /**
   * `endsAt` is the moment in Unix milliseconds of this device, absent while there is none. `warn` hears at each mark what
   * remains, once, however often the moment is corrected.
   */
  constructor(
    host: ReactiveControllerHost,
    runtime: () => ClientRuntime,
    endsAt: () => number | undefined,
    warn: (remainingMillis: number) => void
  ) {
    this.remainingMillis = 0
    this.#host = host
    this.#runtime = runtime
    this.#endsAt = endsAt
    this.#warn = warn
    host.addController(this)
  }

  hostUpdate(): void {
    const endsAt = this.#endsAt()
    if (endsAt === this.#running) return
    this.#stop()
    this.#running = endsAt
    if (endsAt === undefined) this.#warnedMark = Infinity
    if (endsAt !== undefined) this.#fiber = this.#runtime().runFork(this.#tick(endsAt))
  }

  hostDisconnected(): void {
    this.#stop()
  }

  #tick(endsAt: number): Effect.Effect<never> {
    return Clock.currentTimeMillis.pipe(
      Effect.map((now) => {
        this.remainingMillis = Math.max(0, endsAt - now)
        this.#warnIfDue()
        this.#host.requestUpdate()
        // To the next full second of what remains, so that the figures change evenly.
        return this.remainingMillis % secondMillis || secondMillis
      }),
      Effect.flatMap(Effect.sleep),
      Effect.forever
    )
  }

  #warnIfDue(): void {
    const warning = timeWarning(this.remainingMillis, this.#warnedMark)
    if (warning === undefined) return
    this.#warnedMark = warning.mark
    this.#warn(warning.remainingMillis)
  }

  #stop(): void {
    const fiber = this.#fiber
    this.#fiber = undefined
    this.#running = undefined
    if (fiber !== undefined) this.#runtime().runFork(Fiber.interrupt(fiber))
  }
}
