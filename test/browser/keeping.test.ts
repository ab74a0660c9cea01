/**
 * A reload of the tab, by who has let it keep the way back and by who has not: in a real browser, at a real relay.
 */
import { afterAll, assert, beforeAll, it } from "@effect/vitest"
import { openBrowser, type People, type Person, traces } from "../support/Browser.ts"
import { type RelayProcess, startRelay } from "../support/RelayProcess.ts"
import { button, dialog, heading, isInside, makeRoom, members, message, note, say } from "./roomSteps.ts"

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

const keep = ({ page }: Person): Promise<void> => page.getByLabel("Come back after a reload").check()

/** A creator, and a guest by the name of Ana. */
const pair = async (): Promise<{ readonly creator: Person; readonly guest: Person }> => {
  const [creator, guest] = [await people.person(), await people.person()]
  const link = await makeRoom(creator.page, relay.url)
  await guest.page.goto(link)
  await guest.page.getByLabel("Your name").fill("Ana")
  await button(guest.page, "Join the room").click()
  await isInside(guest.page)
  await note(creator.page, "Ana came in.").waitFor()
  return { creator, guest }
}

it("brings creator and guest back as who they were, one after the other, and goes with the room", async () => {
  const { creator, guest } = await pair()
  await keep(creator)
  await keep(guest)
  await guest.page.reload()
  await isInside(guest.page)
  await say(guest.page, "back again")
  await message(creator.page, "back again").waitFor()
  await creator.page.reload()
  await isInside(creator.page)
  await button(creator.page, "Lock").click()
  await note(guest.page, "The room is locked. Nobody new can come in.").waitFor()
  await creator.page.getByText("same key as yours").waitFor()

  assert.include((await members(creator.page)).join("; "), "Ana same key as yours")
  assert.strictEqual((await members(creator.page)).length, 2)
  assert.strictEqual(await message(guest.page, "back again").count(), 1)
  for (const person of [creator, guest]) assert.deepStrictEqual(await traces(person), ["sessionStorage pug-room"])

  await button(creator.page, "End for all").click()
  await dialog(creator.page, "End the room for all?").getByRole("button", { name: "End for all" }).click()
  for (const person of [creator, guest]) {
    await heading(person.page, "The room has ended").waitFor()
    assert.deepStrictEqual(await traces(person), [])
    assert.deepStrictEqual(person.complaints, [])
  }
})

it("leaves nothing of who has not asked for it: a reload needs the link", async () => {
  const { creator, guest } = await pair()
  const before = await traces(guest)
  await guest.page.reload()
  await heading(guest.page, "The key is missing").waitFor()

  assert.deepStrictEqual([...before, ...(await traces(guest))], [])
  assert.deepStrictEqual([...creator.complaints, ...guest.complaints], [])
})

it("is wiped by vanishing: the same tab, led to the room's address, knows of no way in", async () => {
  const { guest } = await pair()
  await keep(guest)
  const room = guest.page.url()
  await button(guest.page, "Vanish").click()
  await guest.page.waitForURL("about:blank")
  await guest.page.goto(room)
  await heading(guest.page, "The key is missing").waitFor()

  assert.deepStrictEqual(await traces(guest), [])
  assert.deepStrictEqual(guest.complaints, [])
})

it("is wiped when the room's time is up", async () => {
  const { guest } = await pair()
  await keep(guest)
  await guest.page.clock.install()
  await guest.page.reload()
  await isInside(guest.page)
  const kept = await traces(guest)
  await guest.page.clock.fastForward("01:01:00")
  await heading(guest.page, "The room has ended").waitFor()

  assert.deepStrictEqual(kept, ["sessionStorage pug-room"])
  assert.deepStrictEqual(await traces(guest), [])
})
