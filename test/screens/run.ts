/**
 * `npm run screens`: draws docs/screens anew, from the real relay in Debian's Chromium: a conversation of three people, as
 * each of them sees it.
 */
import { mkdirSync } from "node:fs"
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core"
import { startRelay } from "../support/RelayProcess.ts"

const directory = "docs/screens"
const desktop = { viewport: { width: 1280, height: 800 } }
const phone = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }

const person = async (browser: Browser, options: BrowserContextOptions): Promise<Page> => {
  const context = await browser.newContext({ reducedMotion: "reduce", locale: "en-GB", ...options })
  return context.newPage()
}

const keep = (page: Page, name: string) => page.screenshot({ path: `${directory}/${name}.png`, animations: "disabled" })

const field = (page: Page) => page.locator("pug-composer textarea")

const say = async (page: Page, text: string): Promise<void> => {
  await field(page).fill(text)
  await field(page).press("Enter")
  await page.getByRole("log").getByText(text.slice(0, 16)).last().waitFor()
}

const come = async (page: Page, link: string, name: string): Promise<void> => {
  await page.goto(link)
  await page.locator("pug-join input").first().fill(name)
  await page.locator("pug-join button.primary").click()
  await field(page).waitFor()
}

mkdirSync(directory, { recursive: true })
const relay = await startRelay()
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
})
try {
  const creator = await person(browser, { ...desktop, colorScheme: "light" })
  const guest = await person(browser, { ...phone, colorScheme: "dark" })
  const arab = await person(browser, { ...desktop, colorScheme: "light", locale: "ar" })

  await creator.goto(relay.url)
  await creator.locator("pug-home button.primary").waitFor()
  await keep(creator, "home-light-desktop")
  await guest.goto(relay.url)
  await guest.locator("pug-home button.primary").waitFor()
  await keep(guest, "home-dark-phone")
  await arab.goto(relay.url)
  await arab.locator("pug-home button.primary").waitFor()
  await keep(arab, "home-light-desktop-rtl")

  await creator.locator("pug-home button.primary").click()
  const dialog = creator.getByRole("dialog")
  const link = await dialog.getByLabel("The link of this room").inputValue()
  await dialog.locator("svg, canvas, img").first().waitFor()
  await keep(creator, "invite-light-desktop")
  await dialog.getByRole("button", { name: "Close", exact: true }).click()

  await guest.goto(link)
  await guest.locator("pug-join button.primary").waitFor()
  await keep(guest, "invitation-dark-phone")
  await come(guest, link, "Robin")
  await come(arab, link, "ليلى")

  await say(creator, "The copies are with me. Both folders, **all pages**.")
  await say(guest, "Did anybody see you leave?")
  await say(creator, "Nobody. I took the stairs at the back.")
  await say(arab, "أنا هنا أيضًا. متى نلتقي؟")
  await say(
    guest,
    "Tomorrow at 7, where we were the last time. The index is at https://example.org/index and `gpg --verify` passes."
  )
  await say(creator, "Good. I end the room when we are done.")
  await guest.getByRole("log").getByText("I end the room when we are done.").waitFor()
  await arab.getByRole("log").getByText("I end the room when we are done.").waitFor()
  await keep(creator, "room-light-desktop")
  await creator.emulateMedia({ colorScheme: "dark" })
  await keep(creator, "room-dark-desktop")
  await keep(guest, "room-dark-phone")
  await guest.emulateMedia({ colorScheme: "light" })
  await keep(guest, "room-light-phone")
  await keep(arab, "room-light-desktop-rtl")

  await creator.emulateMedia({ colorScheme: "light" })
  await creator.getByRole("button", { name: "End for all" }).click()
  await keep(creator, "end-question-light-desktop")
  await creator.getByRole("dialog").getByRole("button", { name: "End for all" }).click()
  await guest.locator("pug-ended").waitFor()
  await keep(guest, "ended-light-phone")
} finally {
  await browser.close()
  await relay.stop()
}
