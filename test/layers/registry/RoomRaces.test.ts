/**
 * The last place of a relay is given once, wherever the scheduler lets another fiber in.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Scheduler } from "effect"
import { RoomRegistry } from "../../../src/services/RoomRegistry.ts"
import { makeSecrets } from "../../support/RoomSecrets.ts"
import { registryLayer } from "../../support/RegistryRoom.ts"

/** Fewer operations in a row than these, and a fiber does nothing but give way. */
const operationsInARow = [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]

describe("many who create a room at once", () => {
  it.effect.each(operationsInARow)("are given one place where there is one, at %d operations in a row", (operations) =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const create = Effect.exit(registry.create(makeSecrets().parameters()))
      const exits = yield* Effect.all(
        Array.from({ length: 10 }, () => create),
        { concurrency: "unbounded" }
      ).pipe(Effect.provideService(Scheduler.MaxOpsBeforeYield, operations))

      assert.lengthOf(exits.filter(Exit.isSuccess), 1)
      assert.deepStrictEqual(yield* registry.count, { rooms: 1, members: 0 })
    }).pipe(Effect.provide(registryLayer({ maxRooms: 1 })))
  )
})
