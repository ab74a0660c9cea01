/**
 * The bridge between the making of a room and an element: progress of the work, cancel, and why it failed.
 */
import { Effect, Exit, Fiber } from "effect"
import type { ReactiveController, ReactiveControllerHost } from "lit"
import type { ClientRuntime } from "../runtime.ts"
import { type CreatedRoom, type CreateFailed, RoomClient } from "../services/RoomClient.ts"

export type Creation =
  | { readonly _tag: "Idle" }
  /** `progress` is the share of the expected tries done, which may pass 1. */
  | { readonly _tag: "Working"; readonly progress: number }
  /** `retryAfterSeconds`: when the relay will listen again, if it has said so. */
  | {
      readonly _tag: "Failed"
      readonly code: string
      readonly detail: string
      readonly retryAfterSeconds?: number | undefined
    }

export class CreateController implements ReactiveController {
  creation: Creation

  readonly #host: ReactiveControllerHost
  readonly #runtime: () => ClientRuntime
  readonly #onCreated: (room: CreatedRoom) => void
  #fiber: Fiber.Fiber<void> | undefined
  /** Counts attempts, so that a cancelled one no longer speaks. */
  #attempt = 0

  /** `onCreated` gets the room that was made, with its secrets. */
  constructor(host: ReactiveControllerHost, runtime: () => ClientRuntime, onCreated: (room: CreatedRoom) => void) {
    this.creation = { _tag: "Idle" }
    this.#host = host
    this.#runtime = runtime
    this.#onCreated = onCreated
    host.addController(this)
  }

  hostDisconnected(): void {
    this.cancel()
  }

  /** Begins, unless it has begun. */
  start(options: { readonly ttlSeconds: number; readonly capacity: number; readonly needsPassword?: boolean }): void {
    if (this.creation._tag === "Working") return
    this.#attempt += 1
    const attempt = this.#attempt
    const show = (creation: Creation): void => {
      if (attempt === this.#attempt) this.#show(creation)
    }
    show({ _tag: "Working", progress: 0 })
    const onProgress = (progress: number): void => show({ _tag: "Working", progress })
    const fiber = this.#runtime().runFork(
      RoomClient.use((client) => client.create({ ...options, onProgress })).pipe(
        Effect.map((room) => {
          if (attempt !== this.#attempt) return
          this.#show({ _tag: "Idle" })
          this.#onCreated(room)
        }),
        Effect.catchTag("CreateFailed", ({ code, detail, retryAfterSeconds }: CreateFailed) =>
          Effect.sync(() =>
            show({ _tag: "Failed", code, detail, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) })
          )
        ),
        Effect.tapDefect((defect) => Effect.logError("The making of a room has failed.", defect))
      )
    )
    this.#fiber = fiber
    // A fault of ours, perhaps before the client was even built.
    fiber.addObserver((exit) => {
      if (Exit.isFailure(exit)) show({ _tag: "Failed", code: "page-failed", detail: "" })
    })
  }

  /** Stops the work. */
  cancel(): void {
    const fiber = this.#fiber
    this.#attempt += 1
    this.#fiber = undefined
    this.#show({ _tag: "Idle" })
    if (fiber !== undefined) this.#runtime().runFork(Fiber.interrupt(fiber))
  }

  #show(creation: Creation): void {
    this.creation = creation
    this.#host.requestUpdate()
  }
}
