/**
 * Issues proof-of-work challenges and redeems solved ones, each at most once. PROTOCOL.md section 8.
 */
import { Context, type Effect, Schema } from "effect"
import type { Work } from "../protocol/ProofOfWork.ts"
import type { Challenge } from "../protocol/RoomApi.ts"

/** A solved challenge was not accepted. Only `spent` and `busy` say anything about other requests than this one. */
export class WorkRejected extends Schema.TaggedError<WorkRejected>()("WorkRejected", {
  reason: Schema.Literals(["forged", "expired", "mismatch", "spent", "insufficient-work", "busy"])
}) {}

export class Challenges extends Context.Service<
  Challenges,
  {
    /** A challenge of `bits` that pays for what hashes to `paramsDigest` (32 bytes). Nothing is stored. */
    readonly issue: (paramsDigest: Uint8Array, bits: number) => Effect.Effect<Challenge>
    /**
     * Checks the work and spends its challenge in the same step. `layout` is what it must have been issued for; a
     * challenge of fewer than `leastBits`, bought where work is cheaper, is `insufficient-work`.
     */
    readonly redeem: (work: Work, layout: Uint8Array, leastBits: number) => Effect.Effect<void, WorkRejected>
  }
>()("pug-network/services/Challenges") {}
