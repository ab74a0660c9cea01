/**
 * A whole conversation by two people who have nothing but a keyboard: every step is a key, the focus goes where it is
 * looked for, and axe finds nothing on the way.
 */
import { afterAll, assert, beforeAll, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { axe, openBrowser, type People, type Person } from "../support/Browser.ts"
import { type RelayProcess, startRelay } from "../support/RelayProcess.ts"
import { dialog, heading, message, note } from "./roomSteps.ts"

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

/** What has the focus, by the words that name it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    if (!(element instanceof HTMLElement)) return ""
    const label = element instanceof HTMLInputElement ? (element.labels?.[0]?.textContent ?? "") : element.textContent
    return (element.getAttribute("aria-label") ?? label).replaceAll(/\s+/g, " ").trim()
  })

/** Nobody looks for something over more stops than a page has. */
const mostStops = 40

/** Goes from one stop to the next until the one of this name has the focus. */
const tabTo = async (page: Page, name: string | RegExp, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> => {
  const passed: Array<string> = []
  while (passed.length < mostStops) {
    await page.keyboard.press(key)
    const now = await focused(page)
    if (typeof name === "string" ? now === name : name.test(now)) return
    passed.push(now)
  }
  assert.fail(`${String(name)} is none of the stops: ${passed.join(", ")}`)
}

/** Goes there and presses Enter. */
const enter = async (page: Page, name: string | RegExp): Promise<void> => {
  await tabTo(page, name)
  await page.keyboard.press("Enter")
}

const isWriting = (page: Page): Promise<unknown> =>
  page.locator("pug-composer textarea:focus").waitFor({ state: "attached" })

const write = async (page: Page, text: string): Promise<void> => {
  await isWriting(page)
  await page.keyboard.type(text)
  await page.keyboard.press("Enter")
  await message(page, text).waitFor()
}

it("makes a room, invites, joins, talks, copies, looks keys up, locks and leaves by keys alone", async () => {
  const [creator, guest] = [await people.person(), await people.person()]
  const { page } = creator
  for (const { context } of [creator, guest]) await context.grantPermissions(["clipboard-read", "clipboard-write"])
  const found: Array<string> = []
  const look = async (where: string, ...persons: ReadonlyArray<Person>): Promise<void> => {
    for (const person of persons) found.push(...(await axe(person)).map((finding) => `${where}: ${finding}`))
  }
  const copied = (by: Person): Promise<string> => by.page.evaluate(() => navigator.clipboard.readText())

  // Home, and a room.
  await page.goto(relay.url)
  await heading(page, "A room that forgets.").waitFor()
  await tabTo(page, /^Your name/)
  await page.keyboard.type("Ana")
  await look("home", creator)
  await enter(page, "Make a room")

  // The invite, copied and closed; the field to write in has the focus without a key.
  await dialog(page, "Invite").waitFor()
  await enter(page, "Copy link")
  await dialog(page, "Invite").getByRole("button", { name: "Copied" }).waitFor()
  await look("invite", creator)
  const link = await copied(creator)
  await page.keyboard.press("Escape")
  await dialog(page, "Invite").waitFor({ state: "hidden" })
  await isWriting(page)
  await look("alone", creator)

  // The second one opens the link and goes in.
  await guest.page.goto(link)
  await heading(guest.page, "You are invited to talk.").waitFor()
  await tabTo(guest.page, /^Your name/)
  await guest.page.keyboard.type("Ben")
  await look("invitation", guest)
  await enter(guest.page, "Join the room")
  await note(page, "Ben came in.").waitFor()

  // Both talk, on one line and on two.
  await write(guest.page, "Is the piano still there?")
  await message(page, "Is the piano still there?").waitFor()
  await page.keyboard.type("It is.")
  await page.keyboard.press("Shift+Enter")
  await page.keyboard.type("Come at seven.")
  await page.keyboard.press("Enter")
  await guest.page.getByRole("log").getByText("Come at seven.").waitFor()
  await look("talk", creator, guest)

  // A message is copied: one step back from the field to the newest, an arrow to the one before.
  await page.keyboard.press("Shift+Tab")
  await page.keyboard.press("ArrowUp")
  await page.keyboard.press("Enter")
  await page.getByText("The message is copied.").waitFor({ state: "attached" })
  assert.strictEqual(await copied(creator), "Is the piano still there?")
  await look("copied", creator)

  // The list of keys, from where nothing is written.
  await page.keyboard.press("?")
  await dialog(page, "Keyboard").waitFor()
  await look("keys", creator)
  await page.keyboard.press("Escape")
  await dialog(page, "Keyboard").waitFor({ state: "hidden" })

  // The creator locks; both are told.
  await enter(page, "Lock")
  for (const person of [creator, guest]) {
    await note(person.page, "The room is locked. Nobody new can come in.").waitFor()
  }
  await look("locked", creator, guest)

  // The guest leaves, after a question whose first answer is to stay.
  await enter(guest.page, "Leave")
  await dialog(guest.page, "Leave the room?").waitFor()
  assert.strictEqual(await focused(guest.page), "Cancel")
  await look("question", guest)
  await enter(guest.page, "Leave")
  await heading(guest.page, "You have left").waitFor()
  await note(page, "Ben left.").waitFor()
  await look("left", guest)

  assert.deepStrictEqual(found, [])
  assert.deepStrictEqual([...creator.complaints, ...guest.complaints], [])
})
