/**
 * Reading back: where the rows stand on screen, in pixels, in every frame that is painted while the log changes around
 * them. Chromium holds no place by itself here (`overflow-anchor: none`), so that what is measured holds in every browser.
 */
import { afterAll, afterEach, assert, beforeAll, describe, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { client } from "../../src/protocol/Limits.ts"
import { type Gallery, openGallery } from "../support/Gallery.ts"

let gallery: Gallery
let page: Page

beforeAll(async () => {
  gallery = await openGallery()
}, 60_000)

afterEach(() => page.context().close())

afterAll(() => gallery.close())

/** A room with so many messages, of which the newest is on screen. Every third is long, so that rows wrap. */
const talk = async (count: number): Promise<void> => {
  page = await gallery.openScene("talk", { width: 900, height: 600 })
  await page.getByRole("textbox", { name: "Message" }).waitFor()
  await page.evaluate(() => {
    window.says = (from, to) => {
      const { client, SessionEvent, scriptedMember } = window.gallery
      const long =
        " of the many things that somebody has to say who writes for longer than one line of the screen".repeat(2)
      for (let sequence = from; sequence < to; sequence += 1) {
        const sender = scriptedMember(2 + (Math.floor(sequence / 4) % 2), sequence % 8 < 4 ? "heron" : "otter")
        const body = `line ${sequence}${sequence % 3 === 0 ? long : ""}`
        client.tell(SessionEvent.Message({ id: `s${sequence}`, sender, body, sentAt: 0, time: 0, sequence }))
      }
    }
    window.painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))
    window.parts = () => {
      const log = document
        .querySelector("pug-app")
        ?.shadowRoot?.querySelector("pug-room")
        ?.shadowRoot?.querySelector("pug-chat")
        ?.shadowRoot?.querySelector("pug-log")
      const scroller = log?.shadowRoot?.querySelector<HTMLElement>(".scroller")
      if (log === null || log === undefined || scroller === null || scroller === undefined) throw new Error("no log")
      return { log, scroller }
    }
    window.rows = () => {
      const { scroller } = window.parts()
      const { top, bottom } = scroller.getBoundingClientRect()
      return [...scroller.querySelectorAll(".message, .note")].flatMap((row) => {
        const place = row.getBoundingClientRect()
        return place.top >= top && place.top < bottom ? [{ text: row.textContent.trim(), top: place.top }] : []
      })
    }
  })
  await page.evaluate(async (count) => {
    window.says(0, count)
    await window.painted()
  }, count)
  await page.waitForFunction(() => window.gallery.client.isTold)
}

/** The reader scrolls to so many pixels from the top. */
const readAt = (top: number): Promise<void> =>
  page.evaluate(async (top) => {
    window.parts().scroller.scrollTop = top
    await window.painted()
    const rows = new Map(window.rows().map(({ text, top }) => [text, top]))
    window.jumps = []
    // After the frame: ResizeObservers have had their say, and what is measured is what was painted.
    const frames = new MessageChannel()
    frames.port1.start()
    frames.port1.addEventListener("message", () => {
      for (const { text, top } of window.rows()) {
        const moved = top - (rows.get(text) ?? top)
        if (Math.abs(moved) > 1) window.jumps.push(`${text.slice(0, 8)} by ${Math.round(moved)}`)
      }
    })
    const watch = (): void => {
      frames.port2.postMessage("painted")
      window.watching = requestAnimationFrame(watch)
    }
    watch()
  }, top)

/** What has moved on screen since the reader came there, in any frame; and that there is something to read. */
const jumps = (): Promise<ReadonlyArray<string>> =>
  page.evaluate(async () => {
    await window.painted()
    await window.painted()
    cancelAnimationFrame(window.watching)
    if (window.rows().length === 0) window.jumps.push("nothing on screen")
    return window.jumps
  })

