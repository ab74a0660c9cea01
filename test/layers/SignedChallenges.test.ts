/**
 * Challenges and their tokens: what is accepted once, and every way in which work is not good. PROTOCOL.md section 8.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Layer, Schema } from "effect"
import { TestClock } from "effect/testing"
import { createHash, randomBytes } from "node:crypto"
import * as fc from "fast-check"
import * as ChallengeToken from "../../src/layers/ChallengeToken.ts"
import * as SignedChallenges from "../../src/layers/SignedChallenges.ts"
import { challengeLifetimeMillis, maxSpentChallenges } from "../../src/protocol/Limits.ts"
import { createRoomLayout, joinRoomLayout, type Work } from "../../src/protocol/ProofOfWork.ts"
import { Challenge } from "../../src/protocol/RoomApi.ts"
import { roomIdOf } from "../../src/protocol/Identifiers.ts"
import { Challenges } from "../../src/services/Challenges.ts"
import { makeSecrets } from "../support/RoomSecrets.ts"
import * as Solver from "../support/Solver.ts"

const parameters = makeSecrets().parameters()
const layout = createRoomLayout(parameters)
const digestOf = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest()

const issue = (bits: number, paidFor: Uint8Array = layout) =>
  Effect.flatMap(Challenges, (challenges) => challenges.issue(digestOf(paidFor), bits))

const redeem = (work: Work, paidFor: Uint8Array = layout, leastBits = 0) =>
  Effect.flatMap(Challenges, (challenges) => challenges.redeem(work, paidFor, leastBits))

const refusalOf = (work: Work, paidFor?: Uint8Array) =>
  Effect.map(Effect.flip(redeem(work, paidFor)), ({ reason }) => reason)

const withChallenges = <A, E, R>(effect: Effect.Effect<A, E, R | Challenges>) =>
  Effect.provide(effect, Layer.fresh(SignedChallenges.layer))

describe("SignedChallenges", () => {
  it.effect("issue what the protocol says", () =>
    Effect.gen(function* () {
      const challenge = yield* issue(18)

      assert.deepInclude(challenge, { bits: 18, expiresInMillis: challengeLifetimeMillis })
      assert.deepStrictEqual(yield* Schema.decodeEffect(Challenge)(challenge), challenge)
      assert.notStrictEqual((yield* issue(18)).token, challenge.token)
    }).pipe(withChallenges)
  )

  it.effect("accept work of the default difficulty once, and never again", () =>
    Effect.gen(function* () {
      const work = Solver.solve(yield* issue(18))

      yield* redeem(work)

      assert.strictEqual(yield* refusalOf(work), "spent")
      assert.strictEqual(yield* refusalOf(work), "spent")
    }).pipe(withChallenges)
  )

  it.effect("accept one of many who redeem at once", () =>
    Effect.gen(function* () {
      const work = Solver.solve(yield* issue(4))

      const exits = yield* Effect.forEach(Array.from({ length: 50 }), () => Effect.exit(redeem(work)), {
        concurrency: "unbounded"
      })

      assert.lengthOf(exits.filter(Exit.isSuccess), 1)
    }).pipe(withChallenges)
  )

  it.effect("refuse another solution of a spent challenge", () =>
    Effect.gen(function* () {
      const challenge = yield* issue(2)
      const first = Solver.solve(challenge)
      yield* redeem(first)

      const second = Solver.find(challenge.token, (bits) => bits >= 2, first.nonce + 1)

      assert.strictEqual(yield* refusalOf(second), "spent")
    }).pipe(withChallenges)
  )

  it.effect("refuse one bit too few, take exactly enough, and leave a refused challenge usable", () =>
    Effect.gen(function* () {
      const { token } = yield* issue(6)

      assert.strictEqual(yield* refusalOf(Solver.find(token, (bits) => bits === 5)), "insufficient-work")
      yield* redeem(Solver.find(token, (bits) => bits === 6))
    }).pipe(withChallenges)
  )

  it.effect("refuse a challenge that was easier than what is asked for now, however good its work", () =>
    Effect.gen(function* () {
      const { token } = yield* issue(2)
      const work = Solver.find(token, (bits) => bits >= 3)

      assert.strictEqual((yield* Effect.flip(redeem(work, layout, 3))).reason, "insufficient-work")
      yield* redeem(work, layout, 2)
    }).pipe(withChallenges)
  )

  it.effect("are good until they expire, to the millisecond", () =>
    Effect.gen(function* () {
      const [early, late] = [Solver.solve(yield* issue(2)), Solver.solve(yield* issue(2))]

      yield* TestClock.adjust(challengeLifetimeMillis - 1)
      yield* redeem(early)
      yield* TestClock.adjust(1)

      assert.strictEqual(yield* refusalOf(late), "expired")
      assert.strictEqual(yield* refusalOf(early), "expired")
    }).pipe(withChallenges)
  )

  it.effect("remember what is spent for as long as it could be used, whenever it was", () =>
    Effect.gen(function* () {
      const spent: Array<{ readonly work: Work; readonly untilMillis: number }> = []
      // Steps that meet the turning of the spent set at every phase.
      for (let millis = 0; millis < 5 * challengeLifetimeMillis; millis += 17_000) {
        const work = Solver.solve(yield* issue(1))
        yield* redeem(work)
        spent.push({ work, untilMillis: millis + challengeLifetimeMillis })
        yield* TestClock.adjust(17_000)
        const now = millis + 17_000
        for (const { work, untilMillis } of spent) {
          assert.strictEqual(yield* refusalOf(work), now < untilMillis ? "spent" : "expired")
        }
      }
    }).pipe(withChallenges)
  )

  it.effect("remember it also when the wall clock jumps forth and back", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(1_000_000_000)
      const work = Solver.solve(yield* issue(1))
      yield* redeem(work)

      yield* TestClock.setTime(1_000_000_000 + 10 * challengeLifetimeMillis)
      yield* Effect.exit(redeem(Solver.solve(yield* issue(1))))
      yield* TestClock.setTime(1_000_000_000)

      assert.oneOf(yield* refusalOf(work), ["spent", "expired"])
    }).pipe(withChallenges)
  )

  it.effect("pay for what they were issued for and nothing else", () =>
    Effect.gen(function* () {
      const roomId = roomIdOf(randomBytes(16))
      const other = makeSecrets().parameters()
      const work = Solver.solve(yield* issue(2))

      for (const paidFor of [
        createRoomLayout({ ...parameters, ttlSeconds: 3_601 }),
        createRoomLayout({ ...parameters, capacity: 6 }),
        createRoomLayout({ ...parameters, capacity: -5 }),
        createRoomLayout({ ...parameters, joinVerifier: other.joinVerifier }),
        createRoomLayout({ ...parameters, creatorVerifier: other.creatorVerifier }),
        joinRoomLayout(roomId, parameters.joinVerifier),
        new Uint8Array()
      ]) {
        assert.strictEqual(yield* refusalOf(work, paidFor), "mismatch")
      }
      yield* redeem(work)
    }).pipe(withChallenges)
  )

  it.effect("take the difficulty from the token and never from the request", () =>
    Effect.gen(function* () {
      const { token } = yield* issue(20)
      const work = Solver.find(token, (bits) => bits < 20)

      const claim = { ...work, bits: 0 }

      assert.strictEqual(yield* refusalOf(claim), "insufficient-work")
    }).pipe(withChallenges)
  )

  it.effect("refuse a token with any byte altered", () =>
    Effect.gen(function* () {
      const { token } = yield* issue(0)
      const bytes = Buffer.from(token, "base64url")

      for (let index = 0; index < bytes.length; index++) {
        for (const bit of [1, 128]) {
          const altered = Buffer.from(bytes)
          altered[index] = (altered[index] ?? 0) ^ bit

          assert.strictEqual(yield* refusalOf({ token: altered.toString("base64url"), nonce: 0 }), "forged", `${index}`)
        }
      }
      yield* redeem({ token, nonce: 0 })
    }).pipe(withChallenges)
  )

  it.effect("refuse a token spliced from two good ones, wherever they are cut", () =>
    Effect.gen(function* () {
      const [a, b] = [yield* issue(0), yield* issue(3, createRoomLayout({ ...parameters, capacity: 9 }))]
      const [one, two] = [Buffer.from(a.token, "base64url"), Buffer.from(b.token, "base64url")]

      for (let cut = 2; cut < one.length; cut++) {
        const spliced = Buffer.concat([one.subarray(0, cut), two.subarray(cut)]).toString("base64url")
        assert.strictEqual(yield* refusalOf({ token: spliced, nonce: 0 }), "forged", `${cut}`)
      }
    }).pipe(withChallenges)
  )

  it.effect("refuse a token of another relay, of no length, and of another length", () =>
    Effect.gen(function* () {
      const { token } = yield* withChallenges(issue(0))

      for (const text of [token, "", token.slice(4), `${token}AAAA`, "A".repeat(120)]) {
        assert.strictEqual(yield* refusalOf({ token: text, nonce: 0 }), "forged")
      }
    }).pipe(withChallenges)
  )

  it.effect("answer busy when no more can be remembered, and take work again when there is place", () =>
    Effect.gen(function* () {
      for (let i = 0; i < maxSpentChallenges; i++) yield* redeem({ token: (yield* issue(0)).token, nonce: 0 })
      const next = { token: (yield* issue(0)).token, nonce: 0 }

      assert.strictEqual(yield* refusalOf(next), "busy")
      assert.strictEqual(yield* refusalOf(next), "busy", "it has not been spent")
      yield* TestClock.adjust(2 * challengeLifetimeMillis)

      yield* redeem({ token: (yield* issue(0)).token, nonce: 0 })
    }).pipe(withChallenges)
  )
})

describe("ChallengeToken", () => {
  const content = fc.record({
    id: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    bits: fc.nat(255),
    expiresAtMillis: fc.maxSafeNat(),
    paramsDigest: fc.uint8Array({ minLength: 32, maxLength: 32 })
  })
  const key = randomBytes(32)

  it("comes back as it was written, in 120 characters", () => {
    fc.assert(
      fc.property(content, (written) => {
        const token = ChallengeToken.write(key, written)
        const read = ChallengeToken.read(key, token)

        assert.lengthOf(token, 120)
        assert.deepEqual(
          read && { ...read, id: Uint8Array.from(read.id), paramsDigest: Uint8Array.from(read.paramsDigest) },
          written
        )
      })
    )
  })

  it("has the layout of PROTOCOL.md section 8.3", () => {
    const token = Buffer.from(
      ChallengeToken.write(Buffer.alloc(32, 7), {
        id: Buffer.alloc(16, 1),
        bits: 18,
        expiresAtMillis: 0x0102_0304_0506,
        paramsDigest: Buffer.alloc(32, 2)
      }),
      "base64url"
    )

    assert.strictEqual(
      token.subarray(0, 58).toString("hex"),
      `01${"01".repeat(16)}120000010203040506${"02".repeat(32)}`
    )
    assert.lengthOf(token, 90)
  })

  it("is read by its own key only", () => {
    fc.assert(
      fc.property(content, (written) => {
        assert.isUndefined(ChallengeToken.read(randomBytes(32), ChallengeToken.write(key, written)))
      })
    )
  })
})
