/**
 * How a page shares the nonces out among its workers, with workers that answer when they are told to. Real ones do the
 * work in test/browser.
 */
import { afterEach, assert, beforeEach, describe, it, vi } from "@effect/vitest"
import { Effect, Exit, Fiber } from "effect"
import type { PowReport, PowTask } from "../../../src/client/pow/PowWorkerMessage.ts"
import * as WorkerPowSolver from "../../../src/client/layers/WorkerPowSolver.ts"
import { PowSolver } from "../../../src/client/services/PowSolver.ts"

/** Everybody that was started since the test began. */
let started: Array<FakeWorker> = []

class FakeWorker extends EventTarget {
  readonly tasks: Array<PowTask> = []
  isTerminated = false

  constructor() {
    super()
    started.push(this)
  }

  postMessage(task: PowTask): void {
    this.tasks.push(task)
  }

  terminate(): void {
    this.isTerminated = true
  }

  report(data: PowReport): void {
    this.dispatchEvent(new MessageEvent("message", { data }))
  }
}

const challenge = { token: "a token", bits: 10, expiresInMillis: 60_000 }

/** The share of the expected tries that the page has been told, and the work as it goes on. */
const begin = Effect.gen(function* () {
  const solver = yield* PowSolver
  const shares: Array<number> = []
  const work = yield* Effect.forkChild(solver.solve(challenge, (share) => shares.push(share)))
  yield* Effect.promise(() => vi.waitFor(() => assert.isNotEmpty(started)))
  return { work, shares }
}).pipe(Effect.provide(WorkerPowSolver.layer))

describe("WorkerPowSolver", () => {
  beforeEach(() => {
    started = []
    vi.stubGlobal("Worker", FakeWorker)
    vi.stubGlobal("navigator", { hardwareConcurrency: 3 })
  })
  afterEach(() => void vi.unstubAllGlobals())

  it.effect("gives each core nonces of its own, and takes the first that is found", () =>
    Effect.gen(function* () {
      const { work, shares } = yield* begin
      const highHalves = started.map(({ tasks }) => Buffer.from(tasks[0]?.preimage ?? []).readUInt32BE(32))
      assert.deepStrictEqual(highHalves, [0, 1, 2])

      started[0]?.report({ _tag: "Tried", count: 256 })
      started[1]?.report({ _tag: "Tried", count: 256 })
      started[2]?.report({ _tag: "Solved", nonce: 77 })

      assert.strictEqual(yield* Fiber.join(work), 2 * 2 ** 32 + 77)
      assert.deepStrictEqual(shares, [0.25, 0.5])
      assert.isTrue(started.every(({ isTerminated }) => isTerminated))
    })
  )

  it.effect("starts four at most", () =>
    Effect.gen(function* () {
      vi.stubGlobal("navigator", { hardwareConcurrency: 64 })
      const { work } = yield* begin
      assert.lengthOf(started, 4)
      yield* Fiber.interrupt(work)
    })
  )

  it.effect("starts one where the browser does not say how many cores there are", () =>
    Effect.gen(function* () {
      vi.stubGlobal("navigator", {})
      const { work } = yield* begin
      assert.lengthOf(started, 1)
      yield* Fiber.interrupt(work)
    })
  )

  it.effect("ends them all when the work is given up", () =>
    Effect.gen(function* () {
      const { work } = yield* begin
      yield* Fiber.interrupt(work)
      assert.isTrue(started.every(({ isTerminated }) => isTerminated))
    })
  )

  it.effect("dies of one that fails, and ends the others", () =>
    Effect.gen(function* () {
      const { work } = yield* begin
      started[1]?.dispatchEvent(new Event("error"))
      const exit = yield* Fiber.await(work)
      assert.isTrue(Exit.hasDies(exit))
      assert.isTrue(started.every(({ isTerminated }) => isTerminated))
    })
  )
})
