/**
 * A way to the relay in memory that can break: noticed by both ends, or by neither.
 */
import { Effect, Queue } from "effect"
import { ConnectFailed, Incoming, Transport } from "../../../src/client/services/Transport.ts"

export interface BreakableNetwork {
  readonly transport: Transport["Service"]
  /** Breaks every connection, for both ends, and makes none until `comeUp`. */
  readonly goDown: () => void
  readonly comeUp: () => void
  /** Makes no connection until `comeUp`; those that are open stay as they are. */
  readonly refuse: () => void
  /** From here on nothing passes on the connections that are open, and nobody is told. New ones pass. */
  readonly swallow: () => void
  /** The next message that was swallowed on its way to the relay. */
  readonly nextSwallowed: Effect.Effect<string | Uint8Array>
}

/** Everything goes through the Transport that is provided. */
export const makeBreakableNetwork = Effect.gen(function* () {
  const whole = yield* Transport
  const swallowed = yield* Queue.unbounded<string | Uint8Array>()
  let open: ReadonlyArray<{ readonly cut: () => void; readonly swallow: () => void }> = []
  let isDown = false

  const connect = Effect.fnUntraced(function* (url: string) {
    if (isDown) return yield* new ConnectFailed()
    const connection = yield* whole.connect(url)
    const context = yield* Effect.context()
    const incoming = yield* Queue.unbounded<Incoming>()
    let isSwallowing = false
    let isOver = false
    const arrived = (message: Incoming): void => {
      if (isSwallowing || isOver) return
      isOver = message._tag === "Closed"
      Queue.offerUnsafe(incoming, message)
    }
    yield* Queue.take(connection.incoming).pipe(Effect.map(arrived), Effect.forever, Effect.forkScoped)
    const line = {
      cut: () => {
        arrived(Incoming.Closed({ code: 1006, reason: "" }))
        Effect.runSyncWith(context)(connection.close)
      },
      swallow: () => void (isSwallowing = true)
    }
    open = [...open, line]
    return {
      send: (data: string | Uint8Array) =>
        isSwallowing ? void Queue.offerUnsafe(swallowed, data) : connection.send(data),
      close: connection.close,
      incoming
    }
  })

  const network: BreakableNetwork = {
    transport: Transport.of({ connect }),
    goDown: () => {
      isDown = true
      open.forEach(({ cut }) => cut())
      open = []
    },
    comeUp: () => void (isDown = false),
    refuse: () => void (isDown = true),
    swallow: () => open.forEach(({ swallow }) => swallow()),
    nextSwallowed: Queue.take(swallowed)
  }
  return network
})
