/**
 * What is left on a screen for those who come by: after vanishing, after going away and back, after an end that the
 * relay could not tell.
 */
import { afterAll, assert, beforeAll, it } from "@effect/vitest"
import { documentText, historyUrls, openBrowser, type People, type Person, traces } from "../support/Browser.ts"
import { type RelayProcess, startRelay } from "../support/RelayProcess.ts"
import { button, dialog, joinRoom, makeRoom, message, note, say } from "./roomSteps.ts"

const secret = "the blue folder lies under the piano"

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

/** A creator, and a guest who has said something. */
const pair = async (): Promise<{ readonly creator: Person; readonly guest: Person; readonly link: string }> => {
  const [creator, guest] = [await people.person(), await people.person()]
  const link = await makeRoom(creator.page, relay.url)
  await joinRoom(guest.page, link)
  await say(guest.page, secret)
  await message(creator.page, secret).waitFor()
  return { creator, guest, link }
}

/** The page is an empty one, and neither "back" nor "reload" leads to the room. */
const hasVanished = async (person: Person, room: string): Promise<void> => {
  await person.page.waitForURL("about:blank")
  await person.page.reload()

  assert.strictEqual(await person.page.title(), "")
  assert.strictEqual(await person.page.evaluate(() => document.body.childElementCount), 0)
  assert.notInclude(await documentText(person), secret)
  assert.deepStrictEqual(
    (await historyUrls(person)).filter((url) => url.includes(room)),
    []
  )
}

const roomOf = (link: string): string => new URL(link).pathname

it("vanishes by a button without asking: out of the room, the page, its title, its address and its history", async () => {
  const { creator, guest, link } = await pair()

  await button(guest.page, "Vanish").click()

  await hasVanished(guest, roomOf(link))
  await note(creator.page, / (left|lost the connection)\./).waitFor()
  assert.deepStrictEqual([...creator.complaints, ...guest.complaints], [])
})

it("vanishes by Escape three times, out of the field and out of a dialog", async () => {
  const { creator, guest, link } = await pair()
  await button(creator.page, "Invite").first().click()
  await dialog(creator.page, "Invite").waitFor()

  for (const { page } of [creator, guest]) {
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
  }

  await hasVanished(guest, roomOf(link))
  await hasVanished(creator, roomOf(link))
  assert.deepStrictEqual([...creator.complaints, ...guest.complaints], [])
})

it("does not vanish by Escape pressed slowly, held down, or with other keys in between", async () => {
  const { guest } = await pair()
  const pressed = (key: string, at: number, how: "once" | "held" | "composing" = "once"): Promise<void> =>
    guest.page.evaluate(
      ([key, at, how]) => {
        const event = new KeyboardEvent("keydown", { key, repeat: how === "held", isComposing: how === "composing" })
        Object.defineProperty(event, "timeStamp", { value: at })
        window.dispatchEvent(event)
      },
      [key, at, how] as const
    )

  for (const at of [0, 1000, 2000, 3000]) await pressed("Escape", at)
  for (const at of [10_000, 10_010, 10_020]) await pressed("Escape", at, "held")
  for (const at of [20_000, 20_010, 20_020]) await pressed("Escape", at, "composing")
  for (const key of ["Escape", "Escape", "a", "Escape"]) await pressed(key, 30_000)

  await say(guest.page, "Still here.")
  assert.deepStrictEqual(await traces(guest), [])
})
