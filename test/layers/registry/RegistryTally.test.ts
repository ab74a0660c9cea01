/** What the registry counts, by the numbers that an operator sees. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { RelayTally, Tally } from "../../../src/services/RelayTally.ts"
import { RoomRegistry } from "../../../src/services/RoomRegistry.ts"
import { makeRoom, registryLayer, settle } from "../../support/RegistryRoom.ts"

const counted = (test: (tally: Tally) => Effect.Effect<void, unknown, RoomRegistry>) => {
  const tally = new Tally()
  return test(tally).pipe(Effect.provide(registryLayer().pipe(Layer.provide(Layer.succeed(RelayTally, tally)))))
}

describe("the tally of rooms", () => {
  it.effect("follows rooms and members as they come and go", () =>
    counted((tally) =>
      Effect.scoped(
        Effect.gen(function* () {
          const room = yield* makeRoom()
          yield* makeRoom()
          const creator = yield* room.creator()
          const guest = yield* room.guest()
          assert.deepInclude(tally, { roomsCreated: 2, rooms: 2, members: 2, joins: 2 })

          guest.membership.leave("left")
          yield* settle
          assert.deepInclude(tally, { rooms: 2, members: 1, joins: 2 })

          creator.membership.leave("left")
          yield* settle
          assert.deepInclude(tally, { roomsCreated: 2, rooms: 1, members: 0, joins: 2 })
          assert.deepInclude(tally.roomsEnded, { empty: 1, purged: 0, "room-failed": 0 })
        })
      )
    )
  )

  it.effect("counts every end by its reason, once", () =>
    counted((tally) =>
      Effect.scoped(
        Effect.gen(function* () {
          const registry = yield* RoomRegistry
          const purged = yield* makeRoom()
          const creator = yield* purged.creator()
          yield* purged.guest()
          const reported = yield* makeRoom()

          creator.command({ _tag: "Purge" })
          yield* creator.rest
          yield* registry.end(reported.roomId, "ended-by-operator")
          yield* settle

          assert.deepInclude(tally, { rooms: 0, members: 0, joins: 2 })
          assert.deepInclude(tally.roomsEnded, { purged: 1, "ended-by-operator": 1, empty: 0, expired: 0 })
        })
      )
    )
  )

  it.effect("counts refused commands by their reason", () =>
    counted((tally) =>
      Effect.scoped(
        Effect.gen(function* () {
          const room = yield* makeRoom()
          const creator = yield* room.creator()
          const guest = yield* room.guest()

          guest.command({ _tag: "Lock", locked: true })
          yield* guest.nextOf("Refused")
          guest.membership.leave("left")
          creator.command({ _tag: "Kick", connectionId: guest.membership.connectionId })
          yield* creator.nextOf("Refused")

          assert.deepStrictEqual(tally.commandsRefused, { "not-creator": 1, "no-such-member": 1, busy: 0 })
        })
      )
    )
  )

  it.effect("counts a message whose sender is out as dropped, and one that arrives as none", () =>
    counted((tally) =>
      Effect.scoped(
        Effect.gen(function* () {
          const room = yield* makeRoom()
          const creator = yield* room.creator()
          const guest = yield* room.guest()

          guest.send(1)
          yield* creator.nextOf("Delivered")
          assert.strictEqual(tally.messagesDropped, 0)

          guest.membership.leave("left")
          guest.send(2)
          assert.strictEqual(tally.messagesDropped, 1)
        })
      )
    )
  )
})
