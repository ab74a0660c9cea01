/** A page of another version, which a browser has kept, on this relay. */
import { afterAll, assert, beforeAll, it } from "@effect/vitest"
import { openBrowser, type People } from "../support/Browser.ts"
import { type RelayProcess, startRelay } from "../support/RelayProcess.ts"
import { button, heading, makeRoom } from "./roomSteps.ts"

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

it("a page of an older version says that it and the relay do not fit, and what to do", async () => {
  const creator = await people.person()
  const link = await makeRoom(creator.page, relay.url)
  const guest = await people.person()
  let rewritten = 0
  await guest.context.route(/\.js$/, async (route) => {
    const response = await route.fetch()
    const script = await response.text()
    if (script.includes("pug.v1")) rewritten += 1
    await route.fulfill({ response, body: script.replaceAll("pug.v1", "pug.v0") })
  })

  await guest.page.goto(link)
  await button(guest.page, "Join the room").click()

  await heading(guest.page, "This page and the relay do not fit").waitFor()
  await guest.page.getByText("Open the link again, so that the page is loaded anew.").waitFor()
  assert.isAtLeast(rewritten, 1)
  assert.strictEqual(guest.socketCount(), 1)
})
