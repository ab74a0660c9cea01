import { assert, it } from "@effect/vitest"
import { RelayClock } from "../../../src/client/session/RelayClock.ts"
import { client } from "../../../src/protocol/Limits.ts"

const tolerance = client.clockToleranceMillis

it("takes an entry that is read late for no lie", () => {
  const clock = new RelayClock()
  clock.joined(1_000, 1_000)

  assert.isTrue(clock.entry(2_000, 2_000 + tolerance * 10))
})

it("tells of a difference once, and again when it has grown by as much", () => {
  const clock = new RelayClock()

  assert.isFalse(clock.joined(tolerance * 2, 0))
  assert.isTrue(clock.joined(tolerance * 2, 0))
  assert.isTrue(clock.entry(tolerance * 3, 0))
  assert.isFalse(clock.entry(tolerance * 3 + 1, 0))
})

it("knows from one connection to the next what the time was", () => {
  const clock = new RelayClock()
  clock.joined(1_000, 1_000)
  clock.entry(2_000, 2_000)

  assert.isFalse(clock.joined(1_999, 2_000))
})
