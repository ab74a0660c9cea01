/**
 * A test of something that uses a relay: the real rules, no port, and time that moves only when the test says so.
 */
// #region readme
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { RoomRegistry } from "pug-network"
import { ScriptedMember, layer } from "pug-network/testing"

const proof = new Uint8Array(32)
const hash = (bytes: Uint8Array<ArrayBuffer>) =>
  Effect.promise(async () => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))

it.layer(layer)("a room of one minute", (it) => {
  it.effect("tells its member when the time is up", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const verifier = yield* hash(proof)
      const parameters = { ttlSeconds: 60, capacity: 2, joinVerifier: verifier, creatorVerifier: verifier }
      const { roomId } = yield* registry.create(parameters)
      const member = yield* ScriptedMember.connect()
      yield* member.send({ _tag: "Join", roomId, joinProof: proof, creatorProof: proof })
      yield* member.nextOf("Joined")

      yield* TestClock.adjust("1 minute")

      assert.strictEqual((yield* member.nextOf("RoomEnded")).reason, "expired")
      assert.strictEqual((yield* member.closed).code, 4001)
    })
  )
})
// #endregion
