/**
 * Entry of the Web Worker that does proofs of work: one task, reports on the way, then the nonce. It is ended from
 * outside, by `terminate`. See WorkerPowSolver.ts.
 */
import type { PowReport, PowTask } from "./PowWorkerMessage.ts"
import { chunkTries, scanNonces } from "./scanNonces.ts"

const report = (message: PowReport): void => postMessage(message)

addEventListener("message", ({ data }: MessageEvent<PowTask>) => {
  for (let tried = 0; ; tried += chunkTries) {
    const nonce = scanNonces(data.preimage, data.bits, tried, chunkTries)
    if (nonce >= 0) return report({ _tag: "Solved", nonce })
    report({ _tag: "Tried", count: chunkTries })
  }
})
