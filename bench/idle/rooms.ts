/**
 * A program of its own: makes rooms, ends them, and does so again; prints what a room costs and what stays behind.
 * Its arguments are how many and how often.
 *
 * Run with --expose-gc. The registry is the production one with its default limits, in process, without work.
 */
import { randomFillSync } from "node:crypto"
import { Effect } from "effect"
import { Relay, RoomRegistry } from "../../dist/index.js"
import type { RoomFigures } from "../results.ts"

const rooms = Number(process.argv[2])
/** The first sets the size of tables; the last is the one that counts. */
const cycles = Number(process.argv[3])

const verifier = () => randomFillSync(new Uint8Array(32))

/** Bytes in use once all garbage is gone: the heap, and the buffers outside of it. */
const settled = Effect.gen(function* () {
  for (let collections = 0; collections < 4; collections += 1) {
    globalThis.gc?.()
    yield* Effect.sleep("50 millis")
  }
  const { external, heapUsed, rss } = process.memoryUsage()
  return { bytes: heapUsed + external, rss }
})

const cycle = Effect.gen(function* () {
  const registry = yield* RoomRegistry
  const before = yield* settled
  const createdAt = performance.now()
  const ids: Array<Parameters<typeof registry.end>[0]> = []
  for (let made = 0; made < rooms; made += 1) {
    const parameters = { ttlSeconds: 3_600, capacity: 5, joinVerifier: verifier(), creatorVerifier: verifier() }
    ids.push((yield* registry.create(parameters)).roomId)
  }
  const createSeconds = (performance.now() - createdAt) / 1000
  const full = yield* settled
  const endedAt = performance.now()
  for (const roomId of ids) yield* registry.end(roomId, "purged")
  while ((yield* registry.count).rooms > 0) yield* Effect.yieldNow
  const endSeconds = (performance.now() - endedAt) / 1000
  ids.length = 0
  const after = yield* settled
  return { before, full, after, createSeconds, endSeconds }
})

const program = Effect.gen(function* () {
  const runs = []
  for (let index = 0; index < cycles; index += 1) runs.push(yield* cycle)
  const first = runs[0]
  const last = runs.at(-1)
  if (first === undefined || last === undefined) return yield* Effect.die("no cycle has run")
  const figures: RoomFigures = {
    rooms,
    bytesPerRoom: Math.round((last.full.bytes - last.before.bytes) / rooms),
    rssBytesPerRoom: Math.round((first.full.rss - first.before.rss) / rooms),
    createdPerSecond: Math.round(rooms / last.createSeconds),
    endedPerSecond: Math.round(rooms / last.endSeconds),
    // After the first cycle tables have their size; from then on nothing may be added.
    growthBytes: last.after.bytes - first.after.bytes,
    growthRssBytes: last.after.rss - first.after.rss
  }
  console.log(JSON.stringify(figures))
})

await Effect.runPromise(Effect.provide(program, Relay.layerTest))
