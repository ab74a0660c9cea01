/**
 * Every screen in a real Chromium, light and dark, phone and desktop: WCAG 2.2 AA by axe, and nothing that the page's
 * Content-Security-Policy or Trusted Types would report.
 */
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { axeFindings, type Gallery, guardedPath, type Look, openGallery, scriptedPath } from "../../support/Gallery.ts"
import { scenes } from "../../support/gallery/scenes.ts"

const looks: ReadonlyArray<Look> = [
  { colorScheme: "dark", width: 1280, height: 800 },
  { colorScheme: "light", width: 360, height: 740 }
]

/** The pages at the end differ in their words only. */
const sceneNames = Object.keys(scenes).filter((scene) => !scene.startsWith("end ") || scene === "end join-refused")

const press = (name: string) => (page: Page) => page.getByRole("button", { name }).click()

const pasted = (text: string) => (page: Page) => page.getByLabel("Have a link?").fill(text)

/** Screens that are no scene of a session, by what leads there. */
const others: Readonly<
  Record<string, { readonly path?: string; readonly scene?: string; readonly act?: (page: Page) => Promise<unknown> }>
> = {
  home: { path: "/" },
  "home, what it does": { path: "/", act: (page) => page.locator("summary").click() },
  "home, at work": { path: "/", act: press("Make a room") },
  "home, with a password": {
    path: "/",
    act: async (page) => {
      await page.getByLabel("Ask for a password too").check()
      await press("Make a room")(page)
      await page.getByRole("alert").waitFor()
    }
  },
  "home, refused": {
    path: "/",
    act: async (page) => {
      await press("Make a room")(page)
      await page.evaluate(() => window.gallery.client.finishCreate({ code: "busy", detail: "" }))
      await page.getByRole("alert").waitFor()
    }
  },
  "home, a repaired link": { path: "/", act: pasted(`(https://pug.example${scriptedPath.replace("&", "&amp;")}).`) },
  "home, a link without its key": { path: "/", act: pasted("https://pug.example/r/3q2-7wAAAAAAAAAAAAAAAA") },
  "home, a wrong word": {
    path: "/",
    act: async (page) => {
      await pasted("abandon abandon abandon abandon abandon abandon lemmon")(page)
      await page.getByText("is not one of the words").waitFor()
    }
  },
  invitation: { path: scriptedPath },
  "invitation, with a password": { path: guardedPath },
  "invitation, without the password": {
    path: guardedPath,
    act: async (page) => {
      await press("Join the room")(page)
      await page.getByRole("alert").waitFor()
    }
  },
  "a link without its key": { path: "/r/3q2-7wAAAAAAAAAAAAAAAA" },
  "a link that gave its key away": { path: "/r/3q2-7wAAAAAAAAAAAAAAAA%23k=a&s=b" },
  invite: {
    scene: "alone",
    act: async (page) => {
      await page.locator(".alone button").click()
      await page.getByRole("dialog").waitFor()
    }
  },
  "invite, with a password": {
    scene: "password, alone",
    act: async (page) => {
      await page.locator(".alone button").click()
      await page.getByRole("dialog").waitFor()
    }
  },
  "invite, in words": {
    scene: "alone",
    act: async (page) => {
      await page.locator(".alone button").click()
      await page.getByText("Read it out, in words").click()
      await page.getByRole("dialog").getByRole("listitem").nth(7).waitFor()
    }
  },
  keyboard: {
    scene: "talk",
    act: async (page) => {
      await press("Keyboard")(page)
      await page.getByRole("dialog").waitFor()
    }
  },
  confirmation: {
    scene: "talk",
    act: async (page) => {
      await press("End for all")(page)
      await page.getByRole("dialog").waitFor()
    }
  }
}

describe("screens", { timeout: 60_000 }, () => {
  let gallery: Gallery

  beforeAll(async () => {
    gallery = await openGallery()
  }, 60_000)

  afterAll(() => gallery.close())

  const check = async (page: Page): Promise<void> => {
    for (const look of looks) {
      await gallery.restyle(page, look)
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

      assert.deepStrictEqual(await axeFindings(page), [], `axe, ${look.colorScheme}, ${look.width} px`)
      assert.isAtMost(overflow, 0, `sideways scrolling at ${look.width} px`)
    }
    await page.context().close()
  }

  it.each(sceneNames)("passes axe in both themes and widths: %s", async (scene) => {
    await check(await gallery.openScene(scene, looks[0]))
  })

  it.each(Object.keys(others))("passes axe in both themes and widths: %s", async (title) => {
    const { path, scene, act } = others[title] ?? {}
    const page = await (scene === undefined ? gallery.open(path ?? "/", looks[0]) : gallery.openScene(scene, looks[0]))
    await act?.(page)
    await check(page)
  })

  it("passes axe with the panel of a phone open", async () => {
    const page = await gallery.openScene("talk", { width: 360, height: 740 })
    await page.locator("button.people").click()
    await page.getByRole("button", { name: "Remove otter" }).waitFor()

    assert.deepStrictEqual(await axeFindings(page), [])
    await page.context().close()
  })

  it("finds what is not accessible, so that the tests above mean something", async () => {
    const page = await gallery.openScene("talk")
    await page.locator("pug-composer textarea").evaluate((field) => field.removeAttribute("aria-label"))
    await page.locator("pug-composer textarea").evaluate((field) => field.removeAttribute("placeholder"))

    assert.include((await axeFindings(page)).join("\n"), "label")
    await page.context().close()
  })

  it("makes the browser complain of nothing", () => {
    assert.deepStrictEqual(gallery.complaints, [])
  })
})
