/**
 * A seat in a room of a registry, without a gateway: what the room wrote, frame by frame and write by write.
 */
import { Cause, Effect, Exit, Queue, Scope } from "effect"
import type { CreatorFrame } from "../../src/protocol/ClientFrame.ts"
import type { Close } from "../../src/protocol/CloseCodes.ts"
import { splitMessage } from "../../src/protocol/MessageHeader.ts"
import { decodeServerFrame } from "../../src/protocol/ServerFrame.ts"
import { opcode, readFrames } from "../../src/protocol/WebSocketFrame.ts"
import type { Outlet } from "../../src/services/Outlet.ts"
import { type JoinRefused, type JoinRequest, type Membership, RoomRegistry } from "../../src/services/RoomRegistry.ts"
import type { Heard } from "../../src/testing/ScriptedMember.ts"

export interface RecordedSeat {
  readonly membership: Membership
  /** The buffers as they were written. */
  readonly writes: ReadonlyArray<Uint8Array>
  /** The next frame or payload; fails with the close behind the last. */
  readonly next: Effect.Effect<Heard, Close>
  readonly nextOf: <Tag extends Heard["_tag"]>(tag: Tag) => Effect.Effect<Extract<Heard, { _tag: Tag }>, Close>
  /** Everything up to the close, and the close. */
  readonly rest: Effect.Effect<{ readonly heard: ReadonlyArray<Heard>; readonly close: Close }>
  readonly send: (...payload: ReadonlyArray<number>) => void
  readonly command: (frame: CreatorFrame) => void
  /** Closes the scope of the join. */
  readonly lose: Effect.Effect<void>
}

/** The token of an own earlier connection. */
export type Replaces = Pick<JoinRequest, "replaces">

/** Takes a seat. `onWrite` and `onClose` may throw, to be an outlet with a fault. */
export const take = Effect.fnUntraced(function* (
  request: JoinRequest,
  faults: { readonly onWrite?: (frames: Uint8Array) => void; readonly onClose?: () => void } = {}
): Effect.fn.Return<RecordedSeat, JoinRefused, RoomRegistry> {
  const registry = yield* RoomRegistry
  const scope = yield* Scope.make()
  const heard = yield* Queue.unbounded<Heard, Close>()
  const writes: Array<Uint8Array> = []
  const outlet: Outlet = {
    write: (frames) => {
      faults.onWrite?.(frames)
      writes.push(frames)
      readFrames(frames, (kind, payload) => Queue.offerUnsafe(heard, heardOf(kind === opcode.binary, payload)))
      // The recording keeps the bytes.
      return false
    },
    close: (close) => {
      faults.onClose?.()
      Queue.failCauseUnsafe(heard, Cause.fail(close))
    }
  }
  const membership = yield* registry.join(request, () => outlet).pipe(Scope.provide(scope))
  const next = Queue.take(heard)
  return {
    membership,
    writes,
    next,
    nextOf: (tag) => nextOf(next, tag),
    rest: rest(next),
    send: (...payload) => membership.send(Uint8Array.from(payload)),
    command: (frame) => membership.command(frame),
    lose: Scope.close(scope, Exit.void)
  }
})

const nextOf = <Tag extends Heard["_tag"]>(next: Effect.Effect<Heard, Close>, tag: Tag) =>
  next.pipe(
    Effect.repeat({ until: (heard): heard is Extract<Heard, { _tag: Tag }> => heard._tag === tag }),
    // The type of `repeat` does not carry the refinement of `until`.
    Effect.map((heard) => heard as Extract<Heard, { _tag: Tag }>)
  )

const rest = (next: Effect.Effect<Heard, Close>) =>
  Effect.gen(function* () {
    const heard: Array<Heard> = []
    const close = yield* next.pipe(
      Effect.map((one) => void heard.push(one)),
      Effect.forever,
      Effect.flip
    )
    return { heard, close }
  })

const heardOf = (isBinary: boolean, payload: Uint8Array): Heard => {
  if (!isBinary) {
    const frame = decodeServerFrame(new TextDecoder().decode(payload))
    if (frame !== undefined) return frame
  }
  const message = splitMessage(payload)
  if (message === undefined) throw new TypeError("neither a frame nor a message")
  return { _tag: "Delivered", ...message.header, payload: message.payload }
}
