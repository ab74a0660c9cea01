/**
 * How long it takes until a message that has come is on screen, in a log that is full: from the session's event to the
 * task after the frame in which it was painted. Every append takes the oldest row away as well.
 */
import { client } from "../../src/protocol/Limits.ts"
import { type Gallery, openGallery } from "../support/Gallery.ts"

export interface Appends {
  /** Milliseconds of each append, for who is at the end of the log. */
  readonly atEnd: ReadonlyArray<number>
  /** And for who reads back, whose place is held. */
  readonly readingBack: ReadonlyArray<number>
}

export const timeAppends = async (count: number): Promise<Appends> => {
  const gallery = await openGallery()
  const atEnd = await timed(gallery, count, false)
  const readingBack = await timed(gallery, count, true)
  await gallery.close()
  return { atEnd, readingBack }
}

const timed = async (gallery: Gallery, count: number, isReadingBack: boolean): Promise<ReadonlyArray<number>> => {
  const page = await gallery.openScene("talk")
  await page.getByRole("textbox", { name: "Message" }).waitFor()
  const times = await page.evaluate(
    async ({ rows, count, isReadingBack }) => {
      const { client, SessionEvent, scriptedMember } = window.gallery
      const long = " of somebody who writes for longer than one line".repeat(4)
      let sequence = 0
      const say = (): void => {
        sequence += 1
        const sender = scriptedMember(2 + (Math.floor(sequence / 4) % 2), "otter")
        const body = `line ${sequence}${sequence % 3 === 0 ? long : ""}`
        client.tell(SessionEvent.Message({ id: `m ${sequence}`, sender, body, sentAt: 0, time: 0, sequence }))
      }
      const painted = (): Promise<number> =>
        new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel()
          port1.addEventListener("message", () => resolve(performance.now()), { once: true })
          port1.start()
          requestAnimationFrame(() => port2.postMessage("painted"))
        })
      const shadow = (root: Element | ShadowRoot | null | undefined, selector: string): ShadowRoot | null | undefined =>
        root?.querySelector(selector)?.shadowRoot
      const room = shadow(shadow(document.body, "pug-app"), "pug-room")
      const scroller = shadow(shadow(room, "pug-chat"), "pug-log")?.querySelector(".scroller")
      if (scroller === null || scroller === undefined) throw new Error("There is no log to measure.")
      const isShown = (): boolean => scroller.textContent.includes(`line ${sequence}`)
      for (let row = 0; row < rows; row += 1) say()
      while (!isShown()) await painted()
      if (isReadingBack) scroller.scrollTop = scroller.scrollHeight / 2
      await painted()
      const times: Array<number> = []
      while (times.length < count) {
        const toldAt = performance.now()
        say()
        let paintedAt = await painted()
        while (!isShown()) paintedAt = await painted()
        times.push(paintedAt - toldAt)
      }
      return times
    },
    { rows: client.maxLogEntries, count, isReadingBack }
  )
  await page.context().close()
  return times
}
