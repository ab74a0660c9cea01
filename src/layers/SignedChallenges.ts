/**
 * Challenges as signed tokens: nothing is stored until one has been solved, and then only that it is spent.
 *
 * The key is random and lives as long as the layer, so a restart voids what is out. Spent IDs are kept in two
 * generations of one lifetime each: none is forgotten before it expires, and none is kept for more than two lifetimes.
 */
import { Clock, Effect, Layer } from "effect"
import { SecureRandom } from "effect/crypto"
import { challengeLifetimeMillis, maxSpentChallenges } from "../protocol/Limits.ts"
import { leadingZeroBits, workPreimage } from "../protocol/ProofOfWork.ts"
import { Challenges, WorkRejected } from "../services/Challenges.ts"
import { RelayTally } from "../services/RelayTally.ts"
import * as ChallengeToken from "./ChallengeToken.ts"
import { sha256 } from "./Verifiers.ts"

export const layer: Layer.Layer<Challenges> = Layer.effect(
  Challenges,
  Effect.gen(function* () {
    const clock = yield* Clock.Clock
    const tally = yield* RelayTally
    const key = SecureRandom.randomBytesUnsafe(32)
    const nowMillis = makeNow(clock)
    const spent = makeSpentSet(nowMillis())
    tally.levels.spentChallenges = () => spent.count(nowMillis())

    const issue = (paramsDigest: Uint8Array, bits: number) =>
      Effect.sync(() => ({
        token: ChallengeToken.write(key, {
          id: SecureRandom.randomBytesUnsafe(16),
          bits,
          expiresAtMillis: nowMillis() + challengeLifetimeMillis,
          paramsDigest
        }),
        bits,
        expiresInMillis: challengeLifetimeMillis
      }))

    // One synchronous step: between the look at the spent set and the mark in it nothing else can run.
    const redeem: Challenges["Service"]["redeem"] = (work, layout, leastBits) =>
      Effect.suspend(() => {
        const reject = (reason: WorkRejected["reason"]) => Effect.fail(new WorkRejected({ reason }))
        const now = nowMillis()
        const content = ChallengeToken.read(key, work.token)
        if (content === undefined) return reject("forged")
        if (now >= content.expiresAtMillis) return reject("expired")
        if (!isEqual(content.paramsDigest, sha256(layout))) return reject("mismatch")
        const id = Buffer.from(content.id).toString("latin1")
        if (spent.has(id, now)) return reject("spent")
        if (content.bits < leastBits) return reject("insufficient-work")
        const tokenDigest = sha256(Buffer.from(work.token, "latin1"))
        if (leadingZeroBits(sha256(workPreimage(tokenDigest, work.nonce))) < content.bits) {
          return reject("insufficient-work")
        }
        return spent.add(id) ? Effect.void : reject("busy")
      })

    return Challenges.of({ issue, redeem })
  })
)

/**
 * Unix time as it was at the start, carried on by the monotonic clock: a wall clock that jumps forth and back would
 * first forget what is spent and then make it good again.
 */
const makeNow = (clock: Clock.Clock): (() => number) => {
  const monotonicMillis = () => Math.floor(Number(clock.monotonicTimeNanosUnsafe()) / 1e6)
  const originMillis = clock.currentTimeMillisUnsafe() - monotonicMillis()
  return () => originMillis + monotonicMillis()
}

const isEqual = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

const makeSpentSet = (startMillis: number) => {
  let current = new Set<string>()
  let previous = new Set<string>()
  let turnedAt = startMillis
  const turn = (now: number) => {
    const elapsed = now - turnedAt
    if (elapsed < challengeLifetimeMillis) return
    previous = elapsed < 2 * challengeLifetimeMillis ? current : new Set()
    current = new Set()
    turnedAt = now
  }
  return {
    has: (id: string, now: number): boolean => {
      turn(now)
      return current.has(id) || previous.has(id)
    },
    count: (now: number): number => {
      turn(now)
      return current.size + previous.size
    },
    /** False if there is no place: the challenge then stays unspent, and its work is not accepted. */
    add: (id: string): boolean => {
      if (current.size + previous.size >= maxSpentChallenges) return false
      current.add(id)
      return true
    }
  }
}
