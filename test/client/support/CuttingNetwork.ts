/**
 * A way to the relay in memory that is cut once, at one exact place: after so many messages in one direction.
 */
import { Effect, Queue } from "effect"
import { Incoming, Transport } from "../../../src/client/services/Transport.ts"

export interface Cut {
  readonly direction: "up" | "down"
  /** So many messages pass in that direction. */
  readonly after: number
  /** `known`: the connection ends with the last of them. `lost`: one more is sent, which never arrives, and then it ends. */
  readonly manner: "known" | "lost"
}

export interface CuttingNetwork {
  readonly transport: Transport["Service"]
  /** Whether the cut has been made. */
  readonly isCut: () => boolean
}

/** Everything goes through the Transport that is provided. The first connection alone is cut. */
export const makeCuttingNetwork = Effect.fnUntraced(function* (cut: Cut) {
  const whole = yield* Transport
  let isFirst = true
  let isCut = false

  const connect = Effect.fnUntraced(function* (url: string) {
    const connection = yield* whole.connect(url)
    if (!isFirst) return connection
    isFirst = false
    const context = yield* Effect.context()
    const incoming = yield* Queue.unbounded<Incoming>()
    const passed = { up: 0, down: 0 }
    const end = (): void => {
      isCut = true
      Queue.offerUnsafe(incoming, Incoming.Closed({ code: 1006, reason: "" }))
      Effect.runSyncWith(context)(connection.close)
    }
    /** Lets a message through, up to the cut. */
    const pass = (direction: "up" | "down", deliver: () => void): void => {
      if (isCut) return
      if (direction !== cut.direction) return deliver()
      if (passed[direction] === cut.after) return end()
      passed[direction] += 1
      deliver()
      if (passed[direction] === cut.after && cut.manner === "known") end()
    }
    yield* Queue.take(connection.incoming).pipe(
      Effect.map((message) => pass("down", () => void Queue.offerUnsafe(incoming, message))),
      Effect.forever,
      Effect.forkScoped
    )
    if (cut.after === 0 && cut.manner === "known") end()
    return {
      send: (data: string | Uint8Array) => pass("up", () => connection.send(data)),
      close: connection.close,
      incoming
    }
  })

  const network: CuttingNetwork = {
    transport: Transport.of({ connect }),
    isCut: () => isCut
  }
  return network
})
