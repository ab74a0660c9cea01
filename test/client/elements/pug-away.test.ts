/**
 * What happens while the person looks elsewhere, with a browser whose sounds and notifications are written down.
 */
import { afterAll, afterEach, assert, beforeAll, describe, it } from "@effect/vitest"
import type { Locator, Page } from "playwright-core"
import { axeFindings, type Gallery, openGallery, scriptedPath } from "../../support/Gallery.ts"

declare global {
  interface Window {
    /** What the page has asked of the browser, in order. */
    devices: Array<string>
    /** Those that were shown. */
    shownNotifications: Array<EventTarget>
  }
}

interface Device {
  /** What the person answers; `absent` where the browser knows no notifications, `unusable` where it makes none for pages. */
  readonly notifications: "granted" | "denied" | "absent" | "unusable"
  readonly hasAudio: boolean
}

/** Puts devices that write down what is asked of them in the place of the browser's. */
const putDevices = ({ notifications, hasAudio }: Device): void => {
  window.devices = []
  window.shownNotifications = []
  let permission = "default"
  class FakeNotification extends EventTarget {
    static get permission(): string {
      return permission
    }
    static requestPermission(): Promise<string> {
      window.devices.push("asked for permission")
      permission = notifications
      return Promise.resolve(permission)
    }
    constructor(title: string, options: NotificationOptions = {}) {
      super()
      if (notifications === "unusable") throw new TypeError("Illegal constructor")
      if (permission !== "granted") return
      window.devices.push(`shows ${title} ${JSON.stringify(options)}`)
      window.shownNotifications.push(this)
    }
    close(): void {
      window.devices.push("closes")
    }
  }
  const RealAudio = window.AudioContext
  class HeardAudio extends RealAudio {
    override createOscillator(): OscillatorNode {
      window.devices.push("note")
      return super.createOscillator()
    }
    override suspend(): Promise<void> {
      window.devices.push("silence")
      return super.suspend()
    }
  }
  const put = (name: string, value: unknown): boolean => Reflect.set(window, name, value)
  if (notifications === "absent") Reflect.deleteProperty(window, "Notification")
  else put("Notification", FakeNotification)
  if (hasAudio) put("AudioContext", HeardAudio)
  else Reflect.deleteProperty(window, "AudioContext")
}

