/**
 * A page that stands still, as phones let pages in the background do, and wakes two minutes later: what was said
 * meanwhile, what was typed, and what becomes of a room that ended.
 *
 * A headless Chromium freezes no page (all of them are visible), so the debugger holds it: no script of it runs, while
 * its socket stays open and takes in what comes. Its clock is moved on when it wakes.
 */
import { afterAll, assert, beforeAll, it } from "@effect/vitest"
import { openBrowser, type People, type Person } from "../support/Browser.ts"
import { type RelayProcess, startRelay } from "../support/RelayProcess.ts"
import { button, dialog, heading, joinRoom, makeRoom, message, say } from "./roomSteps.ts"

let relay: RelayProcess
let people: People

beforeAll(async () => {
  relay = await startRelay()
  people = await openBrowser()
})

afterAll(async () => {
  await people?.close()
  await relay?.stop()
})

/** Creator and guest; the guest's clock can be moved on, for the time that its page does not notice. */
const pair = async () => {
  const [creator, guest] = [await people.person(), await people.person()]
  const link = await makeRoom(creator.page, relay.url)
  await guest.page.clock.install()
  await joinRoom(guest.page, link)
  await say(guest.page, "before")
  await message(creator.page, "before").waitFor()
  const devtools = await guest.context.newCDPSession(guest.page)
  await devtools.send("Debugger.enable")
  const freeze = async (): Promise<void> => {
    const frozen = new Promise((resolve) => devtools.once("Debugger.paused", resolve))
    await devtools.send("Debugger.pause")
    await frozen
  }
  const wake = async (): Promise<void> => {
    await devtools.send("Debugger.resume")
    await guest.page.clock.fastForward("02:00")
  }
  return { creator, guest, freeze, wake }
}

const complaintsOf = (...persons: ReadonlyArray<Person>): ReadonlyArray<string> =>
  persons.flatMap(({ complaints }) => complaints)

it("goes on where it was: nothing typed is lost, and nothing is shown twice", async () => {
  const { creator, guest, freeze, wake } = await pair()
  await guest.page.getByLabel("Message", { exact: true }).fill("typed before the frost")
  await freeze()
  await say(creator.page, "said meanwhile")
  await wake()
  await guest.page.getByLabel("Message", { exact: true }).press("Enter")
  await message(creator.page, "typed before the frost").waitFor()
  await say(creator.page, "welcome back")
  await message(guest.page, "welcome back").waitFor()

  for (const { page } of [creator, guest]) {
    for (const text of ["before", "typed before the frost", "welcome back"]) {
      assert.strictEqual(await message(page, text).count(), 1, text)
    }
  }
  // It came over the socket that stayed open, or the page says that it has missed something.
  const [shown, missed] = [message(guest.page, "said meanwhile"), guest.page.getByText(/ may have been written/)]
  assert.strictEqual((await shown.count()) + (await missed.count()), 1)
  assert.deepStrictEqual(complaintsOf(creator, guest), [])
})

it("wakes up to the end of a room that ended meanwhile, and keeps nothing of it", async () => {
  const { creator, guest, freeze, wake } = await pair()
  await freeze()
  await button(creator.page, "End for all").click()
  await dialog(creator.page, "End the room for all?").getByRole("button", { name: "End for all" }).click()
  await heading(creator.page, "The room has ended").waitFor()
  await wake()
  await heading(guest.page, "The room has ended").waitFor()

  assert.strictEqual(await guest.page.getByText("before", { exact: true }).count(), 0)
  assert.deepStrictEqual(complaintsOf(creator, guest), [])
})
