/**
 * A relay that lets its rooms go on before it goes: what it still takes meanwhile, and what ends the wait.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { once } from "node:events"
import { connect } from "node:net"
import { createRoom, enter } from "../support/ProcessRoom.ts"
import { startRelay } from "../support/RelayProcess.ts"

const relay = (settings: Readonly<Record<string, string>> = {}) =>
  Effect.acquireRelease(
    Effect.promise(() => startRelay(settings)),
    (process) => Effect.sync(() => process.child.kill("SIGKILL"))
  )

const readyStatus = (url: string) => Effect.promise(async () => (await fetch(`${url}/readyz`)).status)

/** Sends SIGTERM and waits until the relay takes no new rooms. */
const beginEnd = (process: { readonly child: { kill: (signal: "SIGTERM") => boolean }; readonly url: string }) =>
  Effect.gen(function* () {
    process.child.kill("SIGTERM")
    while ((yield* readyStatus(process.url)) !== 503) yield* Effect.sleep("10 millis")
  })

describe("with a drain timeout, SIGTERM", { timeout: 30_000 }, () => {
  it.live("lets living rooms go on with their links, makes no new ones, and ends with the last", () =>
    Effect.gen(function* () {
      const process = yield* relay({ PUG_DRAIN_TIMEOUT: "3600" })
      const { roomId, secrets } = yield* createRoom(process.url, 5)
      const creator = yield* enter(process.url, secrets.creatorJoin(roomId))

      yield* beginEnd(process)

      const guest = yield* enter(process.url, secrets.guestJoin(roomId))
      yield* guest.sendRaw(Uint8Array.of(7))
      assert.deepEqual((yield* creator.nextOf("Delivered")).payload, Uint8Array.of(7))
      assert.strictEqual((yield* Effect.promise(() => fetch(`${process.url}/healthz`))).status, 200)
      // It is the second request, behind the challenge, that is refused.
      assert.include(String(yield* Effect.exit(createRoom(process.url, 5))), "/api/rooms")
      assert.isNull(process.child.exitCode)

      yield* creator.send({ _tag: "Purge" })

      assert.strictEqual((yield* guest.nextOf("RoomEnded")).reason, "purged")
      const [code] = yield* Effect.promise(() => once(process.child, "exit"))
      assert.strictEqual(code, 0)
    }).pipe(Effect.scoped)
  )

  it.live("ends at the deadline, with goodbye", () =>
    Effect.gen(function* () {
      const process = yield* relay({ PUG_DRAIN_TIMEOUT: "1" })
      const { roomId, secrets } = yield* createRoom(process.url, 5)
      const creator = yield* enter(process.url, secrets.creatorJoin(roomId))

      const { code, millis } = yield* Effect.promise(() => process.stop())

      assert.strictEqual((yield* creator.nextOf("RoomEnded")).reason, "going-away")
      assert.strictEqual(code, 0)
      assert.isAtLeast(millis, 900)
    }).pipe(Effect.scoped)
  )

  it.live("ends at once when it comes again", () =>
    Effect.gen(function* () {
      const process = yield* relay({ PUG_DRAIN_TIMEOUT: "3600" })
      const { roomId, secrets } = yield* createRoom(process.url, 5)
      const creator = yield* enter(process.url, secrets.creatorJoin(roomId))
      yield* beginEnd(process)

      const { code, millis } = yield* Effect.promise(() => process.stop())

      assert.deepStrictEqual(yield* creator.closed, { code: 1001, reason: "going-away" })
      assert.strictEqual(code, 0)
      assert.isBelow(millis, 3_000)
    }).pipe(Effect.scoped)
  )
})

describe("without one, SIGTERM", { timeout: 30_000 }, () => {
  it.live("ends within 3 s beside a client that holds half a request", () =>
    Effect.gen(function* () {
      const process = yield* relay()
      const half = connect(Number(new URL(process.url).port), "localhost")
      half.on("error", () => undefined)
      half.write("POST /api/challenge HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n")
      half.write("Content-Length: 9\r\nExpect: 100-continue\r\n\r\n")
      yield* Effect.promise(() => once(half, "data"))

      const { code, millis } = yield* Effect.promise(() => process.stop())

      assert.strictEqual(code, 0)
      assert.isBelow(millis, 3_000)
      half.destroy()
    }).pipe(Effect.scoped)
  )
})
