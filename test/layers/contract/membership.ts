/**
 * How people come in and go: Join, its refusals, work, replaces, Leave.
 */
import { assert, describe } from "@effect/vitest"
import { Effect } from "effect"
import type { RoomId } from "../../../src/protocol/Identifiers.ts"
import { makeSecrets } from "../../support/RoomSecrets.ts"
import * as Solver from "../../support/Solver.ts"
import type { Fact, Setup } from "./RelayUnderTest.ts"
import { assertUnharmed, closeOf, connect, knock, makeRoom, untilNoRoomIsLeft } from "./Room.ts"

/** PROTOCOL.md sections 4 to 6. */
export const membership = (fact: Fact): void => {
  describe("lets people in", () => {
    fact("and tells the first, who is the creator, what the room is", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom({ capacity: 3 })
        const { joined, entry } = yield* room.creator()

        assert.deepInclude(joined, { sequence: 1, capacity: 3, isLocked: false, waitMillis: 900_000 })
        assert.deepStrictEqual(joined.members, [
          { connectionId: joined.connectionId, name: entry.name, isCreator: true }
        ])
        assert.deepInclude(entry, { sequence: 1, connectionId: joined.connectionId })
        assert.isAtLeast(entry.time, joined.time)
      })
    )

    fact("and tells the next who is there, and those who are there of the next", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom()
        const creator = yield* room.creator()
        const guest = yield* room.guest()

        assert.deepStrictEqual(
          guest.joined.members.map(({ connectionId, isCreator }) => ({ connectionId, isCreator })),
          [
            { connectionId: creator.connectionId, isCreator: true },
            { connectionId: guest.connectionId, isCreator: false }
          ]
        )
        assert.strictEqual(guest.joined.waitMillis, 0)
        assert.deepStrictEqual(yield* creator.next, guest.entry)
        assert.notStrictEqual(guest.entry.name, creator.entry.name)
      })
    )

    fact("when the creator is away", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom()
        const away = yield* room.creator()
        yield* away.send({ _tag: "Leave" })
        yield* away.closed

        const guest = yield* room.guest()
        const creator = yield* room.creator()

        assert.deepInclude(yield* guest.next, { _tag: "MemberJoined", isCreator: true })
        assert.lengthOf(creator.joined.members, 2)
      })
    )

    fact("and moves the creator's role to the newest who proves it", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom()
        const before = yield* room.creator()
        const now = yield* room.creator()

        yield* before.send({ _tag: "Lock", locked: true })
        yield* now.send({ _tag: "Lock", locked: true })

        assert.deepInclude(yield* before.nextOf("Refused"), { command: "Lock", reason: "not-creator" })
        assert.isTrue((yield* before.nextOf("LockChanged")).isLocked)
        assert.deepStrictEqual(
          now.joined.members.map(({ isCreator }) => isCreator),
          [false, true]
        )
      })
    )
  })

  describe("refuses a Join", () => {
    const refused = { code: 4102, reason: "join-refused" }

    fact("with one and the same close for all who cannot prove the secret", () =>
      Effect.gen(function* () {
        const stranger = makeSecrets()
        const full = yield* makeRoom({ capacity: 2 })
        const members = [yield* full.creator(), yield* full.guest()]
        const unopened = yield* makeRoom()
        const unknown = "AAAAAAAAAAAAAAAAAAAAAA" as RoomId

        for (const join of [
          stranger.guestJoin(unknown),
          stranger.creatorJoin(unknown),
          stranger.guestJoin(full.roomId),
          stranger.guestJoin(unopened.roomId),
          full.asGuest({ creatorProof: stranger.creatorProof }),
          full.asCreator({ joinProof: stranger.joinProof })
        ]) {
          assert.deepStrictEqual(yield* closeOf(join), refused)
        }
        yield* assertUnharmed(members)
      })
    )

    fact("before the creator has been in: not-open-yet", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom()

        assert.deepStrictEqual(yield* closeOf(room.asGuest()), { code: 4202, reason: "not-open-yet" })
      })
    )

    fact("without a free seat: full, and one is kept for the creator", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom({ capacity: 3 })
        const creator = yield* room.creator()
        const guest = yield* room.guest()
        yield* creator.send({ _tag: "Leave" })
        yield* creator.closed
        yield* guest.nextOf("MemberLeft")
        const third = yield* room.guest()

        assert.deepStrictEqual(yield* closeOf(room.asGuest()), { code: 4201, reason: "full" })
        const back = yield* room.creator()
        assert.deepStrictEqual(yield* closeOf(room.asCreator()), { code: 4201, reason: "full" })
        yield* assertUnharmed([guest, third, back])
      })
    )

    fact("while the room is locked, and takes it again afterwards", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom()
        const creator = yield* room.creator()
        yield* creator.send({ _tag: "Lock", locked: true })
        assert.isTrue((yield* creator.nextOf("LockChanged")).isLocked)

        assert.deepStrictEqual(yield* closeOf(room.asGuest()), { code: 4203, reason: "locked" })
        yield* creator.send({ _tag: "Lock", locked: false })
        assert.isFalse((yield* creator.nextOf("LockChanged")).isLocked)

        assert.isFalse((yield* room.guest()).joined.isLocked)
      })
    )

    fact(
      "by the operator's policy, which sees the room and gives the name",
      () =>
        Effect.gen(function* () {
          const room = yield* makeRoom()

          assert.deepStrictEqual(yield* closeOf(room.asCreator()), { code: 4107, reason: "members-only" })
        }),
      { joinPolicy: "members-only" }
    )
  })

  describe("with a Join that replaces", () => {
    fact("ends the earlier connection in the same step, also in a full room", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom({ capacity: 2 })
        const creator = yield* room.creator()
        const ghost = yield* room.guest()
        yield* creator.next

        const back = yield* room.guest({ replaces: ghost.joined.replaceToken })

        assert.deepStrictEqual(yield* ghost.closed, { code: 4105, reason: "replaced" })
        assert.deepInclude(yield* creator.next, {
          _tag: "MemberLeft",
          connectionId: ghost.connectionId,
          reason: "replaced"
        })
        assert.deepInclude(yield* creator.next, {
          _tag: "MemberJoined",
          connectionId: back.connectionId,
          name: ghost.entry.name
        })
        yield* assertUnharmed([creator, back])
      })
    )

    fact("brings the creator back as the creator", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom({ capacity: 2 })
        const before = yield* room.creator()
        const guest = yield* room.guest()
        const back = yield* room.creator({ replaces: before.joined.replaceToken })

        yield* back.send({ _tag: "Purge" })

        assert.strictEqual((yield* guest.closed).code, 4000)
      })
    )

    fact("ignores a token of nobody", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom()
        const creator = yield* room.creator()
        yield* creator.send({ _tag: "Leave" })
        yield* creator.closed

        const guest = yield* room.guest({ replaces: creator.joined.replaceToken })

        assert.lengthOf(guest.joined.members, 1)
      })
    )
  })

  describe("that asks for work at a Join", () => {
    const setup: Setup = { settings: { joinPowBits: 4 } }
    const refused = { code: 4103, reason: "work-refused" }

    fact(
      "lets in who does it",
      () =>
        Effect.gen(function* () {
          const room = yield* makeRoom()
          const member = yield* knock(room.asCreator())
          const { challenge } = yield* member.nextOf("WorkRequired")
          assert.strictEqual(challenge.bits, 4)
          yield* member.send(room.asCreator({ work: Solver.solve(challenge) }))

          assert.strictEqual((yield* member.nextOf("Joined")).sequence, 1)
        }),
      setup
    )

    fact(
      "asks the same of who cannot prove the secret, before it says so",
      () =>
        Effect.gen(function* () {
          const stranger = makeSecrets()
          const join = stranger.guestJoin("AAAAAAAAAAAAAAAAAAAAAA" as RoomId)
          const member = yield* knock(join)
          const { challenge } = yield* member.nextOf("WorkRequired")
          yield* member.send({ ...join, work: Solver.solve(challenge) })

          assert.strictEqual((yield* member.closed).code, 4102)
        }),
      setup
    )

    fact(
      "refuses work that is missing again, too little, for another room, spent, or made up",
      () =>
        Effect.gen(function* () {
          const [room, other] = [yield* makeRoom(), yield* makeRoom()]
          const ask = Effect.gen(function* () {
            const member = yield* knock(room.asCreator())
            const { challenge } = yield* member.nextOf("WorkRequired")
            return { member, challenge }
          })

          const missing = yield* ask
          yield* missing.member.send(room.asCreator())
          assert.deepStrictEqual(yield* missing.member.closed, refused)

          const little = yield* ask
          const work = Solver.find(little.challenge.token, (bits) => bits < 4)
          yield* little.member.send(room.asCreator({ work }))
          assert.deepStrictEqual(yield* little.member.closed, refused)

          const elsewhere = yield* ask
          yield* elsewhere.member.send(other.asCreator({ work: Solver.solve(elsewhere.challenge) }))
          assert.deepStrictEqual(yield* elsewhere.member.closed, refused)

          const paid = Solver.solve((yield* ask).challenge)
          const once = yield* knock(room.asCreator({ work: paid }))
          yield* once.nextOf("Joined")
          assert.deepStrictEqual(yield* closeOf(room.asCreator({ work: paid })), refused)

          const madeUp = { token: "A".repeat(120), nonce: 0 }
          assert.deepStrictEqual(yield* closeOf(room.asCreator({ work: madeUp })), refused)
        }),
      setup
    )
  })

  describe("lets people go", () => {
    fact("by Leave, closed with 1000, behind all they have said", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom()
        const creator = yield* room.creator()
        const guest = yield* room.guest()
        yield* creator.next

        for (let i = 0; i < 20; i++) yield* guest.sendRaw(Uint8Array.of(i))
        yield* guest.send({ _tag: "Leave" })

        assert.strictEqual((yield* guest.closed).code, 1000)
        for (let i = 0; i < 20; i++) assert.deepEqual((yield* creator.nextOf("Delivered")).payload, Uint8Array.of(i))
        assert.deepInclude(yield* creator.next, {
          _tag: "MemberLeft",
          connectionId: guest.connectionId,
          reason: "left"
        })
      })
    )

    fact("by closing, which is told as lost", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom()
        const creator = yield* room.creator()
        const guest = yield* room.guest()
        yield* creator.next

        yield* guest.connection.close

        assert.deepInclude(yield* creator.next, { _tag: "MemberLeft", reason: "lost" })
      })
    )

    fact("by Leave before they have joined", () =>
      Effect.gen(function* () {
        const member = yield* connect
        yield* member.send({ _tag: "Leave" })

        assert.strictEqual((yield* member.closed).code, 1000)
      })
    )

    fact("and ends the room with the last of them once two have met", () =>
      Effect.gen(function* () {
        const room = yield* makeRoom()
        for (const member of [yield* room.creator(), yield* room.guest()]) {
          yield* member.send({ _tag: "Leave" })
          yield* member.closed
        }
        yield* untilNoRoomIsLeft

        assert.strictEqual((yield* closeOf(room.asCreator())).code, 4102)
      })
    )
  })
}
