/**
 * The rooms of one process, and joins to them. Proofs are hashed before anything is looked up.
 */
import { Deferred, Effect, Layer } from "effect"
import type { Deadlines } from "../services/Deadlines.ts"
import type { MemoryBudget } from "../services/MemoryBudget.ts"
import type { RoomIds } from "../services/RoomIds.ts"
import { JoinRefused, type Membership, RoomRegistry } from "../services/RoomRegistry.ts"
import { digestsOf } from "./JoinDigests.ts"
import * as LocalRooms from "./LocalRooms.ts"

export const layer: Layer.Layer<RoomRegistry, never, Deadlines | RoomIds | MemoryBudget> = Layer.effect(
  RoomRegistry,
  Effect.map(LocalRooms.make, ({ enter, ...rooms }) => RoomRegistry.of({ ...rooms, join: joinBy(enter) }))
)

/** `RoomRegistry.join` over what lets people in by a callback. */
export const joinBy = (enter: LocalRooms.LocalRooms["enter"]): RoomRegistry["Service"]["join"] => {
  const seat: (...args: Parameters<RoomRegistry["Service"]["join"]>) => Effect.Effect<Membership, JoinRefused> =
    Effect.fnUntraced(function* (request, connect) {
      const answer = yield* Deferred.make<Membership, JoinRefused>()
      enter({
        ...digestsOf(request),
        connect,
        reply: (result) =>
          Deferred.doneUnsafe(
            answer,
            typeof result === "string" ? Effect.fail(new JoinRefused({ reason: result })) : Effect.succeed(result)
          )
      })
      return yield* Deferred.await(answer)
    })
  return (request, connect) =>
    Effect.acquireRelease(seat(request, connect), (membership) => Effect.sync(() => membership.leave("lost")))
}
