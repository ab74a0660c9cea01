/**
 * A room in the frame of another site, in Chromium across origins: examples/frame at an address that the operator has
 * named, at one that nobody has named, and around the pages that are for no frame.
 */
import { readFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import type { FrameLocator, Page } from "playwright-core"
import { openBrowser, type People, type Person } from "../support/Browser.ts"
import { freePorts } from "../support/FreePorts.ts"
import { type RelayProcess, startRelay } from "../support/RelayProcess.ts"
import { joinRoom, message, say } from "./roomSteps.ts"

let relay: RelayProcess
let people: People
let sites: ReadonlyArray<Server> = []
let named = ""
let unnamed = ""
const posted = new Map<Page, Array<unknown>>()

const types: Readonly<Record<string, string>> = { css: "text/css", html: "text/html", js: "text/javascript" }

/** A site that is nothing but the example. If asked, it isolates its page, which a frame has to allow. */
const startSite = (port: number): Server =>
  createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://site")
    const name = pathname.slice(1) || "index.html"
    const type = types[name.split(".").at(-1) ?? ""]
    if (type === undefined || name === "favicon.ico") return response.writeHead(204).end()
    const isolation = searchParams.has("isolated") ? { "cross-origin-embedder-policy": "require-corp" } : {}
    return response.writeHead(200, { "content-type": type, ...isolation }).end(readFileSync(`examples/frame/${name}`))
  }).listen(port)

beforeAll(async () => {
  const ports = await freePorts(2)
  sites = ports.map(startSite)
  // Another host than the relay's, so that it is another site too and not another origin alone.
  const [first = "", second = ""] = ports.map((port) => `http://127.0.0.1:${port}`)
  named = first
  unnamed = second
  relay = await startRelay({ PUG_EMBED_ORIGINS: `https://elsewhere.example, ${named}` })
  people = await openBrowser()
})

afterAll(async () => {
  await people?.close()
  await relay?.stop()
  for (const site of sites) site.close()
})

/** Opens the example at a site, and remembers what the frame tells it. */
const visit = async (person: Person, site: string, query = ""): Promise<FrameLocator> => {
  const received: Array<unknown> = []
  posted.set(person.page, received)
  await person.page.exposeFunction("remember", (data: unknown) => received.push(data))
  await person.page.addInitScript(() => {
    window.addEventListener("message", ({ data }) => window.remember(data))
  })
  await person.page.goto(`${site}/?relay=${encodeURIComponent(relay.url)}${query}`)
  return person.page.frameLocator("iframe")
}

declare global {
  interface Window {
    remember: (data: unknown) => void
  }
}

const framed = (person: Person) => person.page.frames().find((frame) => frame.url().startsWith(relay.url))

describe("a room in a frame of another site", { timeout: 180_000 }, () => {
  it("is made, joined by its link, and talked in, and leaves nothing on the device", async () => {
    const [creator, framedGuest, guest] = await Promise.all([people.person(), people.person(), people.person()])
    const frame = await visit(creator, named)
    await creator.page.getByRole("button", { name: "Open" }).click()
    await frame.getByRole("button", { name: "Make a room" }).click()
    const invite = frame.getByRole("dialog", { name: "Invite" })
    const link = await invite.getByLabel("The link of this room").inputValue()
    await invite.getByRole("button", { name: "Copy" }).click()
    await invite.getByRole("button", { name: "Copied" }).waitFor()
    await invite.getByRole("button", { name: "Close" }).click()

    const otherFrame = await visit(framedGuest, named, "&isolated")
    await framedGuest.page.getByLabel(/The link of a room/).fill(link)
    await framedGuest.page.getByRole("button", { name: "Open" }).click()
    await otherFrame.getByRole("button", { name: "Join the room" }).click()
    await joinRoom(guest.page, link)
    await say(guest.page, "from the relay's own page")
    await otherFrame.getByRole("log").getByText("from the relay's own page").waitFor()
    await otherFrame.getByLabel("Message", { exact: true }).fill("from a frame")
    await framedGuest.page.keyboard.press("Enter")
    await message(guest.page, "from a frame").waitFor()
    await frame.getByRole("log").getByText("from a frame").waitFor()

    assert.isTrue(link.startsWith(`${relay.url}/r/`))
    for (const person of [creator, framedGuest]) {
      assert.strictEqual(framed(person)?.url(), `${relay.url}/embed`)
      assert.deepStrictEqual(await person.context.storageState({ indexedDB: true }), { cookies: [], origins: [] })
    }
    assert.deepStrictEqual([...creator.complaints, ...framedGuest.complaints], [])
  })

  it("tells the site where it stands, and nothing of the room", async () => {
    const person = await people.person()
    const frame = await visit(person, named)
    await person.page.getByRole("button", { name: "Open" }).click()
    await frame.getByLabel(/name/i).first().fill("Otto")
    await frame.getByRole("button", { name: "Make a room" }).click()
    await frame.getByRole("dialog", { name: "Invite" }).getByRole("button", { name: "Close" }).click()
    await frame.getByLabel("Message", { exact: true }).fill("a secret")
    await person.page.keyboard.press("Enter")
    await frame.getByRole("log").getByText("a secret").waitFor()
    await frame.getByRole("button", { name: "1 here" }).click()
    await frame.getByRole("button", { name: "Leave", exact: true }).click()
    await frame.getByRole("dialog", { name: "Leave the room?" }).getByRole("button", { name: "Leave" }).click()
    await person.page.getByText("It is over: left").waitFor()

    assert.deepStrictEqual(posted.get(person.page), [
      { type: "pug-room-stage", stage: "entering" },
      { type: "pug-room-stage", stage: "inside" },
      { type: "pug-room-stage", stage: "ended" },
      { type: "pug-room-ended", reason: "left" }
    ])
  })

  it("is refused by the browser where the operator has not named the site", async () => {
    const person = await people.person({ expects: /frame-ancestors|Framing|request failed|chrome-error|ERR_BLOCKED/ })
    await visit(person, unnamed)
    const refused = person.page.waitForEvent("console", (entry) => entry.text().includes("frame-ancestors"))
    await person.page.getByRole("button", { name: "Open" }).click()
    await refused

    assert.isUndefined(framed(person))
    assert.deepStrictEqual(posted.get(person.page), [])
    assert.deepStrictEqual(person.complaints, [])
  })

  it("is in no other page of the relay, for a named site neither", async () => {
    for (const path of ["/", "/r/AAAAAAAAAAAAAAAAAAAAAA"]) {
      const person = await people.person({ expects: /frame-ancestors 'none'|ERR_BLOCKED_BY_RESPONSE/ })
      await visit(person, named)
      const url = relay.url + path
      const refused = person.page.waitForEvent("requestfailed", (request) => request.url() === url)
      await person.page.evaluate((url) => document.querySelector("iframe")?.setAttribute("src", url), url)

      assert.strictEqual((await refused).failure()?.errorText, "net::ERR_BLOCKED_BY_RESPONSE")
      assert.isUndefined(framed(person))
      assert.deepStrictEqual(person.complaints, [])
    }
  })
})
