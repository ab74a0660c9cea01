/**
 * The connection is cut at every step of connecting, joining, sending and being answered, in either direction, with a
 * message lost at the cut or none: whatever is typed is shown to both once, in its order.
 */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Context, Deferred, Effect, Layer, Stream } from "effect"
import { TestClock } from "effect/testing"
import { foldSessionEvent } from "../../src/client/foldSessionEvent.ts"
import * as InlinePowSolver from "../../src/client/layers/InlinePowSolver.ts"
import * as SealedRoomClient from "../../src/client/layers/SealedRoomClient.ts"
import { initialRoomView, type RoomView } from "../../src/client/RoomView.ts"
import { RoomClient, type RoomSession } from "../../src/client/services/RoomClient.ts"
import { Transport } from "../../src/client/services/Transport.ts"
import type { SessionEvent } from "../../src/client/SessionEvent.ts"
import * as Testing from "../../src/testing.ts"
import { makeBreakableNetwork } from "./support/BreakableNetwork.ts"
import { type Cut, makeCuttingNetwork } from "./support/CuttingNetwork.ts"

const clientOver = (transport: Transport["Service"]) =>
  Layer.build(
    SealedRoomClient.layer({ relayUrl: "https://pug.example" }).pipe(
      Layer.provide([InlinePowSolver.layer, Layer.succeed(Transport, transport)])
    )
  ).pipe(Effect.map((context) => Context.get(context, RoomClient)))

/** What a screen shows of a session, and the moments at which it shows something. */
interface Screen {
  readonly view: () => RoomView
  readonly events: () => ReadonlyArray<SessionEvent>
  readonly until: (shows: (view: RoomView) => boolean) => Effect.Effect<void>
}

const screenOf = Effect.fnUntraced(function* (session: RoomSession) {
  let change = Deferred.makeUnsafe<void>()
  const events: Array<SessionEvent> = []
  let view = initialRoomView(undefined)
  yield* session.events.pipe(
    Stream.runForEach((event) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        events.push(event)
        view = foldSessionEvent(view, event, now)
        const noticed = change
        change = Deferred.makeUnsafe()
        Deferred.doneUnsafe(noticed, Effect.void)
      })
    ),
    Effect.forkScoped
  )
  const until = (shows: (view: RoomView) => boolean): Effect.Effect<void> =>
    Effect.suspend(() => (shows(view) ? Effect.void : Effect.andThen(Deferred.await(change), until(shows))))
  const screen: Screen = { view: () => view, events: () => events, until }
  return screen
})

const bodiesOf = ({ entries }: RoomView): ReadonlyArray<string> =>
  entries.flatMap((entry) => (entry._tag === "Message" ? [entry.body] : []))

const shows =
  (...bodies: ReadonlyArray<string>) =>
  (view: RoomView): boolean =>
    bodies.every((body) => bodiesOf(view).includes(body)) && view.outbox.length === 0

/** Whether the screen says that something may not be on it. */
const hasMissed = ({ entries }: RoomView): boolean =>
  entries.some((entry) => entry._tag === "Note" && entry.note._tag === "CameBack" && entry.note.missedCount > 0)

const typed = ["one", "two", "three"]

/** Waits for the end of each connection, and lets the time pass until the next attempt. */
const patience = (screen: Screen) => {
  const losses = (): ReadonlyArray<SessionEvent> => screen.events().filter(({ _tag }) => _tag === "ConnectionLost")
  const wait = (known: number): Effect.Effect<void> =>
    Effect.gen(function* () {
      yield* screen.until(() => losses().length > known)
      const lost = losses()[known]
      if (lost?._tag === "ConnectionLost") yield* TestClock.adjust(lost.retryMillis)
      yield* wait(known + 1)
    })
  return wait(0)
}

/** A creator who is there, and a guest who types at once, over a network with this cut. */
const conversation = Effect.fnUntraced(function* (cut: Cut) {
  const network = yield* makeCuttingNetwork(cut)
  const creators = yield* clientOver(yield* Transport)
  const guests = yield* clientOver(network.transport)
  const room = yield* creators.create({ ttlSeconds: 3_600, capacity: 2 })
  const creator = yield* creators.join(room)
  const creatorScreen = yield* screenOf(creator)
  yield* creatorScreen.until(({ hasJoined }) => hasJoined)

  const guest = yield* guests.join({ link: room.link, name: "Ana" })
  const guestScreen = yield* screenOf(guest)
  yield* Effect.forkScoped(patience(guestScreen))
  for (const body of typed) yield* guest.send(body)
  yield* Effect.all([guestScreen.until(shows(...typed)), creatorScreen.until(shows(...typed))])
  yield* creator.send("read")
  yield* creatorScreen.until(shows(...typed, "read"))
  yield* guestScreen.until((view) => shows("read")(view) || hasMissed(view))
  return { isCut: network.isCut(), guest: guestScreen.view(), creator: creatorScreen.view() }
}, Effect.scoped)

