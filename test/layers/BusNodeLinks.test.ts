/**
 * Links on the Effect clock, over the network in memory. What the rules are is in test/domain/LinkTable.test.ts.
 */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect } from "effect"
import { TestClock } from "effect/testing"
import { InMemoryNetwork, layerNetwork } from "../../src/layers/InMemoryClusterBus.ts"
import * as NoClusterBus from "../../src/layers/NoClusterBus.ts"
import { cluster as limits } from "../../src/protocol/Limits.ts"
import { ClusterTally, NodeCounts } from "../../src/services/ClusterTally.ts"
import { RelayTally, Tally } from "../../src/services/RelayTally.ts"
import { start, startInMemory, turns } from "../support/LinkedNodes.ts"

/** Time in steps, with what comes of each. */
const pass = Effect.fnUntraced(function* (millis: number) {
  for (let left = millis; left > 0; left -= limits.tickMillis) {
    yield* TestClock.adjust(Math.min(left, limits.tickMillis))
    yield* turns
  }
})

describe("links over a bus", () => {
  it.effect("carry records in order, both ways, batched by turn", () =>
    Effect.gen(function* () {
      const counts = new NodeCounts()
      const a = yield* Effect.provideService(startInMemory(1), ClusterTally, counts)
      const b = yield* startInMemory(2)
      a.say(b, "meet")
      yield* turns
      const before = counts.datagramsSent

      a.say(b, "one")
      a.say(b, "two")
      a.say(b, "three")
      b.say(a, "back")
      yield* turns

      assert.deepStrictEqual(b.heard, ["from 1: meet", "from 1: one", "from 1: two", "from 1: three"])
      assert.deepStrictEqual(a.heard, ["from 2: back"])
      assert.strictEqual(counts.datagramsSent - before, 1)
      assert.deepStrictEqual(
        a.links.peers().map(({ isUp, peer }) => [isUp, peer.slot]),
        [[true, 2]]
      )
    }).pipe(Effect.provide(layerNetwork))
  )

  it.effect("let go of what has been acknowledged", () =>
    Effect.gen(function* () {
      const a = yield* startInMemory(1)
      const b = yield* startInMemory(2)

      a.say(b, "hello")
      yield* turns
      assert.isAbove(a.links.peers()[0]?.heldBytes ?? 0, 0)
      yield* pass(2 * limits.tickMillis)

      assert.strictEqual(a.links.peers()[0]?.heldBytes, 0)
    }).pipe(Effect.provide(layerNetwork))
  )

  it.effect("stay for as long as both are there, though nobody says anything", () =>
    Effect.gen(function* () {
      const a = yield* startInMemory(1)
      const b = yield* startInMemory(2)
      a.say(b, "hello")

      yield* pass(60_000)

      assert.deepStrictEqual([a.heard, b.heard], [[], ["from 1: hello"]])
    }).pipe(Effect.provide(layerNetwork))
  )

  it.effect("outlive what gets lost", () =>
    Effect.gen(function* () {
      const network = yield* InMemoryNetwork
      const a = yield* startInMemory(1)
      const b = yield* startInMemory(2)
      let count = 0
      network.dropWhen(() => (count += 1) % 3 === 0)

      for (let index = 0; index < 50; index++) {
        a.say(b, String(index))
        yield* turns
      }
      network.dropWhen(() => false)
      yield* pass(2_000)

      assert.deepStrictEqual(
        b.heard,
        Array.from({ length: 50 }, (_, index) => `from 1: ${index}`)
      )
    }).pipe(Effect.provide(layerNetwork))
  )

  it.effect("take the delay of the network by the Effect clock", () =>
    Effect.gen(function* () {
      const network = yield* InMemoryNetwork
      const a = yield* startInMemory(1)
      const b = yield* startInMemory(2)
      network.delay(40)

      a.say(b, "far")
      yield* pass(100)
      assert.deepStrictEqual(b.heard, [])
      yield* pass(100)

      assert.deepStrictEqual(b.heard, ["from 1: far"])
    }).pipe(Effect.provide(layerNetwork))
  )

  it.effect("tell of a node that ends, at once", () =>
    Effect.gen(function* () {
      const a = yield* startInMemory(1)
      const b = yield* startInMemory(2)
      a.say(b, "hello")
      yield* turns

      b.say(a, "goodbye")
      yield* b.close
      yield* turns

      assert.deepStrictEqual(a.heard, ["from 2: goodbye", "2: reset"])
      assert.deepStrictEqual(b.heard, ["from 1: hello", "1: reset"])
    }).pipe(Effect.provide(layerNetwork))
  )

  it.effect("tell of a node that is killed, and of one that never was", () =>
    Effect.gen(function* () {
      const network = yield* InMemoryNetwork
      const a = yield* startInMemory(1)
      const b = yield* startInMemory(2)
      a.say(b, "hello")
      yield* turns

      network.setState(b.self, "down")
      a.say({ slot: 2, incarnation: 7 }, "to an incarnation that is no more")
      yield* pass(limits.pingMillis + limits.confirmMillis + 3 * limits.tickMillis)

      assert.deepStrictEqual(a.heard, ["2: unreachable", "2: unreachable"])
    }).pipe(Effect.provide(layerNetwork))
  )

  it.effect("end on both sides of a cut, and begin anew behind it", () =>
    Effect.gen(function* () {
      const network = yield* InMemoryNetwork
      const a = yield* startInMemory(1)
      const b = yield* startInMemory(2)
      a.say(b, "before")
      yield* turns

      const heal = network.cut(a.self, b.self)
      yield* pass(limits.silenceMillis + limits.pingMillis)
      assert.deepStrictEqual([a.heard, b.heard], [["2: silent"], ["from 1: before", "1: silent"]])
      heal()
      b.say(a, "behind")
      yield* turns

      assert.deepStrictEqual(a.heard, ["2: silent", "from 2: behind"])
    }).pipe(Effect.provide(layerNetwork))
  )

  it.effect("hold what is sent while the bus is away, until it has been away for too long", () =>
    Effect.gen(function* () {
      const network = yield* InMemoryNetwork
      const a = yield* startInMemory(1)
      const b = yield* startInMemory(2)
      a.say(b, "before")
      yield* turns
      const setBoth = (state: "up" | "stalled") => [a, b].forEach(({ self }) => network.setState(self, state))

      setBoth("stalled")
      a.say(b, "meanwhile")
      yield* pass(limits.graceMillis - limits.tickMillis)
      setBoth("up")
      yield* turns
      assert.deepStrictEqual(b.heard, ["from 1: before", "from 1: meanwhile"])
      setBoth("stalled")
      yield* pass(limits.graceMillis + limits.tickMillis)

      assert.deepStrictEqual(a.heard, ["2: bus-down"])
      assert.deepStrictEqual(b.heard.slice(2), ["1: bus-down"])
    }).pipe(Effect.provide(layerNetwork))
  )

  it.effect("end before anything is read once the process stood still", () =>
    Effect.gen(function* () {
      const clock = yield* Clock.Clock
      let lostMillis = 0
      const stopped: Clock.Clock = {
        ...clock,
        monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe() + BigInt(lostMillis) * 1_000_000n
      }
      const a = yield* startInMemory(1)
      const b = yield* Effect.provideService(startInMemory(2), Clock.Clock, stopped)
      a.say(b, "before")
      yield* turns

      lostMillis = limits.freezeMillis + limits.tickMillis
      a.say(b, "while it stood still")
      yield* turns

      assert.deepStrictEqual(b.heard, ["from 1: before", "1: self-freeze"])
      assert.deepStrictEqual(a.heard, ["2: reset"])
    }).pipe(Effect.provide(layerNetwork))
  )

  it.effect("end when a listener throws, and it is counted", () =>
    Effect.gen(function* () {
      const tally = new Tally()
      const a = yield* startInMemory(1)
      const b = yield* Effect.provideService(startInMemory(2), RelayTally, tally)
      b.heard.push = () => {
        throw new Error("a fault of this listener")
      }

      a.say(b, "hello")
      yield* turns

      assert.deepStrictEqual(a.heard, ["2: reset"])
      // The record, and the end of the link.
      assert.strictEqual(tally.defects.link, 2)
    }).pipe(Effect.provide(layerNetwork))
  )

  it.effect("overflow at the ring that is set", () =>
    Effect.gen(function* () {
      const a = yield* startInMemory(1, 1, { ringBytes: 1_000 })
      const b = yield* startInMemory(2)

      for (let count = 0; count < 100; count++) a.say(b, "0123456789")
      yield* turns

      assert.deepStrictEqual([a.heard, b.heard], [["2: overflow"], ["1: reset"]])
    }).pipe(Effect.provide(layerNetwork))
  )
})

describe("a relay without a bus", () => {
  it.effect("ends links by and by, and sends nothing", () =>
    Effect.gen(function* () {
      const counts = new NodeCounts()
      const a = yield* Effect.provideService(start(NoClusterBus.layer), ClusterTally, counts)

      a.say({ slot: 2, incarnation: 1 }, "hello")
      yield* TestClock.adjust(limits.graceMillis + limits.tickMillis)

      assert.deepStrictEqual(a.heard, ["2: bus-down"])
      assert.strictEqual(counts.datagramsSent, 0)
    })
  )
})
