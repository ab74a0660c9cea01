/**
 * Numbers on the wire that are whole and exact: up to 2^53 - 1, where JSON numbers stop being so.
 */
import { Schema } from "effect"
import { maxNonce } from "./Limits.ts"

/** A duration in milliseconds. */
export const Millis = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: maxNonce }))

/** What is found by proof of work. */
export const Nonce = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: maxNonce }))
