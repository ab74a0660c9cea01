/**
 * The field for a link on the home page: what is pasted, what is typed in words, what it says, where it leads.
 */
import { afterAll, afterEach, assert, beforeAll, describe, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { linkBytes } from "../../../src/client/RoomLink.ts"
import { speak } from "../../../src/client/spoken/SpokenLink.ts"
import { type Gallery, openGallery, scriptedPath } from "../../support/Gallery.ts"
import { scriptedLink } from "../../support/ScriptedRoomClient.ts"

const lines = speak(linkBytes(scriptedLink)).map((words) => words.join(" "))

describe("pug-paste", { timeout: 60_000 }, () => {
  let gallery: Gallery
  let page: Page

  beforeAll(async () => {
    gallery = await openGallery()
  }, 60_000)

  afterEach(() => page.context().close())

  afterAll(() => gallery.close())

  const openHome = async (): Promise<void> => {
    page = await gallery.open("/")
  }
  const paste = (text: string): Promise<void> => page.getByLabel("Have a link?").fill(text)
  const says = (text: string): Promise<void> => page.getByRole("status").getByText(text).waitFor()
  const open = (): Promise<void> => page.getByRole("button", { name: "Open the room" }).click()
  const invited = (): Promise<void> => page.getByRole("heading", { name: "You are invited to talk." }).waitFor()
  const offers = (): Promise<number> => page.getByRole("button", { name: "Open the room" }).count()
  const whole = (): string => gallery.url + scriptedPath

  it("takes a whole link, and leads to its invitation without the key in the address", async () => {
    await openHome()
    await paste(whole())
    await says("This link is whole.")
    await open()
    await invited()

    assert.strictEqual(page.url(), gallery.url + scriptedPath.slice(0, scriptedPath.indexOf("#")))
    assert.deepStrictEqual(await page.evaluate(() => window.gallery.client.asked), [])
  })

  it("joins the room of a link that it has repaired", async () => {
    await openHome()
    await paste(`Here: <${whole().replace("&", "&amp;")}>.`)
    await says("We repaired it: turned coded characters back; left out the text around it.")
    await page.keyboard.press("Enter")
    await invited()
    await page.getByRole("button", { name: "Join the room" }).click()
    await page.waitForFunction(() => window.gallery.client.asked.includes("join"))
  })

  it("says what is wrong with a link, and offers nothing to open", async () => {
    await openHome()
    await paste(whole().replace("#", "%23"))
    await says("Do not use this room.")

    assert.strictEqual(await offers(), 0)
  })

  it("says where a link leads that is not this relay's", async () => {
    await openHome()
    await paste(`https://pug.example${scriptedPath}`)
    await says("It leads to another relay, pug.example.")

    assert.strictEqual(await offers(), 1)
  })

  it("reads a link in words, line by line", async () => {
    await openHome()
    await paste(`${lines[0]}\n${lines[1]?.split(" ").slice(0, 3).join(" ")}`)
    await says("1 of 8 lines are right. Line 2: 3 of 7 words.")
    await paste(lines.join("\n"))
    await says("All 8 lines are right.")
    await open()
    await invited()

    assert.strictEqual(page.url(), gallery.url + scriptedPath.slice(0, scriptedPath.indexOf("#")))
  })

  it("suggests the word that was meant, and puts it in", async () => {
    await openHome()
    const [first = ""] = lines
    const meant = first.split(" ")[2] ?? ""
    const slip = `${meant.slice(0, 1)}q${meant.slice(2)}`
    await paste([first.split(" ").with(2, slip).join(" "), ...lines.slice(1)].join("\n"))
    await says(`Line 1: “${slip}” is not one of the words.`)
    await page.getByRole("group", { name: "Did you mean" }).getByRole("button", { name: meant, exact: true }).click()
    await says("All 8 lines are right.")
  })

  it("takes a sentence for no link", async () => {
    await openHome()
    await paste("ich komme heute etwas später, wartet nicht")
    await says("This is not a link to a room")

    assert.strictEqual(await offers(), 0)
  })

  it("makes the browser complain of nothing", async () => {
    await openHome()

    assert.deepStrictEqual(gallery.complaints, [])
  })
})