describe("pug-away", { timeout: 60_000 }, () => {
  let gallery: Gallery
  let page: Page

  beforeAll(async () => {
    gallery = await openGallery()
  }, 60_000)

  afterEach(() => page.context().close())

  afterAll(() => gallery.close())

  const enter = async (device: Partial<Device> = {}): Promise<void> => {
    page = await gallery.open(scriptedPath)
    await page.evaluate(putDevices, { notifications: "granted", hasAudio: true, ...device } as const)
    await page.getByRole("button", { name: "Join the room" }).click()
    await page.waitForFunction(() => window.gallery.client.asked.includes("join"))
    await page.evaluate(() => window.gallery.play("talk"))
    await page.getByRole("textbox", { name: "Message" }).waitFor()
    await page.evaluate(() => window.dispatchEvent(new Event("focus")))
    await page.getByText("While I look elsewhere").click()
  }
  const wish = (name: string): Locator =>
    page.getByRole("group", { name: "While I look elsewhere" }).getByRole("checkbox", { name, exact: true })
  const sound = (): Locator => wish("Play a soft sound")
  const notification = (): Locator => wish("Show a notification")
  const look = (where: "elsewhere" | "here", page: Page): Promise<void> =>
    page.evaluate((where) => {
      const isHere = where === "here"
      Object.defineProperty(document, "visibilityState", { value: isHere ? "visible" : "hidden", configurable: true })
      window.dispatchEvent(new Event(isHere ? "focus" : "blur"))
      document.dispatchEvent(new Event("visibilitychange"))
    }, where)
  const hear = async (text: string, isSelf = false): Promise<void> => {
    await page.evaluate(
      ([text, isSelf]) => {
        const { client, SessionEvent, scriptedMember } = window.gallery
        const sender = scriptedMember(isSelf ? 1 : 2, isSelf ? "badger" : "otter", { isSelf })
        client.tell(SessionEvent.Message({ id: text, sender, body: text, sentAt: 0, time: 0, sequence: 1 }))
      },
      [text, isSelf] as const
    )
    await page.getByRole("log").getByText(text, { exact: true }).waitFor()
  }
  const devices = (): Promise<ReadonlyArray<string>> => page.evaluate(() => window.devices)
  const silence = (times: number): Promise<unknown> =>
    page.waitForFunction((times) => window.devices.filter((what) => what === "silence").length === times, times)

  const shown = `shows Something came in. {"silent":true}`

  it("asks for nothing and does nothing unless it is wanted", async () => {
    await enter()
    await look("elsewhere", page)
    await hear("one")

    assert.deepStrictEqual([await sound().isChecked(), await notification().isChecked()], [false, false])
    assert.deepStrictEqual(await devices(), [])
  })

  it("sounds when it is switched on, when something comes while the person looks elsewhere, and at no other time", async () => {
    await enter()
    await sound().check()
    await silence(1)
    await hear("seen as it comes")
    await look("elsewhere", page)
    await hear("an own one, from before", true)
    await hear("one")
    await silence(2)
    await sound().uncheck()
    await hear("two")

    assert.deepStrictEqual(await devices(), ["note", "note", "silence", "note", "note", "silence"])
  })

  it("is one sound for what comes in close succession", async () => {
    await enter()
    await sound().check()
    await silence(1)
    await look("elsewhere", page)
    await page.evaluate(() => {
      const { client, SessionEvent, scriptedMember } = window.gallery
      for (const text of ["one", "two", "three"]) {
        const sender = scriptedMember(2, "otter")
        client.tell(SessionEvent.Message({ id: text, sender, body: text, sentAt: 0, time: 0, sequence: 1 }))
      }
    })
    await silence(2)

    assert.deepStrictEqual(await devices(), ["note", "note", "silence", "note", "note", "silence"])
  })

  it("notifies once of what comes while the page is hidden: that something came, and neither what, nor whose, nor where", async () => {
    await enter()
    await notification().check()
    await hear("seen as it comes")
    await look("elsewhere", page)
    await hear("one")
    await hear("two")
    await look("here", page)
    await look("elsewhere", page)
    await hear("three")

    assert.deepStrictEqual(await devices(), ["asked for permission", shown, "closes", shown])
  })

  it("leads back to the page by a click, and tells again once the person has put it away", async () => {
    await enter()
    await notification().check()
    await look("elsewhere", page)
    await page.evaluate(() => {
      window.focus = () => void window.devices.push("focus")
    })
    await hear("one")
    await page.evaluate(() => window.shownNotifications[0]?.dispatchEvent(new Event("close")))
    await hear("two")
    await page.evaluate(() => window.shownNotifications[1]?.dispatchEvent(new Event("click")))

    assert.deepStrictEqual(await devices(), ["asked for permission", shown, shown, "focus", "closes"])
  })

  it("takes the notification away with the room", async () => {
    await enter()
    await notification().check()
    await look("elsewhere", page)
    await hear("one")
    await page.evaluate(() => window.gallery.client.tell(window.gallery.SessionEvent.Ended({ reason: "purged" })))
    await page.getByRole("heading", { name: "The room has ended" }).waitFor()

    assert.deepStrictEqual(await devices(), ["asked for permission", shown, "closes"])
  })

  it("says when the browser does not allow notifications, and stays off", async () => {
    await enter({ notifications: "denied" })
    await notification().click()
    await page.getByText("The browser does not allow notifications here.").waitFor()

    assert.isFalse(await notification().isChecked())
  })

  it.each(["absent", "unusable"] as const)("shows no switch for notifications that are %s", async (notifications) => {
    await enter({ notifications })

    assert.deepStrictEqual([await sound().count(), await notification().count()], [1, 0])
  })

  it("shows no switch for sounds where the browser makes none", async () => {
    await enter({ hasAudio: false })

    assert.deepStrictEqual([await sound().count(), await notification().count()], [0, 1])
  })

  it("is accessible, and gives the browser nothing to complain about", async () => {
    await enter({ notifications: "denied" })
    await notification().click()
    await page.getByText("The browser does not allow notifications here.").waitFor()

    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme })
      assert.deepStrictEqual(await axeFindings(page), [])
    }
    assert.deepStrictEqual(gallery.complaints, [])
  })
})
