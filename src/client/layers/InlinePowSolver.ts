/**
 * Solves on the calling thread, in chunks with room for others in between: for Node, bots and tests. A page uses
 * WorkerPowSolver.ts, which never blocks it.
 */
import { Effect, Layer } from "effect"
import { workPreimage } from "../../protocol/ProofOfWork.ts"
import { sha256, utf8 } from "../crypto/WebCrypto.ts"
import { chunkTries, scanNonces } from "../pow/scanNonces.ts"
import { PowSolver } from "../services/PowSolver.ts"

export const layer: Layer.Layer<PowSolver> = Layer.succeed(PowSolver, {
  solve: Effect.fn("PowSolver.solve")(function* (challenge, onProgress) {
    const preimage = workPreimage(yield* sha256(utf8(challenge.token)), 0)
    let tried = 0
    while (true) {
      const nonce = scanNonces(preimage, challenge.bits, tried, chunkTries)
      if (nonce >= 0) return nonce
      tried += chunkTries
      onProgress(tried / 2 ** challenge.bits)
      yield* Effect.yieldNow
    }
  })
})
