/**
 * The page around a room: its addresses, its title, the making of a room, and what stays behind (nothing).
 */
import { afterAll, afterEach, assert, beforeAll, describe, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { type Gallery, openGallery, scriptedPath } from "../../support/Gallery.ts"

const roomPath = scriptedPath.slice(0, scriptedPath.indexOf("#"))

describe("pug-app", { timeout: 60_000 }, () => {
  let gallery: Gallery
  let page: Page

  beforeAll(async () => {
    gallery = await openGallery()
  }, 60_000)

  afterEach(() => page.context().close())

  afterAll(() => gallery.close())

  const open = async (path: string): Promise<void> => {
    page = await gallery.open(path)
  }
  const openScene = async (scene: string): Promise<void> => {
    page = await gallery.openScene(scene)
  }
  const asked = (): Promise<ReadonlyArray<string>> => page.evaluate(() => [...window.gallery.client.asked])
  const press = (name: string): Promise<void> => page.getByRole("button", { name, exact: true }).click()
  const heading = (name: string): Promise<void> => page.getByRole("heading", { name }).waitFor()
  const address = (): string => page.url().slice(gallery.url.length)

  describe("the title", () => {
    /** Whether somebody looks at the page, as far as the page can tell. */
    const look = (visibilityState: "visible" | "hidden"): Promise<void> =>
      page.evaluate((state) => {
        Object.defineProperty(document, "visibilityState", { configurable: true, value: state })
        document.dispatchEvent(new Event("visibilitychange"))
      }, visibilityState)
    const tell = (id: string, isSelf = false): Promise<string> =>
      page.evaluate(
        async ([key, isOwn]) => {
          const { client, SessionEvent, scriptedMember } = window.gallery
          const sender = isOwn ? scriptedMember(1, "badger", { isSelf: true }) : scriptedMember(2, "otter")
          client.tell(SessionEvent.Message({ id: key, sender, body: `secret ${key}`, sentAt: 0, time: 0, sequence: 1 }))
          return key
        },
        [id, isSelf] as const
      )
    const titled = (title: string) => page.waitForFunction((expected) => document.title === expected, title)

    it("counts what comes while nobody looks, without a word of it, until somebody does", async () => {
      await openScene("talk")
      await titled("Room · Pug")
      await look("hidden")
      await tell("one")
      await titled("(1) Room · Pug")
      await tell("mine", true)
      await tell("two")
      await titled("(2) Room · Pug")
      await look("visible")
      await titled("Room · Pug")
      await tell("three")
      await page.getByText("secret three").waitFor()

      assert.strictEqual(await page.title(), "Room · Pug")
    })

    it("counts no more when the room has ended", async () => {
      await openScene("talk")
      await look("hidden")
      await tell("one")
      await titled("(1) Room · Pug")
      await page.evaluate(() => window.gallery.play("end purged"))

      await titled("The end · Pug")
    })
  })

  describe("home", () => {
    it("makes a room with the chosen lifetime and number of people", async () => {
      await open("/")
      await page.getByLabel("Lasts").selectOption("10 minutes")
      await page.getByLabel("People").selectOption("up to 2")
      await press("Make a room")

      assert.deepStrictEqual(await asked(), ["create 600 2"])
    })

    it("shows how far the work is, and that it may take longer", async () => {
      await open("/")
      await press("Make a room")
      await page.evaluate(() => window.gallery.client.report(0.41))
      await page.getByText("41%").waitFor()
      await page.evaluate(() => window.gallery.client.report(1.2))

      await page.getByText("It takes longer than most.").waitFor()
    })

    it("keeps the focus where the work can be stopped, and begun again", async () => {
      await open("/")
      const focused = (name: string): Promise<void> =>
        page.locator("button:focus").getByText(name, { exact: true }).waitFor()
      await page.getByLabel("Your name").press("Enter")
      await focused("Cancel")
      await page.keyboard.press("Enter")
      await focused("Make a room")

      assert.deepStrictEqual(await asked(), ["create 3600 5", "create interrupted"])
    })

    it("takes the creator's name into the room, and no further", async () => {
      await open("/")
      await page.getByLabel("Your name").fill("Ana")
      await press("Make a room")
      await page.evaluate(() => window.gallery.client.finishCreate("created"))
      await page.waitForFunction(() => window.gallery.client.asked.includes("join as creator named Ana"))

      assert.notInclude(page.url(), "Ana")
    })

    it("stops the work on Cancel", async () => {
      await open("/")
      await press("Make a room")
      await press("Cancel")
      await page.getByRole("button", { name: "Make a room" }).waitFor()

      assert.deepStrictEqual(await asked(), ["create 3600 5", "create interrupted"])
    })

    it("says why no room was made, and lets one try again", async () => {
      await open("/")
      await press("Make a room")
      await page.evaluate(() => window.gallery.client.finishCreate({ code: "busy", detail: "" }))
      await page.getByText("The relay is full just now.").waitFor()
      await press("Make a room")

      assert.deepStrictEqual(await asked(), ["create 3600 5", "create 3600 5"])
    })

    it("opened over plain http offers no room and says why", async () => {
      await open(`${gallery.insecureUrl}/`)
      await page.getByText("It was opened over http").waitFor()

      assert.strictEqual(await page.getByRole("button", { name: "Make a room" }).count(), 0)
    })

    it("brings the creator in and shows the invite at once", async () => {
      await open("/")
      await press("Make a room")
      await page.evaluate(() => window.gallery.client.finishCreate("created"))
      await page.waitForFunction(() => window.gallery.client.asked.includes("join as creator"))
      await page.evaluate(() => window.gallery.play("alone"))

      assert.strictEqual(
        await page.getByLabel("The link of this room").inputValue(),
        `https://pug.example${scriptedPath}`
      )
      assert.strictEqual(address(), roomPath)
    })
  })

  describe("a link", () => {
    it("connects nothing before the click", async () => {
      await open(scriptedPath)
      await heading("You are invited to talk.")

      assert.deepStrictEqual(await asked(), [])
      assert.strictEqual(await page.title(), "Invitation · Pug")
    })

    it("is joined with the Enter key under the name that the guest has chosen", async () => {
      await open(scriptedPath)
      await page.getByLabel("Your name").fill("Ana")
      await page.keyboard.press("Enter")
      await page.waitForFunction(() => window.gallery.client.asked.length > 0)

      assert.deepStrictEqual(await asked(), ["join named Ana"])
    })

    it("loses its key in the address bar before anything connects", async () => {
      await open(scriptedPath)
      await page.evaluate(() => {
        const { asked } = window.gallery.client
        const push = asked.push.bind(asked)
        asked.push = (...items) => push(...items.map((item) => `${item} at ${window.location.hash}`))
      })
      await press("Join the room")
      await page.waitForFunction(() => window.gallery.client.asked.length > 0)

      assert.deepStrictEqual(await asked(), ["join at "])
      assert.strictEqual(address(), roomPath)
    })

    it("without its key is explained and cannot be joined", async () => {
      await open(roomPath)
      await heading("The key is missing")

      assert.strictEqual(await page.getByRole("button", { name: "Join the room" }).count(), 0)
      assert.strictEqual(await page.title(), "This link does not work · Pug")
    })

    it("that was sent to the relay with its key is explained and cannot be joined", async () => {
      await open(scriptedPath.replace("#", "%23"))
      await heading("This link has given its key away")

      assert.strictEqual(await page.getByRole("button", { name: "Join the room" }).count(), 0)
    })

    it("opened over plain http says that this page cannot encrypt", async () => {
      await open(gallery.insecureUrl + scriptedPath)
      await heading("This page cannot encrypt")

      assert.strictEqual(await page.getByRole("button", { name: "Join the room" }).count(), 0)
    })

    it("leads home when it is of no use", async () => {
      await open(roomPath)
      await press("Make a room of your own")
      await heading("A room that forgets.")

      assert.strictEqual(address(), "/")
    })

    it("pasted into the address bar of the page is taken", async () => {
      await open(roomPath)
      await heading("The key is missing")
      await page.evaluate((path) => {
        window.location.href = path
      }, scriptedPath)

      await heading("You are invited to talk.")
      assert.strictEqual(await page.title(), "Invitation · Pug")
    })

    it("pasted while one is inside leaves the address bar again", async () => {
      await openScene("talk")
      await page.evaluate((path) => {
        window.location.href = path
      }, scriptedPath)
      await page.waitForFunction(() => window.location.hash === "")

      assert.deepStrictEqual(await asked(), ["join"])
    })
  })

  describe("waiting", () => {
    it("says that the creator is not here yet, and tries at once when asked to", async () => {
      await openScene("not-open-yet")
      await page.getByText("The person who made this room is not here yet.").waitFor()
      await press("Try now")

      assert.deepStrictEqual(await asked(), ["join", "check connection"])
      assert.strictEqual(await page.title(), "Waiting · Pug")
    })

    it("has the focus in its heading", async () => {
      await openScene("not-open-yet")
      await page.getByText("The person who made this room is not here yet.").waitFor()

      assert.isTrue(await page.locator("pug-waiting h1").evaluate((title) => title.matches(":focus")))
    })

    it("can be given up", async () => {
      await openScene("full")
      await press("Give up")
      await heading("You did not go in")

      assert.deepStrictEqual(await asked(), ["join", "session closed"])
    })
  })

  describe("the end", () => {
    it("leaves no word, no link and no key on the page", async () => {
      await openScene("talk")
      await page.getByText("see the draft?").waitFor()
      await page.evaluate(() => window.gallery.play("end purged"))
      await heading("The room has ended")
      const left = await page.evaluate(() => {
        const textOf = (root: Document | ShadowRoot): string =>
          [...root.querySelectorAll("*")]
            .map((node) => (node.shadowRoot === null ? "" : textOf(node.shadowRoot)))
            .join("") + (root instanceof Document ? root.documentElement.outerHTML : root.innerHTML)
        const room = document.querySelector("pug-app")?.shadowRoot?.querySelector("pug-room")
        return { text: textOf(document), link: room?.link, capability: room?.creatorCapability }
      })

      assert.notInclude(left.text, "draft")
      assert.notInclude(left.text, "k=")
      assert.isUndefined(left.link)
      assert.isUndefined(left.capability)
    })

    it("says that something may not have arrived, if something was on its way", async () => {
      await openScene("sending")
      await page.getByText("this one did not go").waitFor()
      await page.evaluate(() => window.gallery.play("end purged"))
      await page.getByText("What you wrote last may not have arrived.").waitFor()

      assert.strictEqual(await page.getByText("this one did not go").count(), 0)
      await openScene("end expired")
      await heading("The room has ended")
      assert.strictEqual(await page.getByText("may not have arrived").count(), 0)
    })

    it("offers a new room", async () => {
      await openScene("end expired")
      await heading("The room has ended")
      await press("Make a new room")
      await heading("A room that forgets.")

      assert.strictEqual(address(), "/")
      assert.strictEqual(await page.title(), "Pug: a room that forgets")
    })

    it("is said to a screen reader: the heading has the focus", async () => {
      await openScene("end kicked")
      await heading("You were removed")

      assert.isTrue(
        await page.getByRole("heading", { name: "You were removed" }).evaluate((title) => title.matches(":focus"))
      )
    })
  })

  describe("leaving the page", () => {
    it("is asked about inside a room only", async () => {
      await openScene("talk")
      const isAsked = (): Promise<boolean> =>
        page.evaluate(() => !window.dispatchEvent(new Event("beforeunload", { cancelable: true })))
      await page.getByText("see the draft?").waitFor()
      const inside = await isAsked()
      await page.evaluate(() => window.gallery.play("end purged"))
      await heading("The room has ended")

      assert.isTrue(inside)
      assert.isFalse(await isAsked())
    })

    it("closes the session and clears the page, also for a page that is kept for going back", async () => {
      await openScene("talk")
      await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })))
      await heading("You have left")

      assert.deepStrictEqual(await asked(), ["join", "leave at once", "session closed"])
      assert.strictEqual(await page.getByText("see the draft?").count(), 0)
    })

    it("and coming back asks for a sign of life", async () => {
      await openScene("talk")
      await page.evaluate(() => {
        window.dispatchEvent(new Event("online"))
        window.dispatchEvent(new PageTransitionEvent("pageshow"))
        document.dispatchEvent(new Event("visibilitychange"))
      })

      assert.deepStrictEqual(await asked(), ["join", "check connection", "check connection", "check connection"])
    })
  })

  it("stores nothing in the browser", async () => {
    await openScene("talk")
    const stored = await page.evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      cookie: document.cookie,
      databases: await indexedDB.databases(),
      caches: await caches.keys(),
      workers: (await navigator.serviceWorker.getRegistrations()).length
    }))

    assert.deepStrictEqual(stored, { local: 0, session: 0, cookie: "", databases: [], caches: [], workers: 0 })
  })
})
