/**
 * What every relay does for its clients, whatever carries the bytes: PROTOCOL.md sections 4 to 6, one behaviour per test.
 *
 * Nothing here waits for time. What needs TestClock or a real socket stands beside this file.
 */
import { assert, describe } from "@effect/vitest"
import { Effect, type Scope } from "effect"
import type { ClientFrame } from "../../../src/protocol/ClientFrame.ts"
import { encodeClientFrame } from "../../../src/protocol/ClientFrame.ts"
import { connectionIdOf, type RoomId } from "../../../src/protocol/Identifiers.ts"
import { maxControlBytes, maxMessageBytes } from "../../../src/protocol/Limits.ts"
import { Gateway } from "../../../src/services/Gateway.ts"
import { PolicyRefused } from "../../../src/services/Policies.ts"
import { RoomRegistry } from "../../../src/services/RoomRegistry.ts"
import type { ScriptedMember } from "../../../src/testing/ScriptedMember.ts"
import { makeSecrets } from "../../support/RoomSecrets.ts"
import * as Solver from "../../support/Solver.ts"
import type { MakeRelay, Services, Setup } from "./RelayUnderTest.ts"
import { connect, knock, makeRoom } from "./Room.ts"

/** `test` is `it.effect` in memory and `it.live` where sockets need real time. */
export const relayContract = (
  name: string,
  makeRelay: MakeRelay,
  test: (name: string, self: () => Effect.Effect<unknown, unknown, Scope.Scope>) => void
): void => {
  const fact = (title: string, self: () => Effect.Effect<unknown, unknown, Services | Scope.Scope>, setup?: Setup) =>
    test(title, () => Effect.scoped(self()).pipe(Effect.provide(makeRelay(setup))))

  describe(`a relay ${name}`, () => {
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

          assert.strictEqual((yield* closeOf(room.asCreator())).code, 4102)
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
        { joinPolicy: () => Effect.fail(new PolicyRefused({ name: "members-only" })) }
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

    describe("closes a connection", () => {
      const badFrame = { code: 4100, reason: "bad-frame" }
      const joinExpected = { code: 4101, reason: "join-expected" }
      const emptyMessage = { code: 4104, reason: "empty-message" }
      const tooBig = { code: 1009 }
      const ping = (length: number) => encodeClientFrame({ _tag: "Ping" }).padEnd(length)

      const always: ReadonlyArray<readonly [what: string, message: string | Uint8Array, close: object]> = [
        ["text that is no JSON", "hello", badFrame],
        ["JSON that is no frame", "[]", badFrame],
        ["an unknown tag", `{"_tag":"Shout"}`, badFrame],
        ["an unknown field", `{"_tag":"Ping","at":1}`, badFrame],
        ["a frame of the server", `{"_tag":"Pong"}`, badFrame],
        [
          "a Join with a malformed proof",
          `{"_tag":"Join","roomId":"AAAAAAAAAAAAAAAAAAAAAA","joinProof":"AA"}`,
          badFrame
        ],
        ["an empty text", "", emptyMessage],
        ["an empty payload", new Uint8Array(), emptyMessage],
        ["a text past its limit", ping(maxControlBytes + 1), tooBig],
        ["a text past its limit in bytes", `{"_tag":"Ping"}${"\u00a0".repeat(maxControlBytes / 2)}`, tooBig],
        ["a text past every limit", "x".repeat(maxMessageBytes.default + 1), tooBig],
        ["a payload past its limit", new Uint8Array(maxMessageBytes.default + 1), tooBig]
      ]
      const first: ReadonlyArray<readonly [what: string, message: string | Uint8Array]> = [
        ["a payload", Uint8Array.of(1)],
        ["Purge", `{"_tag":"Purge"}`],
        ["Lock", `{"_tag":"Lock","locked":true}`],
        ["Kick", `{"_tag":"Kick","connectionId":"AAAAAAAAAAAAAAAAAAAAAA"}`],
        ["Rotate", encodeClientFrame({ _tag: "Rotate", joinVerifier: new Uint8Array(32) })]
      ]

      for (const [what, message, close] of always) {
        fact(`that begins with ${what}`, () =>
          Effect.gen(function* () {
            const member = yield* connect
            yield* member.sendRaw(message)

            assert.deepInclude(yield* member.closed, close)
          })
        )

        fact(`of a member that sends ${what}, and the others go on`, () =>
          Effect.gen(function* () {
            const room = yield* makeRoom()
            const others = [yield* room.creator(), yield* room.guest()]
            const member = yield* room.guest()
            yield* member.sendRaw(message)

            assert.deepInclude(yield* member.closed, close)
            for (const other of others) {
              assert.deepInclude(yield* other.nextOf("MemberLeft"), {
                connectionId: member.connectionId,
                reason: "lost"
              })
            }
            yield* assertUnharmed(others)
          })
        )
      }

      for (const [what, message] of first) {
        fact(`that begins with ${what} instead of a Join`, () =>
          Effect.gen(function* () {
            const member = yield* connect
            yield* member.sendRaw(message)

            assert.deepStrictEqual(yield* member.closed, joinExpected)
          })
        )

        fact(
          `that sends ${what} before it is in`,
          () =>
            Effect.gen(function* () {
              const member = yield* knock((yield* makeRoom()).asCreator())
              yield* member.sendRaw(message)

              assert.deepStrictEqual(yield* member.closed, joinExpected)
            }),
          { joinPolicy: () => Effect.never }
        )
      }

      fact(
        "that sends a second Join before it is in",
        () =>
          Effect.gen(function* () {
            const join = (yield* makeRoom()).asCreator()
            const member = yield* knock(join)
            yield* member.send(join)

            assert.deepStrictEqual(yield* member.closed, joinExpected)
          }),
        { joinPolicy: () => Effect.never }
      )

      fact("of a member that sends a second Join, and the others go on", () =>
        Effect.gen(function* () {
          const room = yield* makeRoom()
          const others = [yield* room.creator()]
          const member = yield* room.guest()
          yield* member.send(room.asGuest())

          assert.deepStrictEqual(yield* member.closed, joinExpected)
          yield* assertUnharmed(others)
        })
      )

      fact("never for a message at its limit", () =>
        Effect.gen(function* () {
          const room = yield* makeRoom()
          const member = yield* room.creator()

          yield* member.sendRaw(ping(maxControlBytes))
          assert.strictEqual((yield* member.next)._tag, "Pong")
          yield* member.sendRaw(new Uint8Array(maxMessageBytes.default))

          assert.lengthOf((yield* member.nextOf("Delivered")).payload, maxMessageBytes.default)
        })
      )

      fact(
        "of who sends faster than the rate of messages, at the limit and not before",
        () =>
          Effect.gen(function* () {
            const room = yield* makeRoom()
            const other = yield* room.creator()
            const member = yield* room.guest()

            // The Join was the first of eight.
            for (let i = 0; i < 7; i++) yield* member.send({ _tag: "Ping" })
            for (let i = 0; i < 7; i++) yield* member.nextOf("Pong")
            yield* member.send({ _tag: "Ping" })

            assert.deepStrictEqual(yield* member.closed, { code: 4204, reason: "too-fast" })
            yield* assertUnharmed([other])
          }),
        { settings: { messageRate: { burst: 8, perSecond: 1e-6 } } }
      )

      fact(
        "of who sends faster than the rate of bytes, at the limit and not before",
        () =>
          Effect.gen(function* () {
            const room = yield* makeRoom()
            const other = yield* room.creator()
            const member = yield* room.guest()
            const left = 4_000 - encodeClientFrame(room.asGuest()).length

            yield* member.sendRaw(new Uint8Array(left))
            yield* Effect.forEach([member, other], (either) => either.nextOf("Delivered"))
            yield* member.sendRaw(Uint8Array.of(1))

            assert.deepStrictEqual(yield* member.closed, { code: 4204, reason: "too-fast" })
            yield* assertUnharmed([other])
          }),
        { settings: { byteRate: { burst: 4_000, perSecond: 1e-6 } } }
      )

      const busy = { code: 4207, reason: "busy" }

      fact(
        "past the most that it may have, and takes another when one has gone",
        () =>
          Effect.gen(function* () {
            const room = yield* makeRoom()
            const creator = yield* room.creator()
            const guest = yield* room.guest()

            assert.deepStrictEqual(yield* (yield* connect).closed, busy)
            yield* guest.send({ _tag: "Leave" })
            yield* guest.closed
            yield* creator.nextOf("MemberLeft")
            yield* room.guest()

            yield* assertUnharmed([creator])
          }),
        { settings: { maxConnections: 2 } }
      )

      fact(
        "past the most that may wait to join, and takes another when one is in",
        () =>
          Effect.gen(function* () {
            const room = yield* makeRoom()
            const creator = yield* connect
            yield* creator.send({ _tag: "Ping" })
            yield* creator.next

            assert.deepStrictEqual(yield* (yield* connect).closed, busy)
            yield* creator.send(room.asCreator())
            yield* creator.nextOf("MemberJoined")

            const guest = yield* room.guest()
            yield* assertUnharmed([guest])
          }),
        { settings: { maxPreJoinConnections: 1 } }
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
  })
}

/** How a connection with this Join ends. */
const closeOf = (join: Parameters<typeof knock>[0]) => Effect.flatMap(knock(join), ({ closed }) => closed)

const tagsUntilClosed = (member: ScriptedMember) =>
  Effect.gen(function* () {
    const tags: Array<string> = []
    yield* member.next.pipe(
      Effect.map(({ _tag }) => tags.push(_tag)),
      Effect.forever,
      Effect.ignore
    )
    return tags
  })

/** All of these still hear each other. */
const assertUnharmed = (members: ReadonlyArray<ScriptedMember>) =>
  Effect.gen(function* () {
    for (const [index, member] of members.entries()) {
      const payload = Uint8Array.of(200, index)
      yield* member.sendRaw(payload)
      for (const other of members) assert.deepEqual((yield* other.nextOf("Delivered")).payload, payload)
    }
  })
