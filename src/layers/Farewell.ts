/**
 * How the program goes: on a signal living rooms may go on for a while, then members hear goodbye.
 *
 * While it waits, /readyz says 503 and no new room is made. Whoever has the link of a living room still gets in, and who
 * lost the connection comes back: a room whose members cannot return would not be living. A second signal ends the wait.
 */
import { Duration, Effect, type Scope } from "effect"
import { Gateway } from "../services/Gateway.ts"
import { RoomRegistry } from "../services/RoomRegistry.ts"

/** Says goodbye when the scope closes, after the wait if it was a signal that closed it and not a fault. */
export const withScope = (waitSeconds: number): Effect.Effect<void, never, Gateway | RoomRegistry | Scope.Scope> =>
  Effect.gen(function* () {
    const gateway = yield* Gateway
    const registry = yield* RoomRegistry
    const signals = yield* heardSignals
    yield* Effect.addFinalizer(() =>
      Effect.suspend(() => (signals.count() === 0 || waitSeconds === 0 ? Effect.void : registry.runOut)).pipe(
        Effect.raceFirst(signals.next),
        Effect.timeoutOption(Duration.seconds(waitSeconds)),
        Effect.andThen(gateway.drain)
      )
    )
  })

const names = ["SIGINT", "SIGTERM"] as const

const heardSignals = Effect.map(
  Effect.acquireRelease(
    Effect.sync(() => {
      const heard = { count: 0, onNext: () => {} }
      const hear = () => {
        heard.count += 1
        heard.onNext()
      }
      // Before the runtime's own listener, which starts the end.
      for (const name of names) process.prependListener(name, hear)
      return { heard, hear }
    }),
    ({ hear }) => Effect.sync(() => names.forEach((name) => process.off(name, hear)))
  ),
  ({ heard }) => ({
    count: () => heard.count,
    next: Effect.callback<void>((resume) => void (heard.onNext = () => resume(Effect.void)))
  })
)
