/**
 * What every relay does for its clients, whatever carries the bytes: PROTOCOL.md sections 4 to 6, one behaviour per test.
 *
 * Nothing here waits for time. What needs TestClock or a real socket stands in RoomGateway.test.ts and
 * WebSocketRoute.test.ts.
 */
import { describe } from "@effect/vitest"
import { Effect, type Scope } from "effect"
import { control } from "./control.ts"
import { faults } from "./faults.ts"
import { log } from "./log.ts"
import { membership } from "./membership.ts"
import type { Fact, MakeRelay } from "./RelayUnderTest.ts"

/** `test` is `it.effect` in memory and `it.live` where sockets need real time. */
export const relayContract = (
  name: string,
  makeRelay: MakeRelay,
  test: (name: string, self: () => Effect.Effect<unknown, unknown, Scope.Scope>) => void,
  parts: ReadonlyArray<(fact: Fact) => void> = [membership, log, control, faults]
): void => {
  const fact: Fact = (title, self, setup) =>
    test(title, () => Effect.scoped(self()).pipe(Effect.provide(makeRelay(setup))))

  describe(`a relay ${name}`, () => {
    for (const part of parts) part(fact)
  })
}
