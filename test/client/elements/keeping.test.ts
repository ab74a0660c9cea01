/**
 * The way back into a room: kept in the tab for who asks for it, gone with the room or with the wish.
 */
import { afterAll, afterEach, assert, beforeAll, describe, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { type Gallery, guardedPath, openGallery, scriptedPath } from "../../support/Gallery.ts"

const choice = "Come back after a reload"

describe("the way back", { timeout: 60_000 }, () => {
  let gallery: Gallery
  let page: Page

  beforeAll(async () => {
    gallery = await openGallery()
  }, 60_000)

  afterEach(() => page.context().close())

  afterAll(() => gallery.close())

  const stored = (): Promise<ReadonlyArray<string>> => page.evaluate(() => Object.values(sessionStorage))
  const asked = (): Promise<ReadonlyArray<string>> => page.evaluate(() => [...window.gallery.client.asked])
  const press = (name: string): Promise<void> => page.getByRole("button", { name, exact: true }).click()
  /** Inside, and the room is kept. */
  const keep = async (): Promise<void> => {
    page = await gallery.openScene("talk")
    await page.getByLabel(choice).check()
    await page.waitForFunction(() => sessionStorage.length === 1)
  }
  const isForgotten = () => page.waitForFunction(() => sessionStorage.length === 0)
  const reload = async (): Promise<void> => {
    await page.reload()
    await page.waitForFunction(() => window.gallery !== undefined)
  }

  it("is not kept until somebody asks for it, and a reload then asks for the link", async () => {
    page = await gallery.openScene("talk")
    const isOff = !(await page.getByLabel(choice).isChecked())
    const before = await stored()
    await reload()
    await page.getByRole("heading", { name: "The key is missing" }).waitFor()

    assert.isTrue(isOff)
    assert.deepStrictEqual([...before, ...(await stored())], [])
  })

  it("is link and name, and brings a reload back in by itself, with the box still ticked", async () => {
    page = await gallery.open(scriptedPath)
    await page.getByLabel("Your name").fill("Ana")
    await press("Join the room")
    await page.waitForFunction(() => window.gallery.client.asked.length > 0)
    await page.evaluate(() => window.gallery.play("talk"))
    await page.getByLabel(choice).check()
    await page.waitForFunction(() => sessionStorage.length === 1)
    const kept = await stored()
    await reload()
    await page.waitForFunction(() => window.gallery.client.asked.length > 0)
    await page.evaluate(() => window.gallery.play("talk"))

    assert.isTrue(await page.getByLabel(choice).isChecked())
    assert.deepStrictEqual(kept, [`${gallery.url}${scriptedPath}\n\nAna`])
    assert.deepStrictEqual(await stored(), kept)
    assert.strictEqual((await asked())[0], "join named Ana")
    assert.strictEqual(await page.getByRole("dialog").count(), 0)
  })

  it("is gone once the box is unticked", async () => {
    await keep()
    await page.getByLabel(choice).uncheck()

    await isForgotten()
  })

  it("follows a changed link, and is gone while the new one is not known", async () => {
    await keep()
    const changed = `${gallery.url}${scriptedPath.replace("s=CQ", "s=DQ")}`
    const change = (link: string | undefined): Promise<void> =>
      page.evaluate((text) => {
        window.gallery.client.tell(window.gallery.SessionEvent.LinkChanged({ link: text, time: 0 }))
      }, link)
    await change(undefined)
    await isForgotten()
    await change(changed)
    await page.waitForFunction(() => sessionStorage.length === 1)

    assert.deepStrictEqual(await stored(), [`${changed}\n\n`])
  })

  it.each(["purged", "expired", "ended-by-operator", "going-away", "kicked", "replaced", "join-refused"])(
    "is gone when the room is over: %s",
    async (reason) => {
      await keep()
      await page.evaluate((end) => window.gallery.play(`end ${end}`), reason)

      await isForgotten()
    }
  )

  it("is gone with who leaves", async () => {
    await keep()
    await press("Leave")
    await page.getByRole("dialog").getByRole("button", { name: "Leave" }).click()

    await isForgotten()
  })

  it("is gone when the tab goes elsewhere on this relay", async () => {
    await keep()
    await page.goto(gallery.url)

    await isForgotten()
  })

  it("is another invitation's no more than another room's", async () => {
    await keep()
    await page.goto("about:blank")
    await page.goto(gallery.url + scriptedPath)
    await page.getByRole("heading", { name: "You are invited to talk." }).waitFor()

    assert.deepStrictEqual(await stored(), [])
    assert.deepStrictEqual(await asked(), [])
  })

  it("holds no password, which is asked for again, and the name is there", async () => {
    page = await gallery.open(guardedPath)
    await page.getByLabel("Password", { exact: true }).fill("four quiet words")
    await page.getByLabel("Your name").fill("Ana")
    await press("Join the room")
    await page.waitForFunction(() => window.gallery.client.asked.length > 0)
    await page.evaluate(() => window.gallery.play("password, in"))
    await page.getByText(/The password is asked for again/).waitFor()
    await page.getByLabel(choice).check()
    await page.waitForFunction(() => sessionStorage.length === 1)
    const kept = await stored()
    await reload()
    await page.getByLabel("Password", { exact: true }).fill("four quiet words")
    await press("Join the room")
    await page.waitForFunction(() => window.gallery.client.asked.length > 0)

    assert.notInclude(kept.join(), "quiet")
    assert.deepStrictEqual(await asked(), ["join named Ana by password four quiet words"])
  })

  it("is not offered where the browser lets a page keep nothing", async () => {
    page = await gallery.open("/")
    await page.addInitScript(() => {
      Object.defineProperty(window, "sessionStorage", {
        get: () => {
          throw new DOMException("denied", "SecurityError")
        }
      })
    })
    await page.goto(gallery.url + scriptedPath)
    await press("Join the room")
    await page.waitForFunction(() => window.gallery.client.asked.length > 0)
    await page.evaluate(() => window.gallery.play("talk"))
    await page.getByText("see the draft?").waitFor()

    assert.strictEqual(await page.getByLabel(choice).count(), 0)
  })
})
