/**
 * What members say to each other, and that an answer to a Ping is none of it.
 */
import { assert, describe } from "@effect/vitest"
import { Effect } from "effect"
import { maxMessageBytes } from "../../../src/protocol/Limits.ts"
import type { Fact } from "./RelayUnderTest.ts"
import { connect, makeRoom, tagsUntilClosed } from "./Room.ts"

/** PROTOCOL.md sections 4 to 6. */
export const log = (fact: Fact): void => {
  describe("carries payloads", () => {
    // Around the sizes at which the header of a WebSocket frame grows, the relay's 32 bytes included.
    const sizes = [1, 93, 94, 125, 126, 127, 1_000, maxMessageBytes.default]

    fact("of every size, the same bytes to all, the sender included", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom()
        const creator = yield* room.creator()
        const guest = yield* room.guest()
        yield* creator.next

        for (const size of sizes) {
          const payload = new Uint8Array(size).map((_, index) => (index * 31 + size) % 256)
          yield* guest.sendRaw(payload)
          const heard = yield* guest.nextOf("Delivered")

          assert.deepEqual(yield* creator.nextOf("Delivered"), heard)
          assert.strictEqual(heard.sender, guest.connectionId)
          assert.isTrue(Buffer.from(heard.payload).equals(payload))
        }
      })
    )

    fact("in one order for all, with no gap, and each sender's in its own", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom()
        const members = [yield* room.creator(), yield* room.guest(), yield* room.guest()]
        const count = 60

        for (let i = 0; i < count; i++) {
          for (const [who, member] of members.entries()) yield* member.sendRaw(Uint8Array.of(who, i))
        }
        const logs = yield* Effect.forEach(members, (member) =>
          Effect.forEach(Array.from({ length: 3 * count }), () => member.nextOf("Delivered"))
        )

        assert.deepEqual(logs[1], logs[0])
        assert.deepEqual(logs[2], logs[0])
        const first = logs[0] ?? []
        assert.deepStrictEqual(
          first.map(({ sequence }) => sequence),
          first.map((_, index) => index + 4)
        )
        for (const who of [0, 1, 2]) {
          const own = first.filter(({ payload }) => payload[0] === who).map(({ payload }) => payload[1])
          assert.deepStrictEqual(
            own,
            Array.from({ length: count }, (_, i) => i)
          )
        }
      })
    )

    fact("in the order in which one connection has sent payloads and commands", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom()
        const creator = yield* room.creator()
        const guest = yield* room.guest()

        yield* creator.sendRaw(Uint8Array.of(1))
        yield* creator.send({ _tag: "Kick", connectionId: guest.connectionId })
        yield* creator.sendRaw(Uint8Array.of(2))
        yield* creator.send({ _tag: "Lock", locked: true })
        yield* creator.sendRaw(Uint8Array.of(3))
        yield* creator.send({ _tag: "Purge" })
        yield* creator.sendRaw(Uint8Array.of(4))

        assert.deepStrictEqual(yield* tagsUntilClosed(creator), [
          "MemberJoined",
          "Delivered",
          "MemberLeft",
          "Delivered",
          "LockChanged",
          "Delivered",
          "RoomEnded"
        ])
        assert.deepStrictEqual(yield* tagsUntilClosed(guest), ["Delivered"])
      })
    )

    fact("of the same second with times that never decrease", () =>
      Effect.gen(function* () {
        const creator = yield* (yield* makeRoom()).creator()
        const times: Array<number> = []
        for (let i = 0; i < 20; i++) {
          yield* creator.sendRaw(Uint8Array.of(i))
          times.push((yield* creator.nextOf("Delivered")).time)
        }

        assert.deepStrictEqual(
          times,
          times.toSorted((a, b) => a - b)
        )
      })
    )
  })

  fact("answers Ping before and after a Join", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const member = yield* connect
      yield* member.send({ _tag: "Ping" })
      assert.deepStrictEqual(yield* member.next, { _tag: "Pong" })

      yield* member.send(room.asCreator())
      yield* member.nextOf("MemberJoined")
      yield* member.send({ _tag: "Ping" })

      assert.deepStrictEqual(yield* member.next, { _tag: "Pong" })
    })
  )
}
