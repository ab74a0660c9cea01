/**
 * Challenges that ask for nothing and accept everything: for tests, and for hosts that have admitted people otherwise.
 */
import { Effect, Layer } from "effect"
import { challengeLifetimeMillis } from "../protocol/Limits.ts"
import { Challenges } from "../services/Challenges.ts"

export const layer: Layer.Layer<Challenges> = Layer.succeed(
  Challenges,
  Challenges.of({
    issue: () => Effect.succeed({ token: "A".repeat(120), bits: 0, expiresInMillis: challengeLifetimeMillis }),
    redeem: () => Effect.void
  })
)
