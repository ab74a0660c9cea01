/**
 * Every close that a client can bring upon itself, and that the others go on.
 */
import { assert, describe } from "@effect/vitest"
import { Effect } from "effect"
import { encodeClientFrame } from "../../../src/protocol/ClientFrame.ts"
import { maxControlBytes, maxMessageBytes } from "../../../src/protocol/Limits.ts"
import type { Fact } from "./RelayUnderTest.ts"
import { assertUnharmed, connect, knock, makeRoom } from "./Room.ts"

/** PROTOCOL.md sections 4 to 6. */
export const faults = (fact: Fact): void => {
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
      ["a Join with a malformed proof", `{"_tag":"Join","roomId":"AAAAAAAAAAAAAAAAAAAAAA","joinProof":"AA"}`, badFrame],
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
        { joinPolicy: "never-answers" }
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
      { joinPolicy: "never-answers" }
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
}
