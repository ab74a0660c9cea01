/**
 * A relay that lies, on the wire, to the headless client: every lie is shown by name, and the conversation goes on.
 *
 * What the client shows is the fold of its events and the words for it, as the page has them. test/browser does the same
 * in Chromium; test/client/session/faults.test.ts tells each fault apart.
 */
import { assert, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { TestClock } from "effect/testing"
import { noteText } from "../../../src/client/elements/words/NoteWords.ts"
import type { RoomLink } from "../../../src/client/RoomLink.ts"
import { foldSessionEvent } from "../../../src/client/foldSessionEvent.ts"
import { initialRoomView } from "../../../src/client/RoomView.ts"
import { RoomClient } from "../../../src/client/services/RoomClient.ts"
import {
  clientOf,
  deceive,
  loseTheTail,
  lyingRelay,
  say,
  type Victim,
  whileTimePasses,
  withVictim
} from "../../support/deception.ts"
import * as HttpRelay from "../../support/HttpRelay.ts"
import { keepsTheRoom, lies } from "../../support/lies.ts"
import { honest } from "../../support/LyingRelay.ts"

it.effect.each(lies)("shows a relay that $name, and goes on", (lie) => inOurTime(deceive(lie, enter)))

it.effect("shows a relay that drops the tail at the next sealed heartbeat, and goes on", () =>
  inOurTime(
    Effect.gen(function* () {
      const victim = yield* loseTheTail("the last word", enter)

      assert.notInclude(victim.bodies(), "the last word")
    })
  )
)

it.effect("ends by itself what a relay keeps past its time", () =>
  inOurTime(
    Effect.gen(function* () {
      const relay = yield* lyingRelay
      const { creator, third, victim } = yield* withVictim(relay, keepsTheRoom, enter)

      yield* whileTimePasses(relay, victim.isOver("expired"))

      yield* say(creator, third, "still here")
      assert.deepStrictEqual(victim.bodies(), [])
    })
  )
)

it.effect("has nothing to show of an honest relay on the same way", () =>
  inOurTime(
    Effect.gen(function* () {
      const relay = yield* lyingRelay
      const { creator, third, victim } = yield* withVictim(relay, honest, enter)
      yield* say(creator, third, "one")
      yield* say(third, creator, "two")

      yield* victim.hears("two")

      assert.deepStrictEqual(victim.faults(), [])
    })
  )
)

/** Relay and clients share one clock, which is past the time that a relay turns back. */
const inOurTime = <A, E, R>(test: Effect.Effect<A, E, R>) =>
  Effect.andThen(TestClock.setTime(86_400_000), test).pipe(Effect.scoped, Effect.provide(HttpRelay.layer()))

interface HeadlessVictim extends Victim {
  readonly isOver: (reason: string) => Effect.Effect<void>
  readonly bodies: () => ReadonlyArray<string>
  readonly faults: () => ReadonlyArray<string>
}

const enter = Effect.fnUntraced(function* (link: RoomLink) {
  const session = yield* RoomClient.use((rooms) => rooms.join({ link })).pipe(Effect.provide(clientOf(link.relayUrl)))
  let view = initialRoomView(undefined)
  let waiting: ReadonlyArray<() => boolean> = []
  yield* Stream.runForEach(session.events, (event) =>
    Effect.sync(() => {
      view = foldSessionEvent(view, event, 0)
      waiting = waiting.filter((isStillWaiting) => isStillWaiting())
    })
  ).pipe(Effect.forkScoped)
  const until = (isSo: () => boolean): Effect.Effect<void> =>
    Effect.callback((resume) => {
      const isStillWaiting = () => {
        if (isSo()) resume(Effect.void)
        return !isSo()
      }
      waiting = [...waiting, isStillWaiting]
      isStillWaiting()
    })
  const notes = () => view.entries.flatMap((entry) => (entry._tag === "Note" ? [entry.note] : []))
  const bodies = () => view.entries.flatMap((entry) => (entry._tag === "Message" ? [entry.body] : []))
  const unchecked = () => view.members.flatMap(({ name, isVerified }) => (isVerified ? [] : [name]))
  const sentences = () => [...notes().map(noteText), ...unchecked().map((name) => `${name}: key not checked yet`)]
  yield* until(() => view.hasJoined)
  const victim: HeadlessVictim = {
    says: (text) => Effect.asVoid(Effect.orDie(session.send(text))),
    hears: (text) => until(() => bodies().includes(text)),
    sees: (sentence) => until(() => sentences().some((text) => sentence.test(text))),
    isOver: (reason) => until(() => view.ended === reason),
    bodies,
    faults: () => notes().flatMap((note) => (note._tag === "Fault" ? [note.kind] : []))
  }
  return victim
})
