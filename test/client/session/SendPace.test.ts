/** A burst goes at once, the rest at the steady rate, and both stay below the relay's. */
import { assert, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { SendPace } from "../../../src/client/session/SendPace.ts"
import { byteRate, client, messageRate } from "../../../src/protocol/Limits.ts"

it.effect("lets the burst through at once and the next one after its share of a second", () =>
  Effect.gen(function* () {
    const { burst, perSecond } = client.sendRate
    const pace = yield* SendPace.make
    for (let sent = 0; sent <= burst; sent += 1) {
      yield* pace.ready()
      pace.spend(1)
    }
    const next = yield* Effect.forkChild(pace.ready())

    yield* TestClock.adjust(1_000 / perSecond - 10)
    assert.isUndefined(next.pollUnsafe())
    yield* TestClock.adjust(20)

    yield* Fiber.join(next)
  })
)

it.effect("waits for bytes too", () =>
  Effect.gen(function* () {
    const { burstBytes, bytesPerSecond } = client.sendRate
    const pace = yield* SendPace.make
    pace.spend(burstBytes + bytesPerSecond)
    const next = yield* Effect.forkChild(pace.ready())

    yield* TestClock.adjust(990)
    assert.isUndefined(next.pollUnsafe())
    yield* TestClock.adjust(20)

    yield* Fiber.join(next)
  })
)

it("stays below what the relay allows", () => {
  const { burst, perSecond, burstBytes, bytesPerSecond } = client.sendRate

  assert.isBelow(burst, messageRate.burst)
  assert.isBelow(perSecond, messageRate.perSecond)
  assert.isBelow(burstBytes, byteRate.burst)
  assert.isBelow(bytesPerSecond, byteRate.perSecond)
})
