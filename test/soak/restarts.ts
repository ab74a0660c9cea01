/**
 * kill -9 and restart on the same port, again and again, under load: each client says that its room is gone.
 */
import { once } from "node:events"
import { Effect, Fiber, Stream } from "effect"
import { layerRoomClient, RoomClient, type RoomSession, type SessionEnd } from "../../src/client/index.ts"
import type { Part } from "./Part.ts"
import { type SoakRelay, start } from "./SoakRelay.ts"

const clients = 5
const graceMillis = 5_000
/** Fifty rooms by one address in a few minutes are more than one address may make. */
const settings = { PUG_ADDRESS_ROOMS: "0", PUG_ADDRESS_CHALLENGES: "0" }

/** Talks until the session has ended, and says how. */
const endOf = (session: RoomSession) =>
  Effect.gen(function* () {
    const talk = yield* Effect.forkChild(
      session.send("Is anybody there?").pipe(Effect.andThen(Effect.sleep("50 millis")), Effect.forever, Effect.ignore)
    )
    let end: SessionEnd | undefined
    yield* Stream.runForEach(session.events, (event) =>
      Effect.sync(() => {
        if (event._tag === "Ended") end = event.reason
      })
    )
    yield* Fiber.interrupt(talk)
    return end
  })

/** One life of the relay: members talk, it is killed, it comes back; what the members say, and after how long. */
const cycle = (relay: SoakRelay, restart: () => Promise<SoakRelay>) =>
  Effect.gen(function* () {
    const rooms = yield* RoomClient
    const room = yield* rooms.create({ ttlSeconds: 600, capacity: clients })
    const sessions = yield* Effect.forEach(Array.from({ length: clients }), (_, index) =>
      rooms.join(index === 0 ? room : { link: room.link })
    )
    const ends = yield* Effect.forkChild(Effect.forEach(sessions, endOf, { concurrency: "unbounded" }))
    yield* Effect.sleep("300 millis")
    const gone = once(relay.child, "exit")
    relay.child.kill("SIGKILL")
    yield* Effect.promise(() => gone)
    const next = yield* Effect.promise(restart)
    const backAt = performance.now()
    const result = yield* Fiber.join(ends).pipe(Effect.timeoutOption(graceMillis * 2))
    const named = result._tag === "Some" ? result.value : []
    return { next, ends: named, millis: performance.now() - backAt }
  }).pipe(Effect.scoped, Effect.provide(layerRoomClient({ relayUrl: relay.url })))

export const restarts: Part = {
  name: "kill -9 and restart",
  run: async ({ times, say, hold }) => {
    let relay = await start(settings)
    const port = String(relay.port)
    try {
      const slowest: Array<number> = []
      let unnamed = 0
      for (let cycles = 0; cycles < times; cycles++) {
        const { next, ends, millis } = await Effect.runPromise(
          cycle(relay, () => start({ ...settings, PUG_PORT: port }))
        )
        relay = next
        slowest.push(millis)
        unnamed += clients - ends.filter((end) => end === "join-refused").length
      }
      say(`settings ${JSON.stringify(settings)}`)
      say(`${times} restarts, ${clients} clients each; the slowest client took ${Math.max(...slowest).toFixed(0)} ms`)
      say(`${unnamed} clients did not say that their room is gone`)
      hold(unnamed === 0, "every client says that its room is gone")
      hold(Math.max(...slowest) <= graceMillis, "within 5 s of the relay's return")
    } finally {
      await relay.stop()
    }
  }
}
