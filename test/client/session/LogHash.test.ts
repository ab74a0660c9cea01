/** The running hash: equal for equal logs, adopted by newcomers, lost in gaps, bounded. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { LogHash } from "../../../src/client/session/LogHash.ts"
import { roomIdOf } from "../../../src/protocol/Identifiers.ts"
import { client } from "../../../src/protocol/Limits.ts"
import { bytesOf } from "../support/ScriptedRelay.ts"

const roomId = roomIdOf(bytesOf(16, 1))

/** Up to where the log is known; a function, because the value changes between two looks. */
const knownTo = (log: LogHash): number | undefined => log.seen?.sequence

const appended = Effect.fnUntraced(function* (log: LogHash, from: number, to: number) {
  for (let sequence = from; sequence <= to; sequence += 1) yield* log.append(sequence, 2, bytesOf(40, sequence % 256))
  return log
})

it.effect("lets a newcomer adopt a value and continue it to the same hash", () =>
  Effect.gen(function* () {
    const first = yield* appended(yield* LogHash.alone(roomId, 1), 1, 6)
    const early = yield* appended(yield* LogHash.alone(roomId, 1), 1, 4)
    const newcomer = yield* appended(LogHash.unknown(4), 4, 6)
    assert.isUndefined(knownTo(newcomer))
    if (early.seen === undefined) return assert.fail("the first member knows the hash")

    yield* newcomer.compare(early.seen, 6)

    assert.deepStrictEqual(newcomer.seen, first.seen)
  })
)

it.effect("adopts the value of the entry before its own join, and none from before that", () =>
  Effect.gen(function* () {
    const newcomer = yield* appended(LogHash.unknown(4), 4, 6)

    yield* newcomer.compare({ sequence: 2, hash: bytesOf(16, 1) }, 6)
    assert.isUndefined(knownTo(newcomer))
    yield* newcomer.compare({ sequence: 3, hash: bytesOf(16, 1) }, 6)

    assert.strictEqual(knownTo(newcomer), 6)
  })
)

it.effect("calls a different value at a known place forked, and an unknown place consistent", () =>
  Effect.gen(function* () {
    const log = yield* appended(yield* LogHash.alone(roomId, 1), 1, client.maxLogHashes + 10)
    const before = client.maxLogHashes + 11

    assert.strictEqual(yield* log.compare({ sequence: 12, hash: bytesOf(16, 1) }, before), "forked")
    assert.strictEqual(yield* log.compare({ sequence: 5, hash: bytesOf(16, 1) }, before), "consistent")
    assert.strictEqual(yield* log.compare({ sequence: before, hash: bytesOf(16, 1) }, before), "forked")
  })
)

it.effect("differs for a text and a binary message of the same bytes", () =>
  Effect.gen(function* () {
    const text = yield* LogHash.alone(roomId, 1)
    const binary = yield* LogHash.alone(roomId, 1)
    yield* text.append(1, 1, bytesOf(40, 1))
    yield* binary.append(1, 2, bytesOf(40, 1))

    assert.notDeepEqual(text.seen, binary.seen)
  })
)

it.effect("knows nothing after a gap until it adopts a value from behind it", () =>
  Effect.gen(function* () {
    const log = yield* appended(yield* LogHash.alone(roomId, 1), 1, 3)
    yield* log.append(7, 2, bytesOf(40, 7))
    assert.isUndefined(knownTo(log))

    yield* log.compare({ sequence: 5, hash: bytesOf(16, 1) }, 7)
    assert.isUndefined(knownTo(log))
    yield* log.compare({ sequence: 6, hash: bytesOf(16, 1) }, 7)

    assert.strictEqual(knownTo(log), 7)
  })
)

it.effect("keeps a bounded number of entries while it knows no hash", () =>
  Effect.gen(function* () {
    const log = yield* appended(LogHash.unknown(1), 1, client.maxLogHashes + 1)

    yield* log.compare({ sequence: 0, hash: bytesOf(16, 1) }, client.maxLogHashes + 1)
    assert.isUndefined(knownTo(log))
    yield* log.compare({ sequence: 1, hash: bytesOf(16, 1) }, client.maxLogHashes + 1)

    assert.strictEqual(knownTo(log), client.maxLogHashes + 1)
  })
)
