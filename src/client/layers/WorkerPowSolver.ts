/**
 * Solves in Web Workers that are started for one challenge and share its nonces: the page stays free, the wait is a part of
 * what it would be on one core, and cancelling is `terminate`.
 *
 * The worker is a file of its own origin. Its URL passes the one Trusted Types policy of this code, `pug-worker`, which
 * lets through that URL and nothing else. It needs a worker of the page's own origin, so it is no part of the headless
 * entry. A worker that cannot start, or fails, is a defect: the site is broken, and trying again does not help.
 */
import { Effect, Layer } from "effect"
import { client } from "../../protocol/Limits.ts"
import { workPreimage } from "../../protocol/ProofOfWork.ts"
import { sha256, utf8 } from "../crypto/WebCrypto.ts"
import type { PowReport, PowTask } from "../pow/PowWorkerMessage.ts"
import { workerUrl } from "../pow/workerUrl.ts"
import { PowSolver } from "../services/PowSolver.ts"

/** A document makes a policy once, however many clients it has. */
const trustedUrl = trustWorkerUrl()

export const layer: Layer.Layer<PowSolver> = Layer.succeed(PowSolver, {
  solve: Effect.fn("PowSolver.solve")(function* (challenge, onProgress) {
    const tokenDigest = yield* sha256(utf8(challenge.token))
    let tried = 0
    const onTried = (count: number): void => {
      tried += count
      onProgress(tried / 2 ** challenge.bits)
    }
    // Some browsers do not say how many cores there are.
    const workers = Math.min(navigator.hardwareConcurrency || 1, client.maxPowWorkers)
    return yield* Effect.raceAllFirst(
      Array.from({ length: workers }, (_, index) => {
        const first = index * noncesPerWorker
        const task: PowTask = { preimage: workPreimage(tokenDigest, first), bits: challenge.bits }
        return Effect.map(solveInWorker(trustedUrl, task, onTried), (nonce) => first + nonce)
      })
    )
  })
})

/** A worker counts in the low half of the nonce. */
const noncesPerWorker = 2 ** 32

const solveInWorker = (url: string, task: PowTask, onTried: (count: number) => void): Effect.Effect<number> =>
  Effect.callback((resume) => {
    const worker = new Worker(url, { type: "module", name: "pug-proof-of-work" })
    const finish = (result: Effect.Effect<number>): void => {
      worker.terminate()
      resume(result)
    }
    worker.addEventListener("message", ({ data }: MessageEvent<PowReport>) => {
      if (data._tag === "Tried") onTried(data.count)
      else finish(Effect.succeed(data.nonce))
    })
    worker.addEventListener("error", () => finish(Effect.die(new Error("the proof-of-work worker failed"))))
    worker.postMessage(task)
    return Effect.sync(() => worker.terminate())
  })

/** The part of the Trusted Types API (W3C) that is used here; TypeScript's DOM types do not have it. */
interface TrustedTypePolicyFactory {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (url: string) => string }
  ) => { readonly createScriptURL: (url: string) => unknown }
}

function trustWorkerUrl(): string {
  // Browser cast: the global exists in browsers that enforce Trusted Types, and is missing elsewhere.
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypePolicyFactory }
  if (trustedTypes === undefined) return workerUrl
  const policy = trustedTypes.createPolicy("pug-worker", {
    createScriptURL: (url) => {
      if (url !== workerUrl) throw new TypeError("not the proof-of-work worker")
      return url
    }
  })
  // Browser cast: `Worker` takes a TrustedScriptURL wherever its type says string.
  return policy.createScriptURL(workerUrl) as string
}
