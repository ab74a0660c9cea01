import { assert, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { RoomRegistry } from "../../src/index.ts"
import * as Testing from "../../src/testing.ts"
import { makeSecrets } from "../support/RoomSecrets.ts"

it.layer(Layer.fresh(Testing.layer))("Relay over memory", (it) => {
  it.effect("carries a payload from one member to all, the sender included", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const secrets = makeSecrets()
      const { roomId } = yield* registry.create(secrets.parameters())
      const creator = yield* Testing.ScriptedMember.connect()
      yield* creator.send(secrets.creatorJoin(roomId))
      const joined = yield* creator.nextOf("Joined")
      assert.strictEqual(joined.sequence, 1)
      assert.strictEqual((yield* creator.next)._tag, "MemberJoined")
      const guest = yield* Testing.ScriptedMember.connect()
      yield* guest.send(secrets.guestJoin(roomId))
      const guestJoined = yield* guest.nextOf("Joined")
      assert.strictEqual(guestJoined.members.length, 2)
      yield* guest.sendRaw(new Uint8Array([1, 2, 3]))
      const a = yield* creator.nextOf("Delivered")
      const b = yield* guest.nextOf("Delivered")
      assert.deepStrictEqual(a, b)
      assert.strictEqual(a.sequence, 3)
      assert.strictEqual(a.sender, guestJoined.connectionId)
      yield* guest.send({ _tag: "Purge" })
      assert.deepStrictEqual(yield* guest.nextOf("Refused"), {
        _tag: "Refused",
        command: "Purge",
        reason: "not-creator"
      })
      yield* creator.send({ _tag: "Purge" })
      yield* guest.nextOf("RoomEnded")
      assert.deepStrictEqual(yield* guest.closed, { code: 4000, reason: "purged" })
      assert.deepStrictEqual(yield* creator.closed, { code: 4000, reason: "purged" })
      assert.deepStrictEqual(yield* registry.count, { rooms: 0, members: 0 })
    })
  )
})
