/**
 * A relay that runs out of file descriptors serves again when they are back.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schedule } from "effect"
import { once } from "node:events"
import { connect } from "node:net"
import { createRoom, enter } from "../support/ProcessRoom.ts"
import { startRelay } from "../support/RelayProcess.ts"

describe("out of file descriptors", { timeout: 60_000 }, () => {
  it.live("the relay keeps its rooms, and takes newcomers when the flood is over", () =>
    Effect.gen(function* () {
      const process = yield* Effect.acquireRelease(
        Effect.promise(() => startRelay({}, "src/main.ts", 64)),
        (process) => Effect.promise(() => process.stop())
      )
      const { roomId, secrets } = yield* createRoom(process.url, 5)
      const creator = yield* enter(process.url, secrets.creatorJoin(roomId))
      const port = Number(new URL(process.url).port)
      const flood = Array.from({ length: 200 }, () => connect(port, "localhost").on("error", () => undefined))
      const ends = flood.map((socket) => once(socket, "close"))
      yield* Effect.promise(() => Promise.race(ends))

      yield* creator.sendRaw(Uint8Array.of(1))
      assert.deepEqual((yield* creator.nextOf("Delivered")).payload, Uint8Array.of(1))
      for (const socket of flood) socket.destroy()

      // The relay has its descriptors back once it has seen the flood end; until then a newcomer is turned away.
      const guest = yield* enter(process.url, secrets.guestJoin(roomId)).pipe(
        Effect.retry({ times: 100, schedule: Schedule.spaced("50 millis") })
      )
      yield* guest.sendRaw(Uint8Array.of(2))
      assert.deepEqual((yield* creator.nextOf("Delivered")).payload, Uint8Array.of(2))
      assert.strictEqual((yield* Effect.promise(() => fetch(`${process.url}/readyz`))).status, 200)
    }).pipe(Effect.scoped)
  )
})
