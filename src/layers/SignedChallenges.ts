/**
 * Challenges as signed tokens: nothing is stored until one has been solved, and then only that it is spent.
 *
 * The key is random and lives as long as the layer, so a restart voids what is out.
 */
import { Clock, Effect, Layer } from "effect"
import { SecureRandom } from "effect/crypto"
import { challengeLifetimeMillis } from "../protocol/Limits.ts"
import { leadingZeroBits, type Work, workPreimage } from "../protocol/ProofOfWork.ts"
import { Challenges, WorkRejected } from "../services/Challenges.ts"
import { RelayTally } from "../services/RelayTally.ts"
import * as ChallengeToken from "./ChallengeToken.ts"
import * as SpentChallenges from "./SpentChallenges.ts"
import { sha256 } from "./Verifiers.ts"

export const layer: Layer.Layer<Challenges> = Layer.effect(
  Challenges,
  Effect.gen(function* () {
    const { nowMillis, spent } = yield* ledger
    return make({
      key: SecureRandom.randomBytesUnsafe(32),
      nowMillis,
      nextId: () => SecureRandom.randomBytesUnsafe(16),
      spend: ({ expiresAtMillis, id }) =>
        Effect.sync(() => spent.spend(Buffer.from(id).toString("latin1"), expiresAtMillis))
    })
  })
)

/** What was spent here, and the clock by which it expires. */
export const ledger = Effect.gen(function* () {
  const nowMillis = makeNow(yield* Clock.Clock)
  const spent = SpentChallenges.make(nowMillis)
  const tally = yield* RelayTally
  tally.levels.spentChallenges = spent.count
  return { nowMillis, spent }
})

export interface ChallengeBook {
  /** Of the tokens' HMAC, 32 bytes. */
  readonly key: Uint8Array
  readonly nowMillis: () => number
  /** 16 bytes that have never been given out. */
  readonly nextId: () => Uint8Array
  /** Spends a challenge that was solved, once and for all: `undefined` is success. */
  readonly spend: (token: ChallengeToken.TokenContent) => Effect.Effect<"expired" | "spent" | "busy" | undefined>
}

export const make = ({ key, nextId, nowMillis, spend }: ChallengeBook): Challenges["Service"] => {
  const issue = (paramsDigest: Uint8Array, bits: number) =>
    Effect.sync(() => ({
      token: ChallengeToken.write(key, {
        id: nextId(),
        bits,
        expiresAtMillis: nowMillis() + challengeLifetimeMillis,
        paramsDigest
      }),
      bits,
      expiresInMillis: challengeLifetimeMillis
    }))

  // A plain function, as every flood of bad work passes here.
  const faultOf = (content: ChallengeToken.TokenContent, work: Work, layout: Uint8Array, leastBits: number) => {
    if (nowMillis() >= content.expiresAtMillis) return "expired"
    if (Buffer.compare(content.paramsDigest, sha256(layout)) !== 0) return "mismatch"
    const tokenDigest = sha256(Buffer.from(work.token, "latin1"))
    const workBits = leadingZeroBits(sha256(workPreimage(tokenDigest, work.nonce)))
    return content.bits < leastBits || workBits < content.bits ? "insufficient-work" : undefined
  }

  const redeem: Challenges["Service"]["redeem"] = (work, layout, leastBits) =>
    Effect.suspend(() => {
      const content = ChallengeToken.read(key, work.token)
      const fault = content === undefined ? "forged" : faultOf(content, work, layout, leastBits)
      if (content === undefined || fault !== undefined) return rejected(fault)
      return Effect.flatMap(spend(content), rejected)
    })

  return Challenges.of({ issue, redeem })
}

const rejected = (fault: WorkRejected["reason"] | undefined) =>
  fault === undefined ? Effect.void : Effect.fail(new WorkRejected({ reason: fault }))

/**
 * Unix time as it was at the start, carried on by the monotonic clock: a wall clock that jumps forth and back would
 * first forget what is spent and then make it good again.
 */
const makeNow = (clock: Clock.Clock): (() => number) => {
  const monotonicMillis = () => Math.floor(Number(clock.monotonicTimeNanosUnsafe()) / 1e6)
  const originMillis = clock.currentTimeMillisUnsafe() - monotonicMillis()
  return () => originMillis + monotonicMillis()
}
