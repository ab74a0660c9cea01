/**
 * A relay that is driven to its budget and past it: it refuses by name, and the rooms that are there go on.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { layerRoomClient, RoomClient } from "../../src/client/index.ts"
import * as WebSocketTransport from "../../src/client/layers/WebSocketTransport.ts"
import { memory } from "../../src/protocol/Limits.ts"
import { MemoryBudget } from "../../src/services/MemoryBudget.ts"
import { RoomRegistry } from "../../src/services/RoomRegistry.ts"
import * as HttpRelay from "../support/HttpRelay.ts"
import { budgetLeaving } from "../support/memoryBudget.ts"
import { RelayAddress } from "./contract/RelayUnderTest.ts"
import { assertUnharmed, connect, makeRoom } from "./contract/Room.ts"

const address = Layer.effect(
  RelayAddress,
  HttpRelay.HttpAddress.use((base) => Effect.succeed(`${base.replace("http", "ws")}/ws`))
)

/** A relay whose budget leaves so many bytes to rooms and connections. */
const relayLeaving = (heldBytes: number) =>
  Layer.mergeAll(WebSocketTransport.layer, address).pipe(
    Layer.provideMerge(HttpRelay.layer({ settings: { memoryBudgetBytes: budgetLeaving(heldBytes) } }))
  )

const readiness = Effect.map(HttpRelay.fetchFrom("/readyz"), ({ status }) => status)

/** A room that is made as people make it, by work. */
const createByWork = Effect.gen(function* () {
  const relayUrl = yield* HttpRelay.HttpAddress
  const create = RoomClient.use((rooms) => rooms.create({ ttlSeconds: 60, capacity: 2 }))
  return yield* Effect.provide(create, layerRoomClient({ relayUrl }))
})

/** Rooms until no other is taken. */
const fillWithRooms = Effect.gen(function* () {
  const registry = yield* RoomRegistry
  const rooms = []
  while (yield* registry.isAccepting) rooms.push(yield* makeRoom())
  return rooms
})

describe("a relay at its memory budget", () => {
  it.live("refuses rooms and then connections by name, and the rooms that are there go on", () =>
    Effect.gen(function* () {
      const { use } = yield* MemoryBudget
      const room = yield* makeRoom({ capacity: 50 })
      const members = [yield* room.creator(), yield* room.guest()]
      yield* createByWork
      assert.strictEqual(yield* readiness, 200)

      yield* fillWithRooms
      assert.strictEqual((yield* Effect.flip(createByWork)).code, "busy")
      assert.strictEqual(yield* readiness, 503)

      // What rooms have left is for those who join the rooms that are there.
      while (use().heldBytes + memory.connectionBytes <= use().limitBytes) members.push(yield* room.guest())
      assert.isAbove(members.length, 2)
      assert.isAtMost(use().heldBytes, use().limitBytes)
      assert.deepStrictEqual(yield* (yield* connect).closed, { code: 4207, reason: "busy" })
      yield* assertUnharmed(members)
    }).pipe(Effect.provide(relayLeaving(24 * memory.connectionBytes)))
  )

  it.live("takes others when rooms have ended and connections have closed", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const { use } = yield* MemoryBudget
      const rooms = yield* fillWithRooms
      const member = yield* (rooms[0] ?? (yield* makeRoom())).creator()

      for (const { roomId } of rooms) yield* registry.end(roomId, "ended-by-operator")
      yield* member.closed
      yield* Effect.yieldNow.pipe(Effect.repeat({ until: () => use().heldBytes === 0 }))

      assert.strictEqual(yield* readiness, 200)
      yield* createByWork
    }).pipe(Effect.provide(relayLeaving(8 * memory.connectionBytes)))
  )
})
