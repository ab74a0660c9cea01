/**
 * A registry without a gateway, its rooms, and how to get into them, for tests under TestClock.
 */
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import * as HeapMemoryBudget from "../../src/layers/HeapMemoryBudget.ts"
import * as InMemoryRoomRegistry from "../../src/layers/InMemoryRoomRegistry.ts"
import * as RandomRoomIds from "../../src/layers/RandomRoomIds.ts"
import * as TickDeadlines from "../../src/layers/TickDeadlines.ts"
import { defaultSettings, RelayConfig, type RelaySettings } from "../../src/services/RelayConfig.ts"
import { type JoinRefused, RoomRegistry } from "../../src/services/RoomRegistry.ts"
import * as RecordedSeat from "./RecordedSeat.ts"
import { makeSecrets } from "./RoomSecrets.ts"

export const registryLayer = (settings: Partial<RelaySettings> = {}) =>
  InMemoryRoomRegistry.layer.pipe(
    Layer.provide([TickDeadlines.layer, RandomRoomIds.layer, HeapMemoryBudget.layer]),
    Layer.provide(Layer.succeed(RelayConfig, { ...defaultSettings, ...settings }))
  )

export const minute = 60_000

/** A room and how to get into it. */
export const makeRoom = Effect.fnUntraced(function* (parameters: { ttlSeconds?: number; capacity?: number } = {}) {
  const registry = yield* RoomRegistry
  const secrets = makeSecrets()
  const created = yield* registry.create(secrets.parameters(parameters))
  const { roomId } = created
  return {
    ...created,
    secrets,
    creator: (replaces?: RecordedSeat.Replaces) => RecordedSeat.take({ ...secrets.creatorJoin(roomId), ...replaces }),
    guest: (replaces?: RecordedSeat.Replaces) => RecordedSeat.take({ ...secrets.guestJoin(roomId), ...replaces })
  }
})

export const refusalOf = <A, R>(join: Effect.Effect<A, JoinRefused, R>) =>
  Effect.map(Effect.flip(join), ({ reason }) => reason)

export const roomCount = Effect.gen(function* () {
  const registry = yield* RoomRegistry
  return (yield* registry.count).rooms
})

/** Lets fibers that have something to do come to rest. */
export const settle = TestClock.adjust(0)
