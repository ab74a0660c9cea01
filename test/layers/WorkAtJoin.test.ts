/**
 * Work at join pays for one Join, of one room, at the price of a Join: what is bought elsewhere or for another does not.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { closeCodes } from "../../src/protocol/CloseCodes.ts"
import { RoomId } from "../../src/protocol/Identifiers.ts"
import { joinRoomLayout } from "../../src/protocol/ProofOfWork.ts"
import { sha256 } from "../../src/layers/Verifiers.ts"
import { Admission } from "../../src/services/Admission.ts"
import { Challenges } from "../../src/services/Challenges.ts"
import { PolicyRefused } from "../../src/services/Policies.ts"
import * as Solver from "../support/Solver.ts"
import { inMemory } from "./contract/RelayUnderTest.ts"
import { knock, makeRoom } from "./contract/Room.ts"

/** A challenge as `POST /api/challenge` gives it to anybody for any digest, at the price of a room. */
const buyElsewhere = Effect.fnUntraced(function* (join: Parameters<typeof knock>[0], bits: number) {
  const challenges = yield* Challenges
  return Solver.solve(yield* challenges.issue(sha256(joinRoomLayout(join.roomId, join.joinProof)), bits))
})

describe("work at join", () => {
  it.effect("is asked of everybody alike, whether or not there is such a room and the proof is right", () =>
    Effect.gen(function* () {
      const [room, other] = [yield* makeRoom(), yield* makeRoom()]
      const { joinProof } = other.secrets
      const unknown = { ...room.asGuest(), roomId: RoomId.make("A".repeat(22)) }

      for (const join of [room.asCreator(), room.asGuest(), room.asGuest({ joinProof }), unknown]) {
        assert.strictEqual((yield* (yield* knock(join)).next)._tag, "WorkRequired")
      }
    }).pipe(Effect.provide(inMemory({ settings: { joinPowBits: 2 } })))
  )

  it.effect("is not good if it was cheaper than a Join", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const work = Solver.find((yield* buyElsewhere(room.asCreator(), 1)).token, (bits) => bits === 1)

      const member = yield* knock(room.asCreator({ work }))

      assert.deepStrictEqual(yield* member.closed, closeCodes.workRefused)
    }).pipe(Effect.provide(inMemory({ settings: { powBits: 1, joinPowBits: 4 } })))
  )

  it.effect("is asked while many fail, and a challenge stays good for its bits when more are asked for by then", () =>
    Effect.gen(function* () {
      const { joinBits, joinFailed } = yield* Admission
      const fail = (times: number) => Array.from({ length: times }).forEach(() => joinFailed(undefined))
      const room = yield* makeRoom()
      yield* room.creator()
      fail(300)
      const guest = yield* knock(room.asGuest())
      const { challenge } = yield* guest.nextOf("WorkRequired")
      fail(3_000)

      yield* guest.send(room.asGuest({ work: Solver.solve(challenge) }))

      yield* guest.nextOf("Joined")
      assert.strictEqual(challenge.bits, 14)
      assert.strictEqual(joinBits(undefined), 17)
    }).pipe(Effect.provide(inMemory()))
  )

  it.effect("lets nobody past the policy into another room than the one that was asked about", () => {
    let allowed = ""
    return Effect.gen(function* () {
      const [open, secret] = [yield* makeRoom(), yield* makeRoom()]
      allowed = open.roomId
      const member = yield* knock(open.asCreator())
      yield* member.nextOf("WorkRequired")
      yield* member.send(secret.asCreator({ work: yield* buyElsewhere(secret.asCreator(), 2) }))

      assert.deepStrictEqual(yield* member.closed, closeCodes.workRefused)
    }).pipe(
      Effect.provide(
        inMemory({
          settings: { joinPowBits: 2 },
          joinPolicy: ({ roomId }) =>
            roomId === allowed ? Effect.void : Effect.fail(new PolicyRefused({ name: "not-yours" }))
        })
      )
    )
  })
})
