/**
 * Work that was asked for by one node and is brought to another. docs/CLUSTER.md, "Work".
 */
import { setImmediate as endOfTurn } from "node:timers/promises"
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Exit, Fiber, Layer, Scope } from "effect"
import { TestClock } from "effect/testing"
import * as InMemoryClusterBus from "../../../src/layers/InMemoryClusterBus.ts"
import { sha256 } from "../../../src/layers/Verifiers.ts"
import { challengeLifetimeMillis } from "../../../src/protocol/Limits.ts"
import { createRoomLayout } from "../../../src/protocol/ProofOfWork.ts"
import { Challenges } from "../../../src/services/Challenges.ts"
import * as TwoNodes from "../../support/cluster/TwoNodes.ts"
import { makeSecrets } from "../../support/RoomSecrets.ts"
import * as Solver from "../../support/Solver.ts"

const layout = createRoomLayout(makeSecrets().parameters())

const scene = Effect.gen(function* () {
  const issuerScope = yield* Scope.fork(yield* Scope.Scope)
  const issuer = yield* Layer.buildWithScope(TwoNodes.layerNode(TwoNodes.addresses.first), issuerScope)
  const other = yield* Layer.build(TwoNodes.layerNode(TwoNodes.addresses.second))
  const work = Solver.solve(yield* Context.get(issuer, Challenges).issue(sha256(layout), 4))
  const redeemAt = (node: Context.Context<Challenges>) =>
    Context.get(node, Challenges)
      .redeem(work, layout, 4)
      .pipe(Effect.match({ onFailure: ({ reason }): string => reason, onSuccess: () => "accepted" }))
  return { issuer, other, redeemAt, stopIssuer: Scope.close(issuerScope, Exit.void) }
})

const here = <A, E>(name: string, self: () => Effect.Effect<A, E, InMemoryClusterBus.InMemoryNetwork | Scope.Scope>) =>
  it.effect(name, () => Effect.scoped(self()).pipe(Effect.provide(InMemoryClusterBus.layerNetwork)))

describe("a challenge", () => {
  here("is good at every node, and once", () =>
    Effect.gen(function* () {
      const { issuer, other, redeemAt } = yield* scene

      assert.strictEqual(yield* redeemAt(other), "accepted")
      assert.strictEqual(yield* redeemAt(other), "spent")
      assert.strictEqual(yield* redeemAt(issuer), "spent")
    })
  )

  here("that was spent where it was issued is spent everywhere", () =>
    Effect.gen(function* () {
      const { issuer, other, redeemAt } = yield* scene

      assert.strictEqual(yield* redeemAt(issuer), "accepted")
      assert.strictEqual(yield* redeemAt(other), "spent")
    })
  )

  here("is accepted once of many nodes and times at once", () =>
    Effect.gen(function* () {
      const { issuer, other, redeemAt } = yield* scene
      const answers = yield* Effect.forEach([other, issuer, other, other, issuer], redeemAt, {
        concurrency: "unbounded"
      })

      assert.sameMembers(answers, ["accepted", "spent", "spent", "spent", "spent"])
    })
  )

  here("of a node that is gone has expired: nobody can know whether it was spent", () =>
    Effect.gen(function* () {
      const { other, redeemAt, stopIssuer } = yield* scene
      yield* stopIssuer
      const answer = yield* Effect.forkChild(redeemAt(other))
      for (let passed = 0; passed < 3_000; passed += 100) {
        yield* TestClock.adjust(100)
        yield* Effect.promise(() => endOfTurn())
      }

      assert.strictEqual(yield* Fiber.join(answer), "expired")
    })
  )

  here("expires", () =>
    Effect.gen(function* () {
      const { other, redeemAt } = yield* scene
      yield* TestClock.adjust(challengeLifetimeMillis)

      assert.strictEqual(yield* redeemAt(other), "expired")
    })
  )
})
