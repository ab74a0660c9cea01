/**
 * What is left of a registry whose scope has closed: nothing that anybody waits for.
 */
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Exit, Fiber, Layer, Scope, Stream } from "effect"
import { RegistryFull, RoomRegistry } from "../../../src/services/RoomRegistry.ts"
import { makeSecrets } from "../../support/RoomSecrets.ts"
import { registryLayer, settle } from "../../support/RegistryRoom.ts"

const open = Effect.gen(function* () {
  const scope = yield* Scope.make()
  const context = yield* Layer.buildWithScope(Layer.fresh(registryLayer()), scope)
  return { registry: Context.get(context, RoomRegistry), close: Scope.close(scope, Exit.void) }
})

describe("a registry whose scope has closed", () => {
  it.effect("ends the lifecycle of those who watch it, behind the end of its rooms", () =>
    Effect.gen(function* () {
      const { registry, close } = yield* open
      const events = yield* Effect.forkChild(Stream.runCollect(registry.lifecycle))
      yield* settle
      yield* registry.create(makeSecrets().parameters())
      yield* close

      assert.deepStrictEqual(
        Array.from(yield* Fiber.join(events), (event) => [event._tag, "reason" in event ? event.reason : undefined]),
        [
          ["Created", undefined],
          ["Ended", "going-away"]
        ]
      )
    })
  )

  it.effect("makes no more rooms", () =>
    Effect.gen(function* () {
      const { registry, close } = yield* open
      yield* close

      assert.deepStrictEqual(yield* Effect.flip(registry.create(makeSecrets().parameters())), new RegistryFull())
      assert.isFalse(yield* registry.isAccepting)
      assert.deepStrictEqual(yield* registry.count, { rooms: 0, members: 0 })
    })
  )
})
