/**
 * A policy of the host that does not answer holds nobody for longer than its deadline.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { RelayHttp } from "../../src/client/services/RelayHttp.ts"
import { closeCodes } from "../../src/protocol/CloseCodes.ts"
import { policyDeadlineMillis } from "../../src/protocol/Limits.ts"
import { CreatePolicy, PolicyRefused } from "../../src/services/Policies.ts"
import * as Testing from "../../src/testing.ts"
import { makeSecrets } from "../support/RoomSecrets.ts"
import { inMemory } from "./contract/RelayUnderTest.ts"
import { knock, makeRoom } from "./contract/Room.ts"

const createRoom = Effect.gen(function* () {
  const http = yield* RelayHttp
  return yield* http.createRoom("http://in-memory", {
    ...makeSecrets().parameters({ capacity: 2 }),
    token: "A".repeat(120),
    nonce: 0
  })
})

const withPolicy = (policy: (typeof CreatePolicy)["Service"]) =>
  Effect.provide(Testing.layer.pipe(Layer.provide(Layer.succeed(CreatePolicy, policy)), Layer.fresh))

describe("a policy that does not answer", () => {
  it.effect("keeps a newcomer until its deadline and not longer", () =>
    Effect.gen(function* () {
      const member = yield* knock((yield* makeRoom()).asCreator())
      yield* TestClock.adjust(policyDeadlineMillis - 1)
      yield* member.send({ _tag: "Ping" })
      yield* member.nextOf("Pong")
      yield* TestClock.adjust(1)

      assert.deepStrictEqual(yield* member.closed, closeCodes.busy)
    }).pipe(Effect.provide(inMemory({ joinPolicy: () => Effect.never })))
  )

  it.effect("keeps a creation until its deadline and not longer", () =>
    Effect.gen(function* () {
      const creation = yield* Effect.forkChild(Effect.flip(createRoom))
      yield* TestClock.adjust(policyDeadlineMillis - 1)
      assert.isUndefined(creation.pollUnsafe())
      yield* TestClock.adjust(1)

      assert.strictEqual((yield* Fiber.join(creation)).code, "busy")
    }).pipe(withPolicy(() => Effect.never))
  )
})

describe("the relay in memory", () => {
  it.effect("asks the policy about a creation, and fails as the API does", () =>
    Effect.gen(function* () {
      const failure = yield* Effect.flip(createRoom)

      assert.deepInclude(failure, { code: "creation-refused", detail: "too-few" })
    }).pipe(
      withPolicy(({ capacity }) => (capacity < 3 ? Effect.fail(new PolicyRefused({ name: "too-few" })) : Effect.void))
    )
  )

  it.effect("creates what the policy allows", () =>
    Effect.gen(function* () {
      assert.isTrue(Exit.isSuccess(yield* Effect.exit(createRoom)))
    }).pipe(withPolicy(() => Effect.void))
  )
})
