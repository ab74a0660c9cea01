/** What the creator can do to a room, and what it does to the pages of the others. */
import { afterAll, assert, beforeAll, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { openBrowser, type People, type Person } from "../support/Browser.ts"
import { type RelayProcess, startRelay } from "../support/RelayProcess.ts"
import {
  button,
  dialog,
  heading,
  inviteLink,
  isInside,
  joinRoom,
  makeRoom,
  members,
  message,
  note,
  say
} from "./roomSteps.ts"

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

const confirm = (page: Page, action: string): Promise<void> =>
  page.getByRole("dialog").getByRole("button", { name: action, exact: true }).click()

const complaintsOf = (...persons: ReadonlyArray<Person>): ReadonlyArray<string> =>
  persons.flatMap(({ complaints }) => complaints)

it("keeps newcomers out of a locked room, and lets them in by themselves once it is open", async () => {
  const [creator, guest] = [await people.person(), await people.person()]
  const link = await makeRoom(creator.page, relay.url)

  await button(creator.page, "Lock").click()
  await note(creator.page, "The room is locked. Nobody new can come in.").waitFor()
  await guest.page.goto(link)
  await button(guest.page, "Join the room").click()
  await heading(guest.page, "The room is locked").waitFor()
  assert.strictEqual((await members(creator.page)).length, 1)
  await button(creator.page, "Unlock").click()

  await isInside(guest.page)
  assert.deepStrictEqual(complaintsOf(creator, guest), [])
})

it("puts a member out, who is told so and does not come back by itself", async () => {
  const [creator, guest] = [await people.person(), await people.person()]
  await joinRoom(guest.page, await makeRoom(creator.page, relay.url))
  await say(guest.page, "Am I welcome?")

  await creator.page.getByRole("button", { name: /^Remove / }).click()
  await confirm(creator.page, "Remove")

  await heading(guest.page, "You were removed").waitFor()
  await note(creator.page, "was removed.").waitFor()
  assert.strictEqual((await members(creator.page)).length, 1)
  assert.strictEqual(guest.socketCount(), 1)
  assert.strictEqual(await guest.page.getByText("Am I welcome?").count(), 0)
  assert.deepStrictEqual(complaintsOf(creator, guest), [])
})

it("puts a member out and changes the link: the others stay and are told it, and who was put out cannot follow", async () => {
  const [creator, guest, stray] = [await people.person(), await people.person(), await people.person()]
  const oldLink = await makeRoom(creator.page, relay.url)
  await joinRoom(guest.page, oldLink)
  await stray.page.goto(oldLink)
  await stray.page.getByLabel("Your name").fill("Stray")
  await button(stray.page, "Join the room").click()
  await isInside(stray.page)
  await note(creator.page, "Stray came in.").waitFor()

  await creator.page.getByRole("button", { name: /^Remove .*Stray/ }).click()
  await confirm(creator.page, "Remove and change the link")

  await heading(stray.page, "You were removed").waitFor()
  await note(guest.page, "There is a new link. The old one no longer works.").waitFor()
  await note(guest.page, "The room is open again for newcomers.").waitFor()
  await stray.page.goto("about:blank")
  await stray.page.goto(oldLink)
  await button(stray.page, "Join the room").click()
  await heading(stray.page, "This room cannot be entered").waitFor()
  await say(guest.page, "Only we two.")
  await message(creator.page, "Only we two.").waitFor()
  await button(guest.page, "Invite").click()
  const newLink = await inviteLink(guest.page)
  assert.strictEqual((await members(creator.page)).length, 2)
  await joinRoom(stray.page, newLink)

  assert.notStrictEqual(newLink, oldLink)
  assert.deepStrictEqual(complaintsOf(creator, guest, stray), [])
})

it("makes a new link, which the members are told and by which alone one comes in", async () => {
  const [creator, guest, third] = [await people.person(), await people.person(), await people.person()]
  const oldLink = await makeRoom(creator.page, relay.url)
  await joinRoom(guest.page, oldLink)

  await button(creator.page, "New link").click()
  await confirm(creator.page, "Make a new link")
  await note(guest.page, "There is a new link. The old one no longer works.").waitFor()
  await button(guest.page, "Invite").click()
  const newLink = await inviteLink(guest.page)

  assert.notStrictEqual(newLink, oldLink)
  await third.page.goto(oldLink)
  await button(third.page, "Join the room").click()
  await heading(third.page, "This room cannot be entered").waitFor()
  await joinRoom(third.page, newLink)
  await say(third.page, "By the new one.")
  await message(creator.page, "By the new one.").waitFor()
  assert.deepStrictEqual(complaintsOf(creator, guest, third), [])
})

it("copies the link that it shows", async () => {
  const creator = await people.person()
  await creator.context.grantPermissions(["clipboard-read", "clipboard-write"])
  const link = await makeRoom(creator.page, relay.url)

  await button(creator.page, "Invite").first().click()
  await button(creator.page, "Copy link").click()
  await button(creator.page, "Copied").waitFor()

  assert.strictEqual(await creator.page.evaluate(() => navigator.clipboard.readText()), link)
  assert.deepStrictEqual(complaintsOf(creator), [])
})

it("needs nothing but a keyboard from the home page to the first message", async () => {
  const creator = await people.person()
  const { page } = creator
  await page.goto(relay.url)
  await button(page, "Make a room").focus()
  await page.keyboard.press("Enter")
  await dialog(page, "Invite").waitFor()
  await page.keyboard.press("Escape")
  await dialog(page, "Invite").waitFor({ state: "hidden" })
  await page.keyboard.type("Hello?")
  await page.keyboard.press("Enter")

  await message(page, "Hello?").waitFor()
  assert.deepStrictEqual(complaintsOf(creator), [])
})

it("asks for the whole link again after a reload, because the key is stored nowhere", async () => {
  const creator = await people.person()
  await makeRoom(creator.page, relay.url)

  await creator.page.reload()

  await heading(creator.page, "The key is missing").waitFor()
  assert.deepStrictEqual(complaintsOf(creator), [])
})
