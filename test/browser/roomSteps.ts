/**
 * What people do with the page, by what they see: labels, roles and words. Every step waits for what follows from it.
 */
import type { Locator, Page } from "playwright-core"

export const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true })

export const heading = (page: Page, name: string | RegExp): Locator => page.getByRole("heading", { name, exact: true })

/** The dialog of this title, open. */
export const dialog = (page: Page, name: string): Locator => page.getByRole("dialog", { name, exact: true })

/** The link that the open invite shows. */
export const inviteLink = (page: Page): Promise<string> =>
  dialog(page, "Invite").getByLabel("The link of this room").inputValue()

/** The composer is there: this person is in the room. */
export const isInside = (page: Page): Promise<void> => page.getByLabel("Message", { exact: true }).waitFor()

/** From the home page into a new room; returns its link. The invite is closed again. */
export const makeRoom = async (page: Page, relayUrl: string, people = 5): Promise<string> => {
  await page.goto(relayUrl)
  await page.getByLabel("People").selectOption(String(people))
  await button(page, "Make a room").click()
  const link = await inviteLink(page)
  await button(page, "Close").click()
  await dialog(page, "Invite").waitFor({ state: "hidden" })
  await isInside(page)
  return link
}

/** Opens a link and clicks. */
export const joinRoom = async (page: Page, link: string): Promise<void> => {
  await page.goto(link)
  await button(page, "Join the room").click()
  await isInside(page)
}

export const say = async (page: Page, text: string): Promise<void> => {
  await page.getByLabel("Message", { exact: true }).fill(text)
  await page.keyboard.press("Enter")
  await message(page, text).waitFor()
}

/** A message in the log. */
export const message = (page: Page, text: string): Locator => page.getByRole("log").getByText(text, { exact: true })

/** A note in the log, which has a time behind it. */
export const note = (page: Page, text: string | RegExp): Locator => page.getByRole("log").getByText(text)

/** The members, as the list names them: name and facts. */
export const members = async (page: Page): Promise<ReadonlyArray<string>> => {
  const items = await page
    .getByRole("list", { name: / here$/ })
    .getByRole("listitem")
    .allInnerTexts()
  return items.map((text) => text.replaceAll(/\s+/g, " ").trim())
}

/** The same room under another address of the relay, so that each person has a network of their own. */
export const throughAddress = (link: string, relayUrl: string): string =>
  new URL(relayUrl).origin + link.slice(new URL(link).origin.length)
