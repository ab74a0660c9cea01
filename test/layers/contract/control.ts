/**
 * What the creator may do and nobody else, and how a room's end is told.
 */
import { assert, describe } from "@effect/vitest"
import { Effect } from "effect"
import type { ClientFrame } from "../../../src/protocol/ClientFrame.ts"
import { connectionIdOf } from "../../../src/protocol/Identifiers.ts"
import { Gateway } from "../../../src/services/Gateway.ts"
import { RoomRegistry } from "../../../src/services/RoomRegistry.ts"
import { makeSecrets } from "../../support/RoomSecrets.ts"
import type { Fact } from "./RelayUnderTest.ts"
import { assertUnharmed, closeOf, connect, makeRoom } from "./Room.ts"

/** PROTOCOL.md sections 4 to 6. */
export const control = (fact: Fact): void => {
  describe("lets the creator", () => {
    fact("purge: all hear it and are closed", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom()
        const creator = yield* room.creator()
        const guest = yield* room.guest()

        yield* creator.send({ _tag: "Purge" })

        for (const member of [creator, guest]) {
          assert.strictEqual((yield* member.nextOf("RoomEnded")).reason, "purged")
          assert.deepStrictEqual(yield* member.closed, { code: 4000, reason: "purged" })
        }
        assert.strictEqual((yield* closeOf(room.asGuest())).code, 4102)
      })
    )

    fact("kick: closes that member and voids its token", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom()
        const creator = yield* room.creator()
        const guest = yield* room.guest()
        const other = yield* room.guest()

        yield* creator.send({ _tag: "Kick", connectionId: guest.connectionId })
        yield* creator.send({ _tag: "Lock", locked: true })

        assert.deepStrictEqual(yield* guest.closed, { code: 4106, reason: "kicked" })
        assert.deepInclude(yield* other.next, { _tag: "MemberLeft", reason: "kicked" })
        yield* other.nextOf("LockChanged")
        const again = yield* closeOf(room.asGuest({ replaces: guest.joined.replaceToken }))
        assert.deepStrictEqual(again, { code: 4203, reason: "locked" })
        yield* assertUnharmed([creator, other])
      })
    )

    fact("kick nobody, itself or a stranger, which is refused", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom()
        const creator = yield* room.creator()

        for (const connectionId of [connectionIdOf(new Uint8Array(16)), creator.connectionId]) {
          yield* creator.send({ _tag: "Kick", connectionId })
          assert.deepStrictEqual(yield* creator.next, {
            _tag: "Refused",
            command: "Kick",
            reason: "no-such-member"
          })
        }
        yield* assertUnharmed([creator])
      })
    )

    fact("rotate: the old link is dead, the new one opens, members stay", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom()
        const creator = yield* room.creator()
        const guest = yield* room.guest()
        const next = makeSecrets()
        const { joinVerifier } = next.parameters()

        yield* creator.send({ _tag: "Rotate", joinVerifier })
        yield* guest.nextOf("SecretRotated")

        assert.deepStrictEqual(yield* closeOf(room.asGuest()), { code: 4102, reason: "join-refused" })
        const replaces = guest.joined.replaceToken
        assert.strictEqual((yield* closeOf(room.asGuest({ replaces }))).code, 4102)
        const newcomer = yield* room.guest({ joinProof: next.joinProof })
        yield* assertUnharmed([creator, guest, newcomer])
      })
    )
  })

  fact("refuses every creator's command of anybody else, and the connection stays", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const guest = yield* room.guest()
      const commands: ReadonlyArray<ClientFrame> = [
        { _tag: "Purge" },
        { _tag: "Lock", locked: true },
        { _tag: "Kick", connectionId: creator.connectionId },
        { _tag: "Rotate", joinVerifier: new Uint8Array(32) }
      ]

      for (const command of commands) {
        yield* guest.send(command)
        assert.deepStrictEqual(yield* guest.nextOf("Refused"), {
          _tag: "Refused",
          command: command._tag,
          reason: "not-creator"
        })
      }

      yield* assertUnharmed([creator, guest])
      yield* room.guest()
    })
  )

  describe("tells its members of the end", () => {
    fact("by the operator", () =>
      Effect.gen(function* () {
        const registry = yield* RoomRegistry
        const room = yield* makeRoom()
        const members = [yield* room.creator(), yield* room.guest()]

        yield* registry.end(room.roomId, "ended-by-operator")

        for (const member of members) {
          assert.strictEqual((yield* member.nextOf("RoomEnded")).reason, "ended-by-operator")
          assert.deepStrictEqual(yield* member.closed, { code: 4002, reason: "ended-by-operator" })
        }
      })
    )

    fact("when it shuts down, also those who have not joined, and turns newcomers away", () =>
      Effect.gen(function* () {
        const gateway = yield* Gateway
        const room = yield* makeRoom()
        const members = [yield* room.creator(), yield* room.guest()]
        const waiting = yield* connect
        yield* waiting.send({ _tag: "Ping" })
        yield* waiting.next

        yield* gateway.drain

        for (const member of members) {
          assert.strictEqual((yield* member.nextOf("RoomEnded")).reason, "going-away")
          assert.deepStrictEqual(yield* member.closed, { code: 1001, reason: "going-away" })
        }
        assert.deepStrictEqual(yield* waiting.closed, { code: 1001, reason: "going-away" })
        assert.deepStrictEqual(yield* (yield* connect).closed, { code: 1001, reason: "going-away" })
      })
    )
  })
}
