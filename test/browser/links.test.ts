/**
 * Ways into a room that are not a click on its link: a mangled link pasted on the home page, the link's words typed there;
 * and a network that lets no WebSocket through, or no relay at all.
 */
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { openBrowser, type People, traces } from "../support/Browser.ts"
import { type RelayProcess, startRelay } from "../support/RelayProcess.ts"
import { button, dialog, heading, isInside, makeRoom, message, say } from "./roomSteps.ts"

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

describe("a link", () => {
  it("that was mangled on its way is pasted on the home page, and leads in", async () => {
    const [creator, guest] = await Promise.all([people.person(), people.person()])
    const link = await makeRoom(creator.page, relay.url)
    const mangled = `Come: <${link.replace("&", "&amp;").replace("k=", "k=\u00AD")}|the room>, I wait`

    await guest.page.goto(relay.url)
    await guest.page.getByLabel("Have a link?").fill(mangled)
    await guest.page.getByText("We repaired it:").waitFor()
    await button(guest.page, "Open the room").click()
    await button(guest.page, "Join the room").click()
    await isInside(guest.page)
    await say(guest.page, "here by a mangled link")
    await message(creator.page, "here by a mangled link").waitFor()

    assert.notInclude(guest.page.url(), "#")
    assert.deepStrictEqual(await traces(guest), [])
    assert.deepStrictEqual([...creator.complaints, ...guest.complaints], [])
  })

  it("that is read out in words is typed on another device, and leads in", async () => {
    const [creator, guest] = await Promise.all([people.person(), people.person()])
    await makeRoom(creator.page, relay.url)
    await button(creator.page, "Invite").first().click()
    const invite = dialog(creator.page, "Invite")
    await invite.getByText("Read it out, in words").click()
    await invite.getByRole("listitem").nth(7).waitFor()
    const lines = await invite.getByRole("listitem").allInnerTexts()
    const short = lines.map((line) => line.replaceAll(/\b([a-z]{4})[a-z]*/g, "$1")).join("\n")

    await guest.page.goto(relay.url)
    await guest.page.getByLabel("Have a link?").pressSequentially(short)
    await guest.page.getByText("All 8 lines are right.").waitFor()
    await guest.page.keyboard.press("Enter")
    await button(guest.page, "Join the room").click()
    await isInside(guest.page)
    await say(guest.page, "here by words")
    await button(creator.page, "Close").click()
    await message(creator.page, "here by words").waitFor()

    assert.deepStrictEqual([...creator.complaints, ...guest.complaints], [])
  })
})

describe("a network", () => {
  /** Chromium writes to the console when a connection fails. */
  const expects = /WebSocket connection|Failed to load resource|net::ERR/

  it("that lets no WebSocket through is told from a relay that cannot be reached", async () => {
    const [creator, guest] = await Promise.all([people.person(), people.person({ expects })])
    const link = await makeRoom(creator.page, relay.url)
    await guest.page.addInitScript(() => {
      // What a filter does: the relay's address stays, but nothing listens where the WebSocket goes.
      const Native = window.WebSocket
      window.WebSocket = class extends Native {
        constructor(_: string | URL, protocols?: string | Array<string>) {
          super(`${window.location.origin.replace("http", "ws")}/blocked`, protocols)
        }
      }
    })
    await guest.page.goto(link)
    await button(guest.page, "Join the room").click()
    await heading(guest.page, "This network blocks the conversation").waitFor()

    await guest.page.route("**/healthz", (route) => route.abort())
    await button(guest.page, "Try now").click()
    await heading(guest.page, "The relay cannot be reached").waitFor()
    assert.deepStrictEqual(guest.complaints, [])
  })
})
