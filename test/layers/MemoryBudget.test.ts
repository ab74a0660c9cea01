/**
 * A relay that is driven to its budget and past it: it refuses by name, and the rooms that are there go on.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { once } from "node:events"
import { WebSocket } from "ws"
import { layerRoomClient, RoomClient } from "../../src/client/index.ts"
import * as WebSocketTransport from "../../src/client/layers/WebSocketTransport.ts"
import { encodeClientFrame, type Join } from "../../src/protocol/ClientFrame.ts"
import { memory, subprotocol } from "../../src/protocol/Limits.ts"
import type { RelaySettings } from "../../src/services/RelayConfig.ts"
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
const relayLeaving = (heldBytes: number, settings: Partial<RelaySettings> = {}) =>
  Layer.mergeAll(WebSocketTransport.layer, address).pipe(
    Layer.provideMerge(HttpRelay.layer({ settings: { ...settings, memoryBudgetBytes: budgetLeaving(heldBytes) } }))
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

/** A member over a real socket that reads nothing once it is in; it hears how it was closed when it is woken. */
const sleeper = Effect.fnUntraced(function* (join: Join) {
  const url = yield* RelayAddress
  const client = yield* Effect.acquireRelease(
    Effect.sync(() => new WebSocket(url, subprotocol)),
    (client) => Effect.sync(() => client.terminate())
  )
  client.on("error", () => undefined)
  yield* Effect.promise(() => once(client, "open"))
  client.send(encodeClientFrame(join))
  yield* Effect.promise(() => once(client, "message"))
  client.pause()
  const closed = new Promise<number>((resolve) => client.once("close", resolve))
  return { wake: () => client.resume(), closed }
})

describe("readers that are slow together", { timeout: 60_000 }, () => {
  const mebibyte = 1_048_576
  const heldBytes = 4 * mebibyte
  const waitingLimitBytes = budgetLeaving(heldBytes) * memory.waitingShare
  const settings = {
    maxMessageBytes: mebibyte,
    // Of one: never met here.
    maxSendBufferBytes: 64 * mebibyte,
    messageRate: { burst: 1e9, perSecond: 1e9 },
    byteRate: { burst: 1e12, perSecond: 1e12 }
  }

  it.live("hold no more than their part of the budget, and who reads loses nothing", () =>
    Effect.gen(function* () {
      const { use } = yield* MemoryBudget
      const room = yield* makeRoom({ capacity: 10 })
      const [creator, guest] = [yield* room.creator(), yield* room.guest()]
      const sleepers = yield* Effect.forEach([1, 2, 3, 4], () => sleeper(room.asGuest()))

      // For each of the four more than the buffers of both kernels and a quarter of the bound hold.
      let mostBytes = 0
      const payload = new Uint8Array(mebibyte)
      for (let i = 0; i < 40; i++) {
        yield* creator.sendRaw(payload)
        for (const reader of [creator, guest]) {
          assert.lengthOf((yield* reader.nextOf("Delivered")).payload, mebibyte)
        }
        mostBytes = Math.max(mostBytes, use().waitingBytes)
      }

      assert.isAbove(mostBytes, waitingLimitBytes / 2)
      assert.isAtMost(mostBytes, waitingLimitBytes)
      // Those that held most have been cut without a word, which would have waited behind everything else.
      assert.isBelow((yield* RoomRegistry.use(({ count }) => count)).members, 6)
      for (const { wake } of sleepers) wake()
      assert.strictEqual(yield* Effect.promise(() => Promise.race(sleepers.map(({ closed }) => closed))), 1006)
      yield* assertUnharmed([creator, guest])
    }).pipe(Effect.provide(relayLeaving(heldBytes, settings)))
  )
})