/** Join, Hello, Hello for the other, three texts; and what answers them. */
const steps = Array.from({ length: 10 }, (_, after) => after)
const cuts: ReadonlyArray<Cut> = steps.flatMap((after) =>
  (["up", "down"] as const).flatMap((direction) =>
    (["known", "lost"] as const).map((manner) => ({ direction, after, manner }))
  )
)

describe("a connection that is cut", () => {
  it.effect.each(cuts)("after $after messages $direction, $manner: nothing typed is lost, nothing shown twice", (cut) =>
    Effect.gen(function* () {
      const { isCut, guest, creator } = yield* conversation(cut)

      assert.deepStrictEqual(bodiesOf(creator), [...typed, "read"])
      // What others say while one is gone is kept by nobody. Then the screen says that it is not whole.
      const isWhole = bodiesOf(guest).includes("read")
      assert.deepStrictEqual(bodiesOf(guest), isWhole ? [...typed, "read"] : typed)
      assert.isTrue(isWhole || hasMissed(guest))
      assert.deepStrictEqual(guest.outbox, [])
      assert.strictEqual(guest.connection._tag, "Live")
      assert.isTrue(isCut || cut.after >= 5, "the cut has been made")
    }).pipe(Effect.provide(Testing.layer))
  )
})

describe("a phone that is frozen for two minutes", () => {
  /** A guest in a room whose network holds nothing and says nothing for as long as the phone is frozen. */
  const frozen = Effect.gen(function* () {
    const network = yield* makeBreakableNetwork
    const creators = yield* clientOver(yield* Transport)
    const guests = yield* clientOver(network.transport)
    const room = yield* creators.create({ ttlSeconds: 3_600, capacity: 2 })
    const creator = yield* creators.join(room)
    const creatorScreen = yield* screenOf(creator)
    yield* creatorScreen.until(({ hasJoined }) => hasJoined)
    const guest = yield* guests.join({ link: room.link })
    const guestScreen = yield* screenOf(guest)
    yield* guest.send("before")
    yield* Effect.all([guestScreen.until(shows("before")), creatorScreen.until(shows("before"))])
    network.swallow()
    network.refuse()
    const id = yield* guest.send("typed before the frost")
    yield* network.nextSwallowed
    yield* TestClock.adjust("2 minutes")
    return { network, creator, creatorScreen, guest, guestScreen, id }
  })

  it.effect(
    "comes back to its conversation: what was typed is sent once, and what was said before is not said again",
    () =>
      Effect.gen(function* () {
        const { network, creator, creatorScreen, guest, guestScreen } = yield* frozen
        network.comeUp()
        yield* guest.checkConnection
        yield* Effect.forkScoped(patience(guestScreen))
        const wanted = ["before", "typed before the frost", "welcome back"]
        yield* creatorScreen.until(shows("typed before the frost"))
        yield* creator.send("welcome back")
        yield* Effect.all([guestScreen.until(shows(...wanted)), creatorScreen.until(shows(...wanted))])

        for (const screen of [guestScreen, creatorScreen]) assert.deepStrictEqual(bodiesOf(screen.view()), wanted)
        assert.deepStrictEqual(guestScreen.view().outbox, [])
      }).pipe(Effect.scoped, Effect.provide(Testing.layer))
  )

  it.effect("is told that what it had typed was not sent where the room is gone, and then that it is gone", () =>
    Effect.gen(function* () {
      const { network, creator, creatorScreen, guest, guestScreen, id } = yield* frozen
      yield* creator.purge
      yield* creatorScreen.until(({ ended }) => ended === "purged")
      network.comeUp()
      yield* guest.checkConnection
      yield* Effect.forkScoped(patience(guestScreen))
      yield* guestScreen.until(({ ended }) => ended !== undefined)

      assert.strictEqual(guestScreen.view().ended, "cut-off")
      const last = guestScreen.events().slice(-2)
      assert.deepStrictEqual(last, [
        { _tag: "MessageFailed", id },
        { _tag: "Ended", reason: "join-refused" }
      ])
    }).pipe(Effect.scoped, Effect.provide(Testing.layer))
  )
})
