/**
 * A relay that lies, to a person in Chromium: every lie stands in the room by name, and the conversation goes on.
 *
 * The honest two are headless. test/client/wire/lyingRelay.test.ts tells the headless client the same lies.
 */
import { afterAll, assert, beforeAll, it } from "@effect/vitest"
import { Clock, Effect } from "effect"
import { TestClock } from "effect/testing"
import { formatRoomLink, type RoomLink } from "../../src/client/RoomLink.ts"
import { openBrowser, type People } from "../support/Browser.ts"
import { deceive, loseTheTail, lyingRelay, say, type Victim, withVictim } from "../support/deception.ts"
import { HttpAddress } from "../support/HttpRelay.ts"
import { keepsTheRoom, lies } from "../support/lies.ts"
import { type RelayProcess, startRelay } from "../support/RelayProcess.ts"
import { heading, joinRoom, message, note, say as write } from "./roomSteps.ts"

let relayProcess: RelayProcess
let people: People

beforeAll(async () => {
  // Each lie has a room of its own, and all are made from one address.
  relayProcess = await startRelay({ PUG_ADDRESS_ROOMS: "0" })
  people = await openBrowser()
})

afterAll(async () => {
  await people?.close()
  await relayProcess?.stop()
})

it.effect.each(lies)("shows a person the relay that $name, and goes on", (lie) => inRealTime(deceive(lie, enter)))

it.effect("shows a person the relay that drops the tail at the next sealed heartbeat, and goes on", () =>
  inRealTime(
    Effect.gen(function* () {
      const victim = yield* loseTheTail("the last word", enter)

      assert.strictEqual(yield* Effect.promise(() => message(victim.page, "the last word").count()), 0)
    })
  )
)

it.effect("ends for a person by itself what a relay keeps past its time", () =>
  inRealTime(
    Effect.gen(function* () {
      const relay = yield* lyingRelay
      const { creator, third, victim } = yield* withVictim(relay, keepsTheRoom, enter)

      yield* Effect.promise(() => heading(victim.page, "The room has ended").waitFor())
      yield* Effect.promise(() => victim.page.getByText("Its time was up.").waitFor())

      yield* say(creator, third, "still here")
    })
  )
)

/** The clock of the honest is set to that of the relay, which is a process of its own. */
const inRealTime = <A, E, R>(test: Effect.Effect<A, E, R>) =>
  TestClock.withLive(Clock.currentTimeMillis).pipe(
    Effect.flatMap(TestClock.setTime),
    Effect.andThen(Effect.suspend(() => Effect.provideService(test, HttpAddress, new URL(relayProcess.url).origin))),
    Effect.scoped
  )

const enter = Effect.fnUntraced(function* (link: RoomLink) {
  const { page } = yield* Effect.acquireRelease(
    Effect.promise(() => people.person()),
    (person) => Effect.promise(() => person.context.close())
  )
  yield* Effect.promise(() => joinRoom(page, formatRoomLink(link)))
  const victim: Victim & { readonly page: typeof page } = {
    page,
    says: (text) => Effect.promise(() => write(page, text)),
    hears: (text) => Effect.promise(() => message(page, text).waitFor()),
    sees: (sentence) =>
      Effect.promise(() =>
        note(page, sentence)
          .or(page.getByRole("listitem").filter({ hasText: sentence }))
          .first()
          .waitFor()
      )
  }
  return victim
})
