/**
 * The page in other languages, in a real Chromium: the browser's, the person's choice, and from right to left.
 */
import { afterAll, afterEach, assert, beforeAll, describe, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { ar } from "../../../src/client/elements/words/ar.ts"
import { de } from "../../../src/client/elements/words/de.ts"
import { en } from "../../../src/client/elements/words/en.ts"
import { enRoom } from "../../../src/client/elements/words/enRoom.ts"
import { ja } from "../../../src/client/elements/words/ja.ts"
import { phrasing } from "../../../src/client/elements/words/Phrasing.ts"
import { axeFindings, type Gallery, openGallery, scriptedPath } from "../../support/Gallery.ts"

const arabic = ar(phrasing("ar"))
const german = de(phrasing("de"))
const english = { ...en(phrasing("en")), ...enRoom(phrasing("en")) }
const japanese = ja(phrasing("ja"))

/** Scenes whose notes and members fill every part of a room. */
const rooms = [
  "alone",
  "talk",
  "sending",
  "lost",
  "faults",
  "wrong-key",
  "password, alone",
  "password, doubted",
  "short",
  "controls",
  "crowded"
]
const sizes = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
  { width: 320, height: 640 }
]

describe("languages", { timeout: 60_000 }, () => {
  let gallery: Gallery
  let page: Page

  beforeAll(async () => {
    gallery = await openGallery()
  }, 60_000)

  afterEach(() => page.context().close())

  afterAll(() => gallery.close())

  const heading = (name: string): Promise<void> => page.getByRole("heading", { name }).waitFor()
  const choose = (label: string, language: string): Promise<unknown> =>
    page.getByLabel(label).first().selectOption(language)
  const documentLanguage = (): Promise<ReadonlyArray<string>> =>
    page.evaluate(() => [document.documentElement.lang, document.documentElement.dir, document.title])

  it("begins in the browser's language, with the document's language, direction and title", async () => {
    page = await gallery.open("/", { locale: "ar-EG" })
    await heading(arabic.home.heading)

    assert.deepStrictEqual(await documentLanguage(), ["ar", "rtl", arabic.pageTitles.home])
  })

  it("speaks English where the browser asks for a language that is not there", async () => {
    page = await gallery.open("/", { locale: "fi-FI" })
    await heading(english.home.heading)

    assert.deepStrictEqual(await documentLanguage(), ["en", "ltr", english.pageTitles.home])
  })

  it("changes without loading anew, and keeps what was typed", async () => {
    page = await gallery.openScene("talk")
    await page.getByLabel("Message", { exact: true }).fill("half a thought")
    await choose("Language", "de")
    await page.getByRole("button", { name: german.room.leave, exact: true }).waitFor()

    assert.strictEqual(await page.getByLabel(german.composer.label, { exact: true }).inputValue(), "half a thought")
    assert.deepStrictEqual(await page.evaluate(() => [...window.gallery.client.asked]), ["join"])
  })

  it("says again in the new language what stands in the log", async () => {
    page = await gallery.openScene("controls")
    await page.getByText(english.note.locked).waitFor()
    await choose("Language", "ja")

    await page.getByText(japanese.note.locked).waitFor()
  })

  it("stores no choice", async () => {
    page = await gallery.open("/")
    await choose("Language", "de")
    await heading(german.home.heading)
    const stored = await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length)
    await page.reload()
    await heading(english.home.heading)

    assert.strictEqual(stored, 0)
  })

  it("stays with the last choice when an earlier one arrives late", async () => {
    page = await gallery.open("/")
    const { promise, resolve } = Promise.withResolvers<void>()
    await page.route("**/ar-*.js", async (route) => {
      await promise
      await route.continue()
    })
    await choose("Language", "ar")
    await choose("Language", "de")
    await heading(german.home.heading)
    const late = page.waitForResponse("**/ar-*.js")
    resolve()
    await (await late).finished()
    await page.evaluate(() => new Promise(requestAnimationFrame))

    assert.strictEqual((await documentLanguage())[0], "de")
  })

  it("says that a language did not come, and stays in the one before", async () => {
    page = await gallery.open("/")
    await page.route("**/fr-*.js", (route) => route.abort())
    await choose("Language", "fr")
    await page.getByRole("alert").getByText(english.language.failed).waitFor()

    await heading(english.home.heading)
  })

  it("mirrors a room from right to left", async () => {
    page = await gallery.openScene("talk", { locale: "ar", width: 1280, height: 800 })
    const boxOf = async (selector: string): Promise<{ readonly x: number; readonly width: number }> =>
      (await page.locator(selector).first().boundingBox()) ?? { x: Number.NaN, width: Number.NaN }
    await page.getByRole("button", { name: arabic.room.leave, exact: true }).waitFor()
    const [panel, talk] = [await boxOf("pug-chat .panel"), await boxOf("pug-chat .talk")]
    const [field, send] = [await boxOf("pug-composer textarea"), await boxOf("pug-composer button")]

    assert.isAtLeast(panel.x, talk.x + talk.width - 1)
    assert.isAtLeast(field.x, send.x + send.width)
  })

  for (const scene of rooms) {
    it(`shows the room "${scene}" in Arabic: clean to axe, and nothing wider than the screen`, async () => {
      page = await gallery.openScene(scene, { locale: "ar" })

      assert.deepStrictEqual(await tooWide(page), [])
      assert.deepStrictEqual(await axeFindings(page), [])
    })
  }

  for (const locale of ["ar", "de", "fr", "es", "ja"]) {
    it(`fits home, invitation and room in ${locale} on narrow screens, clean to axe`, async () => {
      const found: Array<string> = []
      for (const path of ["/", scriptedPath, "talk", "end join-refused"]) {
        const isPath = path.startsWith("/")
        page = isPath ? await gallery.open(path, { locale }) : await gallery.openScene(path, { locale })
        await page.locator("pug-home, pug-join, pug-chat, pug-ended").first().waitFor()
        for (const finding of [...(await tooWide(page)), ...(await axeFindings(page))])
          found.push(`${path}: ${finding}`)
        if (path !== "end join-refused") await page.context().close()
      }

      assert.deepStrictEqual(found, [])
    })
  }

  it("make the browser complain of nothing but the chunk that was kept from it", async () => {
    page = await gallery.open("/")

    assert.deepStrictEqual(
      gallery.complaints.filter((complaint) => !complaint.includes("ERR_FAILED")),
      []
    )
  })
})

/** Elements that stick out of the screen, at every size. */
const tooWide = async (page: Page): Promise<ReadonlyArray<string>> => {
  const found: Array<string> = []
  for (const size of sizes) {
    await page.setViewportSize(size)
    const names = await page.evaluate(() => {
      const sticking = (root: Document | ShadowRoot): Array<string> =>
        [...root.querySelectorAll("*")].flatMap((element) => {
          const { left, right, width } = element.getBoundingClientRect()
          const isHidden = width <= 1 || element.closest("svg, .unseen") !== null
          const sticks = !isHidden && (left < -1 || right > document.documentElement.clientWidth + 1)
          return [
            ...(sticks ? [element.tagName + "." + element.className] : []),
            ...(element.shadowRoot === null ? [] : sticking(element.shadowRoot))
          ]
        })
      return sticking(document)
    })
    for (const name of names) found.push(`${size.width}: ${name}`)
  }
  return found
}
