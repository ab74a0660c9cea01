import { it } from "@effect/vitest"
import { Layer } from "effect"
import * as TwoNodes from "../../support/cluster/TwoNodes.ts"
import { relayContract } from "../contract/relayContract.ts"
import { type MakeRelay, RelayAddress, withSetup } from "../contract/RelayUnderTest.ts"

const twoNodes =
  (place: TwoNodes.Place): MakeRelay =>
  (setup = {}) =>
    Layer.merge(TwoNodes.layer(place), Layer.succeed(RelayAddress, "ws://in-memory/ws")).pipe(
      Layer.provide(withSetup(setup)),
      Layer.fresh
    )

relayContract("of two nodes, with everybody at the other", twoNodes(TwoNodes.atTheOther), it.effect)

// Without what a node bounds for itself: its connections and their pace.
relayContract("of two nodes, with people at both", twoNodes(TwoNodes.atBothInTurn), it.effect, [
  "membership",
  "log",
  "control"
])
