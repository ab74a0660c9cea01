/** The solver for Node, bots and tests. The scan itself is pinned in test/vectors/pow.json. */
import { assert, it } from "@effect/vitest"
import { Effect, Fiber, Queue } from "effect"
import * as InlinePowSolver from "../../../src/client/layers/InlinePowSolver.ts"
import { sha256, utf8 } from "../../../src/client/crypto/WebCrypto.ts"
import { PowSolver } from "../../../src/client/services/PowSolver.ts"
import { chunkTries } from "../../../src/client/pow/scanNonces.ts"
import { workPrice } from "../../../src/protocol/Limits.ts"
import { leadingZeroBits, workPreimage } from "../../../src/protocol/ProofOfWork.ts"

const token = "p".repeat(120)

it.effect("finds a nonce that is enough and tells how far it is", () =>
  Effect.gen(function* () {
    const solver = yield* PowSolver
    const shares: Array<number> = []

    const nonce = yield* solver.solve({ token, bits: 18, expiresInMillis: 0 }, (share) => shares.push(share))

    const digest = yield* sha256(workPreimage(yield* sha256(utf8(token)), nonce))
    assert.isAtLeast(leadingZeroBits(digest), 18)
    assert.deepStrictEqual(
      shares,
      shares.map((_, index) => (index + 1) / 4)
    )
  }).pipe(Effect.provide(InlinePowSolver.layer))
)

it.effect("does the most work that a relay asks for by itself, and goes on telling", () =>
  Effect.gen(function* () {
    const solver = yield* PowSolver
    const shares: Array<number> = []

    const nonce = yield* solver.solve({ token, bits: workPrice.mostBits, expiresInMillis: 0 }, (share) =>
      shares.push(share)
    )

    const digest = yield* sha256(workPreimage(yield* sha256(utf8(token)), nonce))
    assert.isAtLeast(leadingZeroBits(digest), 21)
    assert.strictEqual(shares.length, Math.floor(nonce / chunkTries))
  }).pipe(Effect.provide(InlinePowSolver.layer))
)

it.effect("stops when it is interrupted", () =>
  Effect.gen(function* () {
    const solver = yield* PowSolver
    const reports = yield* Queue.unbounded<number>()
    const solving = yield* Effect.forkChild(
      solver.solve({ token, bits: 32, expiresInMillis: 0 }, (share) => Queue.offerUnsafe(reports, share))
    )
    yield* Queue.take(reports)

    yield* Fiber.interrupt(solving)

    yield* Queue.clear(reports)
    yield* Effect.yieldNow
    assert.strictEqual(Queue.sizeUnsafe(reports), 0)
  }).pipe(Effect.provide(InlinePowSolver.layer))
)
