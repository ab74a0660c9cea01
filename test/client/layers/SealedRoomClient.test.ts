/** Creation: what is made, what the relay is given, and what its refusals become. Joining is in test/client/session. */
import { assert, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Layer, Result } from "effect"
import { TestClock } from "effect/testing"
import { creatorProof, joinProof, verifierOf } from "../../../src/client/crypto/Proofs.ts"
import { sha256 } from "../../../src/client/crypto/WebCrypto.ts"
import * as SealedRoomClient from "../../../src/client/layers/SealedRoomClient.ts"
import { PowSolver } from "../../../src/client/services/PowSolver.ts"
import { RelayHttp, RelayHttpFailed } from "../../../src/client/services/RelayHttp.ts"
import { RoomClient } from "../../../src/client/services/RoomClient.ts"
import { ConnectFailed, Transport } from "../../../src/client/services/Transport.ts"
import { createRoomLayout } from "../../../src/protocol/ProofOfWork.ts"
import type { CreateRoom } from "../../../src/protocol/RoomApi.ts"
import { link } from "../support/ScriptedRelay.ts"

interface Scripted {
  /** What the relay answers to each creation, in turn: a problem code, or nothing for a room. */
  readonly refusals?: ReadonlyArray<string>
  readonly solve?: PowSolver["Service"]["solve"]
}

const scripted = ({ refusals = [], solve = () => Effect.succeed(42) }: Scripted = {}) => {
  const digests: Array<Uint8Array> = []
  const created: Array<CreateRoom> = []
  const http = RelayHttp.of({
    challenge: (_relayUrl, paramsDigest) =>
      Effect.sync(() => {
        digests.push(paramsDigest)
        return { token: String(digests.length).repeat(120), bits: 18, expiresInMillis: 120_000 }
      }),
    createRoom: (_relayUrl, room) =>
      Effect.suspend(() => {
        created.push(room)
        const code = refusals[created.length - 1]
        if (code !== undefined) return Effect.fail(new RelayHttpFailed({ code, detail: "no", retryAfterSeconds: 20 }))
        return Effect.succeed({ roomId: link.roomId, remainingMillis: 60_000, capacity: 3 })
      })
  })
  const layer = SealedRoomClient.layer({ relayUrl: link.relayUrl }).pipe(
    Layer.provide([
      Layer.succeed(RelayHttp, http),
      Layer.succeed(PowSolver, { solve }),
      Layer.succeed(Transport, { connect: () => Effect.fail(new ConnectFailed()) })
    ])
  )
  const createAgain = RoomClient.use((rooms) => rooms.create({ ttlSeconds: 60, capacity: 3 }))
  return { create: Effect.provide(createAgain, layer), createAgain, layer, digests, created }
}

it.effect("gives the relay verifiers of secrets that only the link and the creator hold", () =>
  Effect.gen(function* () {
    const { create, digests, created } = scripted()

    const room = yield* create

    const [request] = created
    if (request === undefined) return assert.fail("no request")
    const { joinVerifier, creatorVerifier, token, nonce } = request
    assert.deepStrictEqual(joinVerifier, yield* verifierOf(yield* joinProof(room.link.secret)))
    assert.deepStrictEqual(creatorVerifier, yield* verifierOf(yield* creatorProof(room.creatorCapability)))
    assert.deepStrictEqual(digests, [yield* sha256(createRoomLayout(request))])
    assert.deepStrictEqual([token, nonce], ["1".repeat(120), 42])
    assert.deepStrictEqual([room.link.roomId, room.capacity, room.remainingMillis], [link.roomId, 3, 60_000])
    assert.deepStrictEqual([room.link.key.length, room.link.secret.length, room.creatorCapability.length], [32, 16, 32])
  })
)

it.effect("makes other secrets for every room", () =>
  Effect.gen(function* () {
    const { create } = scripted()

    const [a, b] = [yield* create, yield* create]

    assert.notDeepEqual(a.link.key, b.link.key)
    assert.notDeepEqual(a.link.secret, b.link.secret)
    assert.notDeepEqual(a.creatorCapability, b.creatorCapability)
  })
)

it.effect("does the work once more when the challenge has expired, and not a third time", () =>
  Effect.gen(function* () {
    const once = scripted({ refusals: ["challenge-expired"] })
    const twice = scripted({ refusals: ["challenge-expired", "challenge-expired"] })

    yield* once.create
    const refused = yield* Effect.result(twice.create)

    assert.strictEqual(once.digests.length, 2)
    assert.strictEqual(Result.isFailure(refused) && refused.failure.code, "challenge-expired")
  })
)

it.effect("reports any other refusal by its code at once", () =>
  Effect.gen(function* () {
    const { create, digests } = scripted({ refusals: ["busy"] })

    const refused = yield* Effect.result(create)

    assert.isTrue(Result.isFailure(refused))
    assert.deepInclude(Result.isFailure(refused) ? refused.failure : {}, { _tag: "CreateFailed", code: "busy" })
    assert.strictEqual(digests.length, 1)
  })
)

it.effect("does not ask a relay again before the time that it has named", () => {
  const { createAgain, digests, layer } = scripted({ refusals: ["too-many-requests"] })
  return Effect.gen(function* () {
    const secondsLeft = Effect.map(Effect.flip(createAgain), ({ retryAfterSeconds }) => retryAfterSeconds)

    assert.strictEqual(yield* secondsLeft, 20)
    yield* TestClock.adjust("12 seconds")
    assert.strictEqual(yield* secondsLeft, 8)
    assert.strictEqual(digests.length, 1)
    yield* TestClock.adjust("8 seconds")
    yield* createAgain
    assert.strictEqual(digests.length, 2)
  }).pipe(Effect.provide(layer))
})

it.effect("cancels the work when it is interrupted, and asks for no room", () =>
  Effect.gen(function* () {
    const started = yield* Deferred.make<void>()
    let isCancelled = false
    const endless = Deferred.succeed(started, undefined).pipe(
      Effect.andThen(Effect.never),
      Effect.onInterrupt(() =>
        Effect.sync(() => {
          isCancelled = true
        })
      )
    )
    const { create, created } = scripted({ solve: () => endless })
    const creating = yield* Effect.forkChild(create)
    yield* Deferred.await(started)

    yield* Fiber.interrupt(creating)

    assert.isTrue(isCancelled)
    assert.deepStrictEqual(created, [])
  })
)
