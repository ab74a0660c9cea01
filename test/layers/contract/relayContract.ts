/**
 * What every relay does for its clients, whatever carries the bytes: PROTOCOL.md sections 4 to 6, one behaviour per test.
 *
 * Nothing here waits for time. What needs TestClock or a real socket stands in RoomGateway.test.ts and
 * WebSocketRoute.test.ts.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, type Scope } from "effect"
import { control } from "./control.ts"
import { faults } from "./faults.ts"
import { log } from "./log.ts"
import { membership } from "./membership.ts"
import type { Fact, MakeRelay } from "./RelayUnderTest.ts"

/** The parts, and how many facts each states: a relay that is held to fewer would seem to keep more than it does. */
export const parts = {
  membership: { state: membership, facts: 19 },
  log: { state: log, facts: 5 },
  control: { state: control, facts: 7 },
  faults: { state: faults, facts: 41 }
} as const

/** `test` is `it.effect` in memory and `it.live` where sockets need real time. */
export const relayContract = (
  name: string,
  makeRelay: MakeRelay,
  test: (name: string, self: () => Effect.Effect<unknown, unknown, Scope.Scope>) => void,
  which: ReadonlyArray<keyof typeof parts> = ["membership", "log", "control", "faults"]
): void => {
  const stated = new Map<string, number>()
  const factOf =
    (part: string): Fact =>
    (title, self, setup) => {
      stated.set(part, (stated.get(part) ?? 0) + 1)
      test(title, () => Effect.scoped(self()).pipe(Effect.provide(makeRelay(setup))))
    }

  describe(`a relay ${name}`, () => {
    for (const part of which) parts[part].state(factOf(part))

    it("is held to every fact of the contract", () => {
      assert.deepStrictEqual(
        Object.fromEntries(stated),
        Object.fromEntries(which.map((part) => [part, parts[part].facts]))
      )
    })
  })
}