declare global {
  interface Window {
    says: (from: number, to: number) => void
    painted: () => Promise<void>
    parts: () => { readonly log: HTMLElement; readonly scroller: HTMLElement }
    /** The rows that begin on screen. */
    rows: () => ReadonlyArray<{ readonly text: string; readonly top: number }>
    jumps: Array<string>
    watching: number
  }
}

describe("what somebody reads stays where it is", { timeout: 60_000 }, () => {
  it("without help of the browser", async () => {
    await talk(60)

    assert.strictEqual(
      await page.evaluate(() => getComputedStyle(window.parts().scroller).getPropertyValue("overflow-anchor")),
      "none"
    )
  })

  it("when messages come below", async () => {
    await talk(60)
    await readAt(700)
    await page.evaluate(() => window.says(60, 90))
    await page.getByRole("button", { name: "30 new messages" }).waitFor()

    assert.deepStrictEqual(await jumps(), [])
  })

  it("when the oldest go, one by one, in the middle of the log", async () => {
    await talk(client.maxLogEntries)
    await readAt(7000)
    await page.evaluate(async (kept) => {
      for (let next = kept; next < kept + 40; next += 1) {
        window.says(next, next + 1)
        await window.painted()
      }
    }, client.maxLogEntries)

    assert.deepStrictEqual(await jumps(), [])
  })

  it("when the oldest go that are just above", async () => {
    await talk(client.maxLogEntries)
    await readAt(300)
    await page.evaluate(async (kept) => {
      for (let next = kept; next < kept + 16; next += 1) {
        window.says(next, next + 1)
        await window.painted()
      }
    }, client.maxLogEntries)

    assert.deepStrictEqual(await jumps(), [])
  })

  it("until all of it is gone; then the oldest that is kept is there", async () => {
    await talk(client.maxLogEntries)
    await readAt(0)
    await page.evaluate((kept) => window.says(kept, kept + 60), client.maxLogEntries)
    await page.getByRole("button", { name: "60 new messages" }).waitFor()
    await page.evaluate(() => window.painted())

    const rows = await page.evaluate(() => window.rows().map(({ text }) => text))
    assert.strictEqual(rows[0], "Earlier messages are not kept on this page.")
    assert.match(rows[1] ?? "", /^line 60/)
  })

  it("when an own message is confirmed below, fails, or is discarded", async () => {
    await talk(60)
    await page.evaluate(async () => {
      const { client, SessionEvent } = window.gallery
      client.tell(SessionEvent.MessagePending({ id: "own", body: "mine", sentAt: 0 }))
      client.tell(SessionEvent.MessagePending({ id: "lost", body: "lost", sentAt: 0 }))
      await window.painted()
    })
    await readAt(700)
    await page.evaluate(async () => {
      const { client, SessionEvent, scriptedMember } = window.gallery
      const sender = scriptedMember(1, "badger", { isSelf: true, isCreator: true })
      client.tell(SessionEvent.Message({ id: "own", sender, body: "mine", sentAt: 0, time: 0, sequence: 90 }))
      await window.painted()
      client.tell(SessionEvent.MessageFailed({ id: "lost" }))
    })

    assert.deepStrictEqual(await jumps(), [])
  })

  it("when messages above it, and the one that is cut by the edge, change their height", async () => {
    await talk(60)
    await readAt(1500)
    await page.evaluate(async () => {
      for (const row of [...window.parts().scroller.querySelectorAll<HTMLElement>(".message")].slice(0, 20)) {
        // Within a frame, as a change between frames could be measured before the frame that shows it.
        await window.painted()
        row.style.minBlockSize = "90px"
      }
    })

    assert.deepStrictEqual(await jumps(), [])
  })

  it("when a font comes late", async () => {
    await talk(60)
    await readAt(1500)
    const before = await page.evaluate(() => window.rows()[0])
    await page.evaluate(async () => {
      window.parts().scroller.style.fontFamily = "monospace"
      window.parts().scroller.style.letterSpacing = "2px"
      await window.painted()
    })
    const after = await page.evaluate(() => window.rows()[0])

    assert.isDefined(before)
    assert.strictEqual(after?.text, before?.text)
    assert.closeTo(after?.top ?? 0, before?.top ?? 0, 1)
  })

  it("when somebody comes, is renamed and goes, and a banner comes over the log and goes", async () => {
    await talk(60)
    await readAt(700)
    await page.evaluate(async () => {
      const { client, SessionEvent, scriptedMember } = window.gallery
      const member = scriptedMember(9, "lynx")
      const steps = [
        SessionEvent.MemberJoined({ member, time: 0 }),
        SessionEvent.ConnectionLost({ code: 1006, range: "try-again", retryMillis: 4_000 }),
        SessionEvent.Working({ progress: 0.3 }),
        SessionEvent.Joined({
          members: [scriptedMember(1, "badger", { isSelf: true, isCreator: true }), scriptedMember(2, "otter"), member],
          capacity: 5,
          isLocked: false,
          remainingMillis: 2_000_000,
          waitMillis: 0,
          isResumed: true,
          missedCount: 3,
          time: 0
        }),
        SessionEvent.MemberChanged({ member: { ...member, name: "somebody of a much longer name" } }),
        SessionEvent.MemberLeft({ member, reason: "left", time: 0 }),
        SessionEvent.LockChanged({ isLocked: true, time: 0 })
      ]
      for (const step of steps) {
        client.tell(step)
        await window.painted()
      }
    })

    assert.deepStrictEqual(await jumps(), [])
  })

  it("when the keyboard of a phone comes and goes, and the window is made lower and higher", async () => {
    await talk(60)
    await readAt(700)
    for (const height of [420, 600, 380, 600]) {
      await page.setViewportSize({ width: 900, height })
      await page.evaluate(() => window.painted())
    }

    assert.deepStrictEqual(await jumps(), [])
  })

  it("when the window is made narrower and wider: the first line stays, and comes back to the pixel", async () => {
    await talk(60)
    await readAt(900)
    const first = (): Promise<{ readonly text: string; readonly top: number } | undefined> =>
      page.evaluate(() => window.rows()[0])
    const before = await first()
    for (const width of [1200, 800, 1000, 900]) {
      await page.setViewportSize({ width, height: 600 })
      await page.evaluate(() => window.painted())
      const after = await first()
      assert.strictEqual(after?.text, before?.text)
      assert.closeTo(after?.top ?? Number.NaN, before?.top ?? Number.NaN, width === 900 ? 0 : 1)
    }
  })

  it("when the page around the log is scrolled, the log moves with the page", async () => {
    await talk(60)
    await page.evaluate(() => {
      document.body.style.paddingBlock = "400px"
    })
    await readAt(700)
    const scrolled = await page.evaluate(async () => {
      const { scroller } = window.parts()
      const before = scroller.scrollTop
      window.scrollTo(0, 200)
      window.says(60, 61)
      await window.painted()
      return scroller.scrollTop - before
    })

    assert.strictEqual(scrolled, 0)
  })

  it("when the keyboard leads from message to message: the one in focus stays on screen", async () => {
    await talk(60)
    await page.getByRole("textbox", { name: "Message" }).press("Shift+Tab")
    for (let step = 0; step < 30; step += 1) await page.keyboard.press("ArrowUp")
    await page.evaluate(() => window.painted())
    const isOnScreen = await page.evaluate(() => {
      const { log, scroller } = window.parts()
      const place = log.shadowRoot?.activeElement?.getBoundingClientRect()
      const { top, bottom } = scroller.getBoundingClientRect()
      return place !== undefined && place.bottom > top && place.top < bottom
    })

    assert.isTrue(isOnScreen)
  })

  it("and the browser has nothing to complain about", async () => {
    await talk(1)

    assert.deepStrictEqual(gallery.complaints, [])
  })
})
