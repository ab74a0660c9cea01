/**
 * Messages that disappear by their sender's wish: what is left of them on a page, and by which clock they go.
 */
import { afterAll, afterEach, assert, beforeAll, describe, it } from "@effect/vitest"
import type { Locator, Page } from "playwright-core"
import { axeFindings, type Gallery, openGallery } from "../../support/Gallery.ts"

const start = Date.UTC(2026, 10, 25, 14, 2)

describe("a message that disappears", { timeout: 60_000 }, () => {
  let gallery: Gallery
  let page: Page

  beforeAll(async () => {
    gallery = await openGallery()
  }, 60_000)

  afterEach(() => page.context().close())

  afterAll(() => gallery.close())

  const log = (): Locator => page.getByRole("log")
  const secret = "the code is 4711"

  /** A room whose page has clocks of ours. */
  const openRoom = async (scene = "talk"): Promise<void> => {
    page = await gallery.openScene(scene)
    await page.getByRole("textbox", { name: "Message" }).waitFor()
    await page.clock.install({ time: start })
  }

  /** Somebody says what is kept for 30 s. */
  const tellSecret = async (): Promise<void> => {
    await page.evaluate((body) => {
      const { client, SessionEvent, scriptedMember, keptFor } = window.gallery
      const told = { id: "s", sender: scriptedMember(2, "otter"), body, sentAt: 0, time: 0, sequence: 99 }
      client.tell(SessionEvent.Message({ ...told, keptSeconds: keptFor(30) }))
    }, secret)
    await log().getByText(secret).waitFor()
  }

  const gone = (): Promise<void> => log().getByText(secret).waitFor({ state: "detached" })

  /** The page is hidden, and shown again: no timer of it has run, as if its tab had been frozen. */
  const lookAgain = (): Promise<void> =>
    page.evaluate(() => {
      document.dispatchEvent(new Event("visibilitychange"))
    })

  it("leaves nothing in the document: no gap, no note, no mark", async () => {
    await openRoom()
    const before = await log().innerHTML()
    await tellSecret()
    await page.clock.fastForward(29_000)
    const isThere = await log().getByText(secret).count()
    await page.clock.fastForward(1_000)
    await gone()

    assert.strictEqual(isThere, 1)
    assert.strictEqual(withoutMarkers(await log().innerHTML()), withoutMarkers(before))
  })

  it("goes before a page is seen again whose timers have not run", async () => {
    await openRoom()
    await tellSecret()
    await page.clock.setSystemTime(start + 31_000)
    const isThere = await log().getByText(secret).count()
    await lookAgain()
    await gone()

    assert.strictEqual(isThere, 1)
    assert.deepStrictEqual(gallery.complaints, [])
  })

  it("goes in time where somebody has set the clock of the device back", async () => {
    await openRoom()
    await tellSecret()
    await page.clock.setSystemTime(start - 3_600_000)
    await page.clock.fastForward(30_000)

    await gone()
  })

  it("is no longer counted: not in the title of a hidden page, nor in the pill of who reads back", async () => {
    await openRoom("crowded")
    const pill = page.getByRole("button", { name: "1 new message" })
    const title = await page.title()
    await page.evaluate(() => Object.defineProperty(document, "visibilityState", { value: "hidden" }))
    await log().evaluate((scroller) => {
      scroller.scrollTop = 100
    })
    await tellSecret()
    await pill.waitFor()
    const counted = await page.title()
    await page.clock.fastForward(30_000)
    await gone()

    assert.strictEqual(counted, `(1) ${title}`)
    assert.strictEqual(await page.title(), title)
    assert.strictEqual(await pill.count(), 0)
  })

  it("leaves the focus in the log", async () => {
    await openRoom()
    await tellSecret()
    await page.getByRole("button", { name: "Copy this message" }).last().focus()
    await page.clock.fastForward(30_000)
    await gone()

    assert.isTrue(await log().evaluate((scroller) => scroller.matches(":focus")))
  })

  it("is chosen and marked accessibly", async () => {
    page = await gallery.openScene("fading")
    await page.getByRole("combobox", { name: "Disappears after" }).selectOption("1 hour")
    await page.getByText("Whoever reads it can still keep it.").waitFor()

    assert.deepStrictEqual(await axeFindings(page), [])
    assert.deepStrictEqual(gallery.complaints, [])
  })
})

/** Lit's places in the document, which say nothing. */
const withoutMarkers = (markup: string): string => markup.replaceAll(/<!--.*?-->|\s+/g, "")
