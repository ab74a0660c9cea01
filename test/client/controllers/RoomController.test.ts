/**
 * The bridge to a session: what it enters, forwards, forgets, and what it makes of a session that fails.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, ManagedRuntime, Stream } from "effect"
import { RoomController } from "../../../src/client/controllers/RoomController.ts"
import { formatRoomLink } from "../../../src/client/RoomLink.ts"
import type { ClientRuntime } from "../../../src/client/runtime.ts"
import { RoomClient } from "../../../src/client/services/RoomClient.ts"
import { SessionEvent } from "../../../src/client/SessionEvent.ts"
import { scriptedLink, scriptedMember, ScriptedRoomClient } from "../../support/ScriptedRoomClient.ts"
import { FakeHost } from "../../support/FakeHost.ts"

const you = scriptedMember(1, "badger", { isSelf: true })

const joined = SessionEvent.Joined({
  members: [you],
  capacity: 5,
  isLocked: false,
  remainingMillis: 60_000,
  waitMillis: 0,
  isResumed: false,
  missedCount: 0,
  time: 5
})

const runtimeOf = (layer: Layer.Layer<RoomClient>) =>
  Effect.acquireRelease(
    Effect.sync((): ClientRuntime => ManagedRuntime.make(layer)),
    (made) => made.disposeEffect
  ).pipe(Effect.tap((made) => made.contextEffect))

const makeRoom = Effect.gen(function* () {
  const client = new ScriptedRoomClient()
  const runtime = yield* runtimeOf(client.layer)
  const host = new FakeHost()
  const room = new RoomController(host, () => runtime)
  /** Lets the session's fiber read what it was told. */
  const settle = Effect.promise(() => runtime.runPromise(Effect.yieldNow.pipe(Effect.repeat({ times: 5 }))))
  return { client, host, room, settle }
})

describe("RoomController", () => {
  it.effect("has nothing to show before it enters", () =>
    Effect.gen(function* () {
      const { client, room } = yield* makeRoom

      room.checkConnection()
      room.leave()

      assert.isUndefined(room.view)
      assert.isFalse(room.isInside)
      assert.deepStrictEqual(client.asked, [])
    })
  )

  it.effect("shows the link and what the session tells", () =>
    Effect.gen(function* () {
      const { client, room, settle } = yield* makeRoom

      room.enter({ link: scriptedLink })
      client.tell(joined)
      yield* settle

      assert.strictEqual(room.view?.link, formatRoomLink(scriptedLink))
      assert.deepStrictEqual(room.view?.members, [you])
      assert.isTrue(room.isInside)
    })
  )

  it.effect("forwards commands in order", () =>
    Effect.gen(function* () {
      const { client, room, settle } = yield* makeRoom

      room.enter({ link: scriptedLink, creatorCapability: new Uint8Array(32) })
      yield* settle
      room.send("hello")
      room.send("not for long", 30)
      room.lock(true)
      room.rotate()
      room.kick(you.connectionId)
      room.kickAndRotate(you.connectionId)
      room.checkConnection()
      room.purge()
      yield* settle

      assert.deepStrictEqual(client.asked, [
        "join as creator",
        "send hello",
        "send not for long for 30 s",
        "lock",
        "rotate",
        `kick ${you.connectionId}`,
        `kick ${you.connectionId} and rotate`,
        "check connection",
        "purge"
      ])
    })
  )

  it.effect("hands back a text that is too long", () =>
    Effect.gen(function* () {
      const { room, settle } = yield* makeRoom

      room.enter({ link: scriptedLink })
      yield* settle
      room.send("x".repeat(15_001))
      yield* settle

      assert.deepStrictEqual(room.refused, { body: "x".repeat(15_001), bytes: 15_001, maximum: 15_000 })
    })
  )

  it.effect("leaves at once, closes the session and forgets the room", () =>
    Effect.gen(function* () {
      const { client, room, settle } = yield* makeRoom

      room.enter({ link: scriptedLink })
      client.tell(joined)
      yield* settle
      room.leave()
      const ended = room.view?.ended
      yield* settle

      assert.strictEqual(ended, "left-last")
      assert.isUndefined(room.view?.link)
      assert.deepStrictEqual(client.asked, ["join", "session closed"])
    })
  )

  it.effect("keeps the session's own reason for the end", () =>
    Effect.gen(function* () {
      const { client, room, settle } = yield* makeRoom

      room.enter({ link: scriptedLink })
      yield* settle
      client.tell(SessionEvent.Ended({ reason: "expired" }))
      yield* settle
      room.leave()

      assert.strictEqual(room.view?.ended, "expired")
      assert.deepStrictEqual(client.asked, ["join", "session closed"])
    })
  )

  it.effect("hears nothing more of a session that it has left for another", () =>
    Effect.gen(function* () {
      const { client, room, settle } = yield* makeRoom

      room.enter({ link: scriptedLink })
      client.tell(joined)
      yield* settle
      room.enter({ link: scriptedLink })
      yield* settle

      assert.isFalse(room.view?.hasJoined)
      assert.isUndefined(room.view?.ended)
      assert.deepStrictEqual(client.asked.toSorted(), ["join", "join", "session closed"])
    })
  )

  it.effect("leaves when its element goes", () =>
    Effect.gen(function* () {
      const { client, host, room, settle } = yield* makeRoom

      room.enter({ link: scriptedLink })
      yield* settle
      host.disconnect()
      yield* settle

      assert.deepStrictEqual(client.asked, ["join", "session closed"])
    })
  )

  it.effect("says that the page has a fault when a session dies or ends without a word", () =>
    Effect.gen(function* () {
      const dying = Layer.mock(RoomClient)({ join: () => Effect.die(new Error("planted")) })
      const silent = Layer.mock(RoomClient)({
        join: (room) =>
          Effect.succeed({
            link: Effect.succeed(room.link),
            events: Stream.empty,
            send: () => Effect.succeed(""),
            purge: Effect.void,
            lock: () => Effect.void,
            kick: () => Effect.void,
            rotate: Effect.void,
            kickAndRotate: () => Effect.void,
            usePassword: () => Effect.void,
            leave: Effect.void,
            leaveAtOnce: Effect.void,
            checkConnection: Effect.void
          })
      })
      const ends: Array<string | undefined> = []
      for (const layer of [dying, silent]) {
        const runtime = yield* runtimeOf(layer)
        const room = new RoomController(new FakeHost(), () => runtime)
        room.enter({ link: scriptedLink })
        yield* Effect.promise(() => runtime.runPromise(Effect.yieldNow.pipe(Effect.repeat({ times: 5 }))))
        ends.push(room.view?.ended)
      }

      assert.deepStrictEqual(ends, ["page-failed", "page-failed"])
    })
  )

  it.effect("says that the page has a fault when the client cannot be built", () =>
    Effect.gen(function* () {
      const runtime = ManagedRuntime.make(Layer.effect(RoomClient, Effect.die(new Error("planted"))))
      const room = new RoomController(new FakeHost(), () => runtime)

      room.enter({ link: scriptedLink })
      yield* Effect.exit(runtime.contextEffect)
      yield* Effect.yieldNow.pipe(Effect.repeat({ times: 5 }))
      yield* runtime.disposeEffect

      assert.strictEqual(room.view?.ended, "page-failed")
    })
  )
})
