/**
 * The making of a room: progress, cancel, failure.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, ManagedRuntime } from "effect"
import { CreateController } from "../../../src/client/controllers/CreateController.ts"
import { type CreatedRoom, RoomClient } from "../../../src/client/services/RoomClient.ts"
import { scriptedLink, ScriptedRoomClient } from "../../support/ScriptedRoomClient.ts"
import { FakeHost } from "../../support/FakeHost.ts"

const options = { ttlSeconds: 60, capacity: 2 }

const makeCreate = Effect.gen(function* () {
  const client = new ScriptedRoomClient()
  const runtime = yield* Effect.acquireRelease(
    Effect.sync(() => ManagedRuntime.make(client.layer)),
    (made) => made.disposeEffect
  )
  yield* runtime.contextEffect
  const host = new FakeHost()
  const made: Array<CreatedRoom> = []
  const create = new CreateController(
    host,
    () => runtime,
    (room) => made.push(room)
  )
  const settle = Effect.promise(() => runtime.runPromise(Effect.yieldNow.pipe(Effect.repeat({ times: 5 }))))
  return { client, host, made, create, settle }
})

describe("CreateController", () => {
  it.effect("shows progress and hands over the room", () =>
    Effect.gen(function* () {
      const { client, made, create, settle } = yield* makeCreate

      create.start(options)
      yield* settle
      client.report(0.5)
      const during = create.creation
      client.finishCreate("created")
      yield* settle

      assert.deepStrictEqual(during, { _tag: "Working", progress: 0.5 })
      assert.deepStrictEqual(create.creation, { _tag: "Idle" })
      assert.deepStrictEqual(
        made.map(({ link }) => link),
        [scriptedLink]
      )
    })
  )

  it.effect("makes one room at a time", () =>
    Effect.gen(function* () {
      const { client, create, settle } = yield* makeCreate

      create.start(options)
      create.start(options)
      yield* settle

      assert.deepStrictEqual(client.asked, ["create 60 2"])
    })
  )

  it.effect("interrupts the work on cancel, and shows no late progress", () =>
    Effect.gen(function* () {
      const { client, host, create, settle } = yield* makeCreate

      create.start(options)
      yield* settle
      create.cancel()
      client.report(0.9)
      const creation = create.creation
      yield* settle
      host.disconnect()

      assert.deepStrictEqual(creation, { _tag: "Idle" })
      assert.deepStrictEqual(client.asked, ["create 60 2", "create interrupted"])
    })
  )

  it.effect("says why it failed, and can be started again", () =>
    Effect.gen(function* () {
      const { client, create, settle } = yield* makeCreate

      create.start(options)
      yield* settle
      client.finishCreate({ code: "busy", detail: "later" })
      yield* settle
      const failed = create.creation
      create.start(options)
      yield* settle

      assert.deepStrictEqual(failed, { _tag: "Failed", code: "busy", detail: "later" })
      assert.deepStrictEqual(client.asked, ["create 60 2", "create 60 2"])
    })
  )

  it.effect("says that the page has a fault when the client dies or cannot be built", () =>
    Effect.gen(function* () {
      const planted = Effect.die(new Error("planted"))
      const creations: Array<unknown> = []
      for (const layer of [Layer.mock(RoomClient)({ create: () => planted }), Layer.effect(RoomClient, planted)]) {
        const runtime = ManagedRuntime.make(layer)
        const create = new CreateController(
          new FakeHost(),
          () => runtime,
          () => undefined
        )
        create.start(options)
        yield* Effect.exit(runtime.contextEffect)
        yield* Effect.yieldNow.pipe(Effect.repeat({ times: 5 }))
        creations.push(create.creation)
        yield* runtime.disposeEffect
      }

      const failed = { _tag: "Failed", code: "page-failed", detail: "" }
      assert.deepStrictEqual(creations, [failed, failed])
    })
  )
})
