/**
 * The inside of a room: writing, reading, inviting, and the creator's controls.
 */
import { afterAll, afterEach, assert, beforeAll, describe, it } from "@effect/vitest"
import { generate } from "lean-qr"
import type { Locator, Page } from "playwright-core"
import { formatRoomLink, linkOfBytes } from "../../../src/client/RoomLink.ts"
import { readSpoken } from "../../../src/client/spoken/SpokenLink.ts"
import { type Gallery, type Look, openGallery } from "../../support/Gallery.ts"

const phone: Partial<Look> = { width: 360, height: 740 }

describe("pug-chat", { timeout: 60_000 }, () => {
  let gallery: Gallery
  let page: Page

  beforeAll(async () => {
    gallery = await openGallery()
  }, 60_000)

  afterEach(() => page.context().close())

  afterAll(() => gallery.close())

  const openScene = async (scene: string, look?: Partial<Look>): Promise<void> => {
    page = await gallery.openScene(scene, look)
    await field().waitFor()
  }
  const asked = (): Promise<ReadonlyArray<string>> => page.evaluate(() => window.gallery.client.asked.slice(1))
  const press = (name: string): Promise<void> => page.getByRole("button", { name, exact: true }).click()
  const field = (): Locator => page.getByRole("textbox", { name: "Message" })
  const dialog = (): Locator => page.getByRole("dialog")
  const log = (): Locator => page.getByRole("log")

  describe("the composer", () => {
    it("sends on Enter and begins a line on Shift+Enter", async () => {
      await openScene("talk")
      await field().pressSequentially("one")
      await field().press("Shift+Enter")
      await field().pressSequentially("two")
      await field().press("Enter")
      await page.getByText("waiting").waitFor()

      assert.deepStrictEqual(await asked(), ["send one\ntwo"])
      assert.strictEqual(await field().inputValue(), "")
    })

    it("has the focus where there is a keyboard", async () => {
      await openScene("talk")

      assert.isTrue(await field().evaluate((textarea) => textarea.matches(":focus")))
    })

    it("leaves the focus to the heading where a keyboard would cover the room", async () => {
      await openScene("talk", { ...phone, isTouch: true })

      assert.isTrue(await page.locator("pug-chat h1").evaluate((title) => title.matches(":focus")))
      assert.strictEqual(await log().getAttribute("aria-relevant"), "additions")
    })

    it("leaves Enter to an input method that is composing", async () => {
      await openScene("talk")
      await field().fill("にほ")
      await field().evaluate((textarea) => {
        const composing = { key: "Enter", bubbles: true, composed: true, cancelable: true, isComposing: true }
        textarea.dispatchEvent(new KeyboardEvent("keydown", composing))
      })

      assert.deepStrictEqual(await asked(), [])
      assert.strictEqual(await field().inputValue(), "にほ")
    })

    it("sends nothing that is blank", async () => {
      await openScene("talk")
      await field().fill(" \n ")
      await press("Send")

      assert.deepStrictEqual(await asked(), [])
    })

    it("lets every message disappear from when that is chosen until it is chosen anew, and says what that does not do", async () => {
      await openScene("talk")
      const lasting = page.getByRole("combobox", { name: "Disappears after" })
      const sendText = async (text: string): Promise<void> => {
        await field().fill(text)
        await field().press("Enter")
      }
      const chosen = await lasting.locator("option").allInnerTexts()
      await sendText("one")
      await lasting.selectOption("5 minutes")
      await page.getByText("Whoever reads it can still keep it.").waitFor()
      await sendText("two")
      await sendText("three")
      await lasting.selectOption("Stays until the room ends")
      await sendText("four")
      await page.getByText("four").waitFor()

      assert.deepStrictEqual(chosen, ["Stays until the room ends", "30 seconds", "5 minutes", "1 hour"])
      assert.deepStrictEqual(await asked(), ["send one", "send two for 300 s", "send three for 300 s", "send four"])
      assert.strictEqual(await page.getByText("Whoever reads it can still keep it.").count(), 0)
    })

    it("keeps the draft while the connection is lost and found", async () => {
      await openScene("talk")
      await field().fill("half a thought")
      await page.evaluate(() => window.gallery.play("lost"))
      await page.getByText("Connection lost.").waitFor()

      assert.strictEqual(await field().inputValue(), "half a thought")
    })

    it("shows the size near the limit, and keeps what is too long", async () => {
      await openScene("talk")
      await field().fill("x".repeat(13_000))
      await page.getByText("bytes left").waitFor()
      await field().fill("x".repeat(16_000))
      await page.getByText("Too long by").waitFor()
      await press("Send")

      assert.deepStrictEqual(await asked(), [])
      assert.strictEqual((await field().inputValue()).length, 16_000)
    })

    it("gets back what the session finds too long", async () => {
      await openScene("talk")
      await field().fill("x".repeat(15_100))
      await press("Send")
      await page.getByText("Too long by 100 bytes.").waitFor()

      assert.strictEqual((await field().inputValue()).length, 15_100)
    })
  })

  describe("the keys", () => {
    const list = (): Locator => page.getByRole("dialog", { name: "Keyboard" })

    it("are listed at ?, and the focus goes back to where it was", async () => {
      await openScene("talk")
      await log().focus()
      await page.keyboard.press("?")
      await list().getByText("Begin a new line").waitFor()
      await page.keyboard.press("Escape")
      await list().waitFor({ state: "hidden" })

      assert.isTrue(await log().evaluate((scroller) => scroller.matches(":focus")))
    })

    it("leave ? to somebody who is writing", async () => {
      await openScene("talk")
      await field().press("?")

      assert.strictEqual(await field().inputValue(), "?")
      assert.isFalse(await list().isVisible())
    })

    it("are listed by a button, on a phone too", async () => {
      await openScene("talk", phone)
      await page.getByRole("button", { name: /here/ }).click()
      await press("Keyboard")
      await list().getByText("Begin a new line").waitFor()
      await press("Close")

      await list().waitFor({ state: "hidden" })
    })
  })

  describe("the log", () => {
    it("shows text as text", async () => {
      await openScene("talk")
      await field().fill("<img src=x onerror=alert(1)><b>bold</b>")
      await field().press("Enter")
      await page.getByText("<img src=x onerror=alert(1)><b>bold</b>").waitFor()

      assert.strictEqual(await page.locator("pug-log img, pug-log b").count(), 0)
    })

    it("opens links elsewhere, without a word of where they stood, and shows code and bold", async () => {
      await openScene("talk")
      await field().fill("**Read** https://pug.example/a. Then `npm ci`")
      await field().press("Enter")
      const link = page.getByRole("link", { name: "https://pug.example/a", exact: true })
      await link.waitFor()

      assert.deepStrictEqual(
        await link.evaluate((anchor) => ["href", "target", "rel", "dir"].map((name) => anchor.getAttribute(name))),
        ["https://pug.example/a", "_blank", "noopener noreferrer nofollow", "ltr"]
      )
      assert.strictEqual(await page.locator("pug-log b").textContent(), "Read")
      assert.strictEqual(await page.locator("pug-log code").textContent(), "npm ci")
      assert.strictEqual(
        await page.locator("pug-log .body").last().innerText(),
        "Read https://pug.example/a. Then npm ci"
      )
    })

    it("copies a message by mouse, as it was typed", async () => {
      await openScene("marked")
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
      const message = page.locator("pug-log .message", { hasText: "Before nine" })
      await message.hover()
      await message.getByRole("button", { name: "Copy this message" }).click()
      await page.getByText("The message is copied.").waitFor()

      assert.match(
        await page.evaluate(() => navigator.clipboard.readText()),
        /^\*\*Before nine:\*\* .*`npm ci` in it\.$/
      )
    })

    it("lets the Tab key find one copy button, and the arrow keys the others", async () => {
      await openScene("marked")
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
      await field().press("Shift+Tab")
      for (const key of ["ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown", "Enter"]) await page.keyboard.press(key)
      await page.getByText("The message is copied.").waitFor()

      assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^agreed/)
      assert.strictEqual(await page.locator("pug-log .copy[tabindex='0']").count(), 1)
    })

    it("says when the browser does not allow copying", async () => {
      await openScene("talk")
      await page.evaluate(() => {
        navigator.clipboard.writeText = () => Promise.reject(new Error("refused"))
      })
      await field().press("Shift+Tab")
      await page.keyboard.press("Enter")

      await page.getByText("The browser did not allow copying. Select the text instead.").waitFor()
    })

    it("offers to send again or to discard what was not sent", async () => {
      await openScene("sending")
      await press("Send again")
      await page.waitForFunction(() => window.gallery.client.asked.includes("send this one did not go"))

      assert.strictEqual(await page.getByText("not sent").count(), 0)
    })

    it("forgets what is discarded", async () => {
      await openScene("sending")
      await press("Discard")

      assert.strictEqual(await page.getByText("this one did not go").count(), 0)
    })

    it("sends again with the wish to disappear", async () => {
      await openScene("fading")
      await press("Send again")
      await page.waitForFunction(() => window.gallery.client.asked.includes("send this one did not go for 30 s"))

      assert.strictEqual(await page.getByText("not sent").count(), 0)
    })

    it("says beside a message how long it is kept", async () => {
      await openScene("fading")
      const marks = await log().getByText("disappears").allInnerTexts()

      assert.deepStrictEqual(
        marks.map((mark) => mark.trim()),
        ["disappears after 5 mins", "disappears after 1 hr", "disappears after 30 secs", "disappears after 30 secs"]
      )
    })

    const distanceToEnd = (): Promise<number> =>
      log().evaluate((scroller) => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight)
    const tell = (body: string): Promise<void> =>
      page.evaluate((text) => {
        const { client, SessionEvent, scriptedMember } = window.gallery
        const sender = scriptedMember(2, "otter")
        client.tell(SessionEvent.Message({ id: text, sender, body: text, sentAt: 0, time: 0, sequence: 1 }))
      }, body)

    it("stays at the end", async () => {
      await openScene("crowded")
      await tell("the newest")
      await log().getByText("the newest").waitFor()

      assert.isAtMost(await distanceToEnd(), 1)
    })

    it("stays where the reader is, and counts what came in a pill", async () => {
      await openScene("crowded")
      await log().evaluate((scroller) => {
        scroller.scrollTop = 100
      })
      await page.waitForFunction(() => new Promise((resolve) => requestAnimationFrame(() => resolve(true))))
      await tell("the newest")
      await tell("and one more")
      await page.getByRole("button", { name: "2 new messages" }).waitFor()
      const before = await log().evaluate((scroller) => scroller.scrollTop)
      await page.getByRole("button", { name: "2 new messages" }).click()
      await page.getByRole("button", { name: "2 new messages" }).waitFor({ state: "detached" })

      assert.strictEqual(before, 100)
      assert.isAtMost(await distanceToEnd(), 1)
    })

    it("goes to the end for an own message", async () => {
      await openScene("crowded")
      await log().evaluate((scroller) => {
        scroller.scrollTop = 100
      })
      await page.waitForFunction(() => new Promise((resolve) => requestAnimationFrame(() => resolve(true))))
      await field().fill("mine")
      await field().press("Enter")
      await page.getByText("waiting").waitFor()

      assert.isAtMost(await distanceToEnd(), 1)
    })
  })

  describe("the invite", () => {
    it("says that one is alone and how long the room waits", async () => {
      await openScene("alone")

      await page
        .getByText("You are alone here. Send the link; if you close this page, the room waits 15 minutes.")
        .waitFor()
    })

    it("copies the link", async () => {
      await openScene("alone")
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
      await page.locator(".alone").getByRole("button", { name: "Invite" }).click()
      const link = await dialog().getByLabel("The link of this room").inputValue()
      await press("Copy link")
      await dialog().getByRole("button", { name: "Copied" }).waitFor()

      assert.strictEqual(await page.evaluate(() => navigator.clipboard.readText()), link)
    })

    it("selects the link when the browser does not copy", async () => {
      await openScene("alone")
      await page.evaluate(() => {
        navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"))
      })
      await page.locator(".alone").getByRole("button", { name: "Invite" }).click()
      await press("Copy link")
      await page.getByText("copy it by hand").waitFor()
      const selected = await dialog()
        .locator("input")
        .evaluate((input) => (input instanceof HTMLInputElement ? (input.selectionEnd ?? 0) : 0))

      assert.isAbove(selected, 50)
    })

    it("draws the link as a QR code, dark on light in a dark theme too, with its quiet zone", async () => {
      page = await gallery.openScene("alone", { colorScheme: "dark" })
      await page.locator(".alone").getByRole("button", { name: "Invite" }).click()
      const link = await dialog().getByLabel("The link of this room").inputValue()
      const code = generate(link)
      const canvas = page.getByRole("img", { name: "The link as a QR code" })
      await canvas.and(page.locator(`[width="${code.size + 8}"]`)).waitFor()
      const modules = await canvas.evaluate((element) => {
        if (!(element instanceof HTMLCanvasElement)) return []
        const { data, width } = element.getContext("2d")?.getImageData(0, 0, element.width, element.height) ?? {
          data: [],
          width: 0
        }
        return Array.from({ length: width * width }, (_, index) => [data[4 * index], data[4 * index + 3]].join(" "))
      })

      const expected = Array.from({ length: (code.size + 8) ** 2 }, (_, index) =>
        code.get((index % (code.size + 8)) - 4, Math.floor(index / (code.size + 8)) - 4) ? "0 255" : "255 255"
      )
      assert.deepStrictEqual(modules, expected)
    })

    it("reads out the link in words that its own reader takes back", async () => {
      await openScene("alone")
      await page.locator(".alone").getByRole("button", { name: "Invite" }).click()
      const link = await dialog().getByLabel("The link of this room").inputValue()
      await dialog().getByText("Read it out, in words").click()
      await dialog().getByRole("listitem").nth(7).waitFor()
      const lines = await dialog().getByRole("listitem").allInnerTexts()
      await dialog().getByText("On the other device open the address below").waitFor()
      await dialog().getByText(new URL(link).host, { exact: true }).waitFor()

      const { bytes = new Uint8Array() } = readSpoken(lines.join("\n"))
      assert.strictEqual(formatRoomLink(linkOfBytes(bytes, new URL(link).origin)), link)
    })

    it("offers what the device shares with, where there is something", async () => {
      page = await gallery.open("/")
      await page.addInitScript(() => {
        Object.assign(navigator, {
          share: (data: ShareData) => Promise.resolve(Object.assign(window, { shared: data.url }))
        })
      })
      await page.reload()
      await page.getByRole("button", { name: "Make a room" }).click()
      await page.evaluate(() => window.gallery.client.finishCreate("created"))
      await page.waitForFunction(() => window.gallery.client.asked.includes("join as creator"))
      await page.evaluate(() => window.gallery.play("alone"))
      const link = await dialog().getByLabel("The link of this room").inputValue()
      await press("Share")

      assert.strictEqual(await page.evaluate(() => Reflect.get(window, "shared")), link)
    })

    it("closes on Escape and opens again", async () => {
      await openScene("alone")
      const invite = page.locator(".alone").getByRole("button", { name: "Invite" })
      await invite.click()
      await page.keyboard.press("Escape")
      await dialog().waitFor({ state: "hidden" })
      await invite.click()
      await dialog().waitFor()

      assert.isTrue(
        await dialog()
          .getByRole("button", { name: "Copy link" })
          .evaluate((copy) => copy.matches(":focus"))
      )
    })
  })

  describe("the controls", () => {
    it("of a guest are Invite, Leave and Vanish", async () => {
      await openScene("talk-guest")

      assert.deepStrictEqual(await page.locator("pug-tools button").allInnerTexts(), ["Invite", "Leave", "Vanish"])
      assert.strictEqual(await page.getByRole("button", { name: /Remove/ }).count(), 0)
    })

    it("lock and unlock", async () => {
      await openScene("talk")
      await press("Lock")
      await page.evaluate(() => window.gallery.play("controls"))
      await press("Unlock")

      assert.deepStrictEqual(await asked(), ["lock", "unlock"])
    })

    it("ask before a member is removed", async () => {
      await openScene("talk")
      await press("Remove otter")
      await dialog().getByText("Remove otter?").waitFor()
      const before = await asked()
      await dialog().getByRole("button", { name: "Remove", exact: true }).click()

      assert.deepStrictEqual(before, [])
      assert.match((await asked()).join(), /^kick m+2A$/)
    })

    it("remove a member and change the link in one step, and say what either does", async () => {
      await openScene("talk")
      await press("Remove otter")
      const described = (name: string): Promise<string | null> =>
        dialog()
          .getByRole("button", { name, exact: true })
          .evaluate((action) => {
            const id = action.getAttribute("aria-describedby") ?? ""
            const root = action.getRootNode()
            return root instanceof ShadowRoot ? (root.getElementById(id)?.textContent ?? null) : null
          })
      const effects = [await described("Remove"), await described("Remove and change the link")]
      await dialog().getByRole("button", { name: "Remove and change the link" }).click()

      assert.match((await asked()).join(), /^kick m+2A and rotate$/)
      assert.match(effects[0] ?? "", /otter.* can come in again by the link/)
      assert.match(effects[1] ?? "", /^The old link stops working\./)
    })

    it("no longer ask about a member who has left", async () => {
      await openScene("talk")
      await press("Remove heron")
      await dialog().waitFor()
      await page.evaluate(() => window.gallery.play("controls"))

      await dialog().waitFor({ state: "hidden" })
    })

    it("ask before the room ends for all, and Cancel does nothing", async () => {
      await openScene("talk")
      await press("End for all")
      await dialog().getByRole("button", { name: "Cancel" }).click()
      await dialog().waitFor({ state: "hidden" })
      const cancelled = await asked()
      await press("End for all")
      await dialog().getByRole("button", { name: "End for all" }).click()

      assert.deepStrictEqual(cancelled, [])
      assert.deepStrictEqual(await asked(), ["purge"])
    })

    it("ask before the link changes", async () => {
      await openScene("talk")
      await press("New link")
      await press("Make a new link")

      assert.deepStrictEqual(await asked(), ["rotate"])
    })

    it("ask before one leaves", async () => {
      await openScene("talk")
      await press("Leave")
      await dialog().getByRole("button", { name: "Leave" }).click()
      await page.getByRole("heading", { name: "You have left" }).waitFor()

      assert.deepStrictEqual(await asked(), ["session closed"])
    })

    it("reconnect at once", async () => {
      await openScene("lost")
      await press("Reconnect now")

      assert.deepStrictEqual(await asked(), ["check connection"])
    })

    it("are behind the number of people on a phone", async () => {
      await openScene("talk", phone)
      const before = await page.getByRole("button", { name: "Invite" }).isVisible()
      await page.getByRole("button", { name: "3 here" }).click()
      await page.getByRole("button", { name: "Invite" }).click()
      await dialog().waitFor()

      assert.isFalse(before)
    })
  })

  it.each([
    { width: 844, height: 390 },
    { width: 640, height: 360 }
  ])("keeps every control within reach on a phone on its side: $width px", async (look) => {
    await openScene("talk", look)
    if (look.width < 768) await page.getByRole("button", { name: "3 here" }).click()
    await page.mouse.move(100, 200)
    await page.mouse.wheel(0, 1_000)

    await page.waitForFunction(() => {
      const button = document
        .querySelector("pug-app")
        ?.shadowRoot?.querySelector("pug-room")
        ?.shadowRoot?.querySelector("pug-chat")
        ?.shadowRoot?.querySelector("pug-tools")
        ?.shadowRoot?.querySelector(".danger")
      return button !== null && button !== undefined && button.getBoundingClientRect().bottom <= window.innerHeight
    })
  })

  it("tells a guest with a wrong key what to do, and offers to leave", async () => {
    await openScene("wrong-key")
    await page.getByRole("alert").getByText("Ask for the link again.").waitFor()
    await page.locator(".alarm").getByRole("button", { name: "Leave" }).click()

    await dialog().getByText("Leave the room?").waitFor()
  })

  it("says in the log, which screen readers follow, that the last minutes have come", async () => {
    await openScene("short")

    await log()
      .getByText(/4\d seconds left\. Then the room ends, and everything in it is gone\./)
      .waitFor()
    assert.strictEqual(await page.locator("pug-countdown .is-short").count(), 1)
    assert.strictEqual(await page.locator("pug-countdown [role=status]").count(), 0)
  })
})
