/**
 * What disappears by its sender's wish, and when: the clocks are moved by TestClock.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, ManagedRuntime } from "effect"
import { TestClock } from "effect/testing"
import { LettingGoController } from "../../../src/client/controllers/LettingGoController.ts"
import { KeptSeconds } from "../../../src/client/KeptSeconds.ts"
import { pageClock } from "../../../src/client/PageClock.ts"
import type { LogEntry } from "../../../src/client/RoomLog.ts"
import { FakeHost } from "../../support/FakeHost.ts"
import { scriptedMember, ScriptedRoomClient } from "../../support/ScriptedRoomClient.ts"

const message = (key: string, keptSeconds?: number): LogEntry => ({
  _tag: "Message",
  key,
  id: key,
  sender: scriptedMember(2, "otter"),
  body: key,
  time: 0,
  delivery: "sent",
  ...(keptSeconds !== undefined && { keptSeconds: KeptSeconds.make(keptSeconds) })
})

/** A log, what is put into it, and the way to move its clock. */
const makeLog = Effect.gen(function* () {
  const runtime = yield* Effect.acquireRelease(
    Effect.sync(() => ManagedRuntime.make(Layer.merge(new ScriptedRoomClient().layer, TestClock.layer()))),
    (made) => made.disposeEffect
  )
  yield* runtime.contextEffect
  const host = new FakeHost()
  const clock = pageClock(() => runtime)
  let entries: ReadonlyArray<LogEntry> = []
  const gone: Array<string> = []
  const show = (next: ReadonlyArray<LogEntry>): void => {
    entries = next
    host.update()
  }
  new LettingGoController(
    host,
    () => clock,
    () => entries,
    (keys) => {
      gone.push(...keys)
      show(entries.filter(({ key }) => !keys.has(key)))
    }
  )
  return {
    gone,
    show,
    add: (entry: LogEntry) => show([...entries, entry]),
    adjust: (seconds: number) => Effect.promise(() => runtime.runPromise(TestClock.adjust(seconds * 1_000)))
  }
})

describe("LettingGoController", () => {
  it.effect("lets go of a message when its time is up, not before, and of nothing else", () =>
    Effect.gen(function* () {
      const { add, adjust, gone } = yield* makeLog
      add(message("stays"))
      add(message("goes", 30))

      yield* adjust(29)
      const before = [...gone]
      yield* adjust(1)
      yield* adjust(604_800)

      assert.deepStrictEqual(before, [])
      assert.deepStrictEqual(gone, ["goes"])
    })
  )

  it.effect("counts from when each has come, whatever comes after it", () =>
    Effect.gen(function* () {
      const { add, adjust, gone } = yield* makeLog
      const seen: Array<ReadonlyArray<string>> = []

      add(message("hour", 3_600))
      yield* adjust(20)
      add(message("half a minute", 30))
      yield* adjust(20)
      add(message("another half minute", 30))
      for (const seconds of [10, 20, 3_530]) {
        yield* adjust(seconds)
        seen.push([...gone])
      }

      assert.deepStrictEqual(seen, [
        ["half a minute"],
        ["half a minute", "another half minute"],
        ["half a minute", "another half minute", "hour"]
      ])
    })
  )

  it.effect("lets go at once of all whose time was up while the clock did not tick", () =>
    Effect.gen(function* () {
      const { show, adjust, gone } = yield* makeLog
      show([message("one", 30), message("two", 60), message("three", 90)])

      yield* adjust(75)
      yield* adjust(15)

      assert.deepStrictEqual(gone, ["one", "two", "three"])
    })
  )

  it.effect("has nothing to do with a room that is over, and begins anew in the next", () =>
    Effect.gen(function* () {
      const { show, adjust, gone } = yield* makeLog
      show([message("a", 30)])
      show([])
      yield* adjust(29)
      show([message("a", 30)])
      yield* adjust(29)
      const before = [...gone]
      yield* adjust(1)

      assert.deepStrictEqual(before, [])
      assert.deepStrictEqual(gone, ["a"])
    })
  )
})
