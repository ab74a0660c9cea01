/**
 * A room that needs a password, on its screens: making one, coming in, and a password that does not fit.
 */
import { afterAll, afterEach, assert, beforeAll, describe, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { type Gallery, guardedPath, openGallery, scriptedPath } from "../../support/Gallery.ts"

describe("a password", { timeout: 60_000 }, () => {
  let gallery: Gallery
  let page: Page

  beforeAll(async () => {
    gallery = await openGallery()
  }, 60_000)

  afterEach(() => page.context().close())

  afterAll(() => gallery.close())

  const asked = (): Promise<ReadonlyArray<string>> => page.evaluate(() => [...window.gallery.client.asked])
  const hasAsked = (what: string) => page.waitForFunction((text) => window.gallery.client.asked.includes(text), what)
  const press = (name: string): Promise<void> => page.getByRole("button", { name, exact: true }).click()
  const field = () => page.getByLabel("Password", { exact: true })
  const isMissing = (): Promise<void> => page.getByRole("alert").getByText("Type the password first.").waitFor()
  /** What the elements still hold of it. */
  const held = (): Promise<ReadonlyArray<string | undefined>> =>
    page.evaluate(() => {
      const app = document.querySelector("pug-app")
      const room = app?.shadowRoot?.querySelector("pug-room")
      return [room?.password, app?.route._tag === "Room" ? app.route.password : undefined]
    })

  it("is not asked for where nobody has wished it", async () => {
    page = await gallery.open("/")
    assert.strictEqual(await field().count(), 0)
    await page.goto(gallery.url + scriptedPath)
    await press("Join the room")
    await hasAsked("join")

    assert.strictEqual(await field().count(), 0)
  })

  it("is typed by who makes the room, who comes in with it, and it is kept nowhere", async () => {
    page = await gallery.open("/")
    await page.getByLabel("Ask for a password too").check()
    await field().fill("four quiet words")
    await press("Make a room")
    await page.evaluate(() => window.gallery.client.finishCreate("created"))
    await hasAsked("join as creator by password four quiet words")
    await page.evaluate(() => window.gallery.play("alone"))

    const link = await page.getByLabel("The link of this room").inputValue()
    assert.strictEqual(link, `https://pug.example${guardedPath}`)
    await page.getByText("The link opens nothing without the password.").waitFor()
    assert.include(await asked(), "create 3600 5 with a password")
    assert.deepStrictEqual(await held(), ["", ""])
  })

  it("is asked for before a room is made and before one is joined", async () => {
    page = await gallery.open("/")
    await page.getByLabel("Ask for a password too").check()
    await field().fill("   ")
    await press("Make a room")
    await isMissing()
    assert.deepStrictEqual(await asked(), [])
    await page.goto(gallery.url + guardedPath)
    await page.waitForFunction(() => window.gallery !== undefined)
    await press("Join the room")
    await isMissing()

    assert.isTrue(await field().evaluate((input) => input.matches(":focus")))
    assert.deepStrictEqual(await asked(), [])
  })

  it("is no wish any more once the box is not ticked", async () => {
    page = await gallery.open("/")
    await page.getByLabel("Ask for a password too").check()
    await field().fill("four quiet words")
    await page.getByLabel("Ask for a password too").uncheck()
    await press("Make a room")

    assert.deepStrictEqual(await asked(), ["create 3600 5"])
  })

  it("lets a guest in with a click, and is gone from the page", async () => {
    page = await gallery.openScene("password, in")
    await page.getByLabel("Message", { exact: true }).waitFor()

    assert.deepStrictEqual(await asked(), ["join by password four quiet words"])
    assert.deepStrictEqual(await held(), ["", ""])
  })

  it("that does not fit takes the place of the message field, and another is taken", async () => {
    page = await gallery.openScene("password, doubted")
    await page.getByRole("alert").getByText("This password does not fit").waitFor()
    await page.getByText("One of you has typed another password.").waitFor()
    assert.strictEqual(await page.getByLabel("Message", { exact: true }).count(), 0)
    assert.isTrue(await field().evaluate((input) => input.matches(":focus")))

    await page.keyboard.press("Enter")
    await isMissing()
    await field().fill("five quiet words")
    await page.keyboard.press("Enter")
    await hasAsked("use password five quiet words")
    await page.evaluate(() => window.gallery.play("password, in"))

    await page.getByLabel("Message", { exact: true }).waitFor()
    assert.strictEqual(await page.getByText("This password does not fit").count(), 0)
  })

  it("is asked for by a room whose host page has the creator capability and no password", async () => {
    page = await gallery.open("/")
    await page.evaluate(async (link) => {
      const room = document.createElement("pug-room")
      room.runtime = document.querySelector("pug-app")?.runtime ?? room.runtime
      room.link = link
      room.creatorCapability = new Uint8Array(32)
      document.body.replaceChildren(room)
      await room.updateComplete
    }, `https://pug.example${guardedPath}`)

    await field().fill("four quiet words")
    await press("Join the room")
    await hasAsked("join as creator by password four quiet words")
  })
})
