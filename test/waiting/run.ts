/**
 * `npm run waiting`: how long somebody waits: who makes a room, for the proof of work alone and from the click until the
 * room is there; and who is in one, for a message that has come to be on screen. A hundred rooms in Debian's Chromium, each
 * in a page of its own, one to warm up; 200 messages in a full log. Fails if a goal is missed. The times want a machine that
 * does nothing else.
 */
import { chromium } from "playwright-core"
import { client } from "../../src/protocol/Limits.ts"
import { busyness, judge, type Measure } from "../support/goalTable.ts"
import { startRelay } from "../support/RelayProcess.ts"
import { timeAppends } from "./appends.ts"

const rooms = 100
const messages = 200

declare global {
  interface Window {
    waited: { solve: number; room: number }
  }
}

/**
 * Runs in the page before its own scripts: clocks the workers from their start to the first answer, and a click until its
 * room is there.
 */
const watchPage = (): void => {
  window.waited = { solve: Number.NaN, room: Number.NaN }
  const Native = window.Worker
  let startedAt = Number.NaN
  window.Worker = class extends Native {
    constructor(url: string | URL, options?: WorkerOptions) {
      if (Number.isNaN(startedAt)) startedAt = performance.now()
      super(url, options)
      this.addEventListener("message", ({ data }) => {
        if (data._tag === "Solved" && Number.isNaN(window.waited.solve))
          window.waited.solve = performance.now() - startedAt
      })
    }
  }
  const hasComposer = (root: ParentNode): boolean =>
    [...root.querySelectorAll("*")].some(
      ({ localName, shadowRoot }) => localName === "pug-composer" || (shadowRoot !== null && hasComposer(shadowRoot))
    )
  const clickedAt = (event: MouseEvent): void => {
    const look = (): void => {
      if (hasComposer(document)) window.waited.room = performance.now() - event.timeStamp
      else requestAnimationFrame(look)
    }
    look()
  }
  addEventListener("click", clickedAt, { capture: true, once: true })
}

/** The value that so large a part of all stays within. */
const quantile = (values: ReadonlyArray<number>, part: number): number =>
  Math.round(values.toSorted((one, other) => one - other)[Math.ceil(values.length * part) - 1] ?? Number.NaN)

const load = busyness()
const relay = await startRelay({ PUG_ADDRESS_CHALLENGES: "0", PUG_ADDRESS_ROOMS: "0", PUG_WAIT: "5" }, "dist/main.js")
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] })
const context = await browser.newContext()
await context.addInitScript(watchPage)

const makeRoom = async (): Promise<Window["waited"]> => {
  const page = await context.newPage()
  await page.goto(relay.url)
  await page.getByRole("button", { name: "Make a room", exact: true }).click()
  await page.waitForFunction(() => !Number.isNaN(window.waited.room))
  const waited = await page.evaluate(() => window.waited)
  await page.close()
  return waited
}

await makeRoom()
const waits: Array<Window["waited"]> = []
while (waits.length < rooms) waits.push(await makeRoom())
await browser.close()
await relay.stop()

const { atEnd, readingBack } = await timeAppends(messages)

const measure = (name: string, values: ReadonlyArray<number>, part: number, atMost: number): Measure => ({
  name,
  value: quantile(values, part),
  goal: { atMost },
  from: `${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))}`
})
const solves = waits.map(({ solve }) => solve)
const clicks = waits.map(({ room }) => room)

judge(
  [
    measure("work of 18 bits, p50, ms", solves, 0.5, 150),
    measure("work of 18 bits, p95, ms", solves, 0.95, 500),
    measure("click to room, p50, ms", clicks, 0.5, 1500),
    measure("click to room, p95, ms", clicks, 0.95, 1500),
    measure("message on screen, p50, ms", atEnd, 0.5, 50),
    measure("message on screen, p95, ms", atEnd, 0.95, 50),
    measure("the same while one reads back, p50, ms", readingBack, 0.5, 50),
    measure("the same while one reads back, p95, ms", readingBack, 0.95, 50)
  ],
  [`${rooms} rooms, ${messages} messages in a log of ${client.maxLogEntries}, ${load}`]
)
