/**
 * Every screen of the page: clean to axe (WCAG 2.2 AA), in light and dark, on a desktop and at 360 px, where nothing may
 * be wider than the screen; and without a word on the console or from the Content-Security-Policy.
 *
 * A screen is reached as a person reaches it. What takes a special relay (full, locked, every end) is played by closing
 * the page's WebSocket with the code of PROTOCOL.md section 6; no relay is asked then.
 */
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { closeCodes } from "../../src/protocol/CloseCodes.ts"
import {
  axe,
  desktop,
  openBrowser,
  type People,
  type Person,
  phone,
  type PersonOptions,
  type Size,
  untrustedHost
} from "../support/Browser.ts"
import { type RecordingProxy, startProxy } from "../support/RecordingProxy.ts"
import { type RelayProcess, startRelay } from "../support/RelayProcess.ts"
import { button, dialog, heading, joinRoom, makeRoom, say, throughAddress } from "./roomSteps.ts"

interface Screen {
  readonly name: string
  readonly show: (page: Page) => Promise<void>
  readonly sizes?: ReadonlyArray<Size>
}

interface RoomScreen extends Screen {
  /** Back to the room. */
  readonly hide?: (page: Page) => Promise<void>
}

let relay: RelayProcess
let proxy: RecordingProxy
let people: People

beforeAll(async () => {
  relay = await startRelay()
  proxy = await startProxy(Number(new URL(relay.url).port))
  people = await openBrowser()
})

afterAll(async () => {
  await people?.close()
  await proxy?.close()
  await relay?.stop()
})

/** The screen in each of its looks; the findings, which look they belong to. */
const findings = async (person: Person, sizes: ReadonlyArray<Size> = [desktop, phone]) => {
  const found: Array<string> = []
  for (const size of sizes) {
    await person.page.setViewportSize(size)
    if (await person.page.evaluate(isTooWide)) found.push(`${size.width}: wider than the screen`)
    for (const colorScheme of ["light", "dark"] as const) {
      await person.page.emulateMedia({ colorScheme })
      found.push(...(await axe(person)).map((finding) => `${size.width} ${colorScheme}: ${finding}`))
    }
  }
  return found
}

const isTooWide = (): boolean => document.documentElement.scrollWidth > document.documentElement.clientWidth

/** The screens of one person, each from a blank page. */
const each = (screens: ReadonlyArray<Screen>, options?: PersonOptions): void => {
  let person: Person

  beforeAll(async () => {
    person = await people.person(options)
  })

  for (const { name, show, sizes } of screens) {
    it(name, async () => {
      await person.page.unrouteAll()
      await person.page.goto("about:blank")
      await show(person.page)

      assert.deepStrictEqual(await findings(person, sizes), [])
      assert.deepStrictEqual(person.complaints, [])
    })
  }
}

const key = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc"
const path = "/r/3q2-7wAAAAAAAAAAAAAAAA"
const fragment = `#k=${key}&s=CQkJCQkJCQkJCQkJCQkJCQ`

/** Opens this link of a room that does not exist. */
const opens =
  (link: string, title: string) =>
  async (page: Page): Promise<void> => {
    await page.goto(relay.url + link)
    await heading(page, title).waitFor()
  }

/** Opens a good link and clicks; the WebSocket is closed with this code. */
const isClosedWith =
  ({ code, reason }: { readonly code: number; readonly reason: string }, title: string) =>
  async (page: Page): Promise<void> => {
    await page.routeWebSocket("**/ws", (socket) => socket.onMessage(() => socket.close({ code, reason })))
    await opens(path + fragment, "You are invited to talk.")(page)
    await button(page, "Join the room").click()
    await heading(page, title).waitFor()
  }

describe("home", () => {
  const home = async (page: Page): Promise<void> => {
    await page.goto(relay.url)
    await button(page, "Make a room").waitFor()
  }

  each([
    { name: "is clean", show: home },
    {
      name: "is clean with what it does and does not",
      show: async (page) => {
        await home(page)
        await page.getByText("What this does, and what it does not").click()
        await heading(page, "It does not").waitFor()
      }
    },
    {
      name: "is clean while it works",
      show: async (page) => {
        await page.route("**/api/challenge", () => {})
        await home(page)
        await button(page, "Make a room").click()
        await page.getByRole("progressbar", { name: "Work" }).waitFor()
      }
    }
  ])

  each(
    [
      {
        name: "is clean when no room could be made",
        show: async (page) => {
          await page.route("**/api/challenge", (route) => route.abort())
          await home(page)
          await button(page, "Make a room").click()
          await page.getByText("The relay does not answer. Check your connection and try again.").waitFor()
        }
      }
    ],
    { expects: /ERR_FAILED|net::ERR/ }
  )
})

describe("a link", () => {
  each([
    { name: "is an invitation", show: opens(path + fragment, "You are invited to talk.") },
    { name: "without its fragment is explained", show: opens(path, "The key is missing") },
    { name: "without its key is explained", show: opens(`${path}#s=CQkJCQkJCQkJCQkJCQkJCQ`, "This link is not whole") },
    { name: "without its secret is explained", show: opens(`${path}#k=${key}`, "This link is not whole") },
    { name: "cut short is explained", show: opens(path + fragment.slice(0, -3), "This link is not whole") },
    { name: "with a mangled room is explained", show: opens(`${path}x${fragment}`, "This link is not whole") },
    {
      name: "that has exposed its key is explained",
      show: opens(path + fragment.replace("#", "%23"), "This link has given its key away")
    }
  ])
})

describe("before the room", () => {
  each([
    {
      name: "going in",
      show: async (page) => {
        await page.routeWebSocket("**/ws", () => {})
        await opens(path + fragment, "You are invited to talk.")(page)
        await button(page, "Join the room").click()
        await heading(page, "Going in").waitFor()
      }
    },
    { name: "full", show: isClosedWith(closeCodes.full, "The room is full") },
    { name: "locked", show: isClosedWith(closeCodes.locked, "The room is locked") },
    { name: "not open yet", show: isClosedWith(closeCodes.notOpenYet, "Not open yet") },
    { name: "busy", show: isClosedWith(closeCodes.busy, "The relay is busy") },
    { name: "no answer", show: isClosedWith(closeCodes.silent, "The relay does not answer") }
  ])
})

describe("the end", () => {
  each([
    { name: "purged", show: isClosedWith(closeCodes.purged, "The room has ended") },
    { name: "expired", show: isClosedWith(closeCodes.expired, "The room has ended") },
    { name: "ended by the operator", show: isClosedWith(closeCodes.endedByOperator, "The room has ended") },
    { name: "failed", show: isClosedWith(closeCodes.roomFailed, "The room has ended") },
    { name: "going away", show: isClosedWith(closeCodes.goingAway, "The room has ended") },
    { name: "refused", show: isClosedWith(closeCodes.joinRefused, "This room cannot be entered") },
    { name: "kicked", show: isClosedWith(closeCodes.kicked, "You were removed") },
    { name: "replaced", show: isClosedWith(closeCodes.replaced, "You are in on another page") },
    { name: "forbidden", show: isClosedWith(closeCodes.joinForbidden, "This relay does not let you in") },
    { name: "another version", show: isClosedWith(closeCodes.badFrame, "This page and the relay do not fit") },
    {
      name: "given up",
      show: async (page) => {
        await isClosedWith(closeCodes.full, "The room is full")(page)
        await button(page, "Give up").click()
        await heading(page, "You did not go in").waitFor()
      }
    }
  ])
})

describe("a page that was not opened over https", () => {
  const untrusted = (): string => relay.url.replace("localhost", untrustedHost)

  each(
    [
      {
        name: "explains why it can make no room",
        show: async (page) => {
          await page.goto(untrusted())
          await page
            .getByText("It was opened over http, and browsers encrypt only on pages opened over https.")
            .waitFor()
        }
      },
      {
        name: "explains why it can join no room",
        show: async (page) => {
          await page.goto(untrusted() + path + fragment)
          await heading(page, "This page cannot encrypt").waitFor()
        }
      }
    ],
    // Chromium says that it heeds this header on trustworthy pages only.
    { expects: /Cross-Origin-Opener-Policy/ }
  )
})

/** A dialog that asks; it is cancelled. */
const question = (label: string | RegExp, title: string | RegExp): RoomScreen => ({
  name: `asks before: ${String(label)}`,
  show: async (page) => {
    await page.getByRole("button", { name: label, exact: true }).click()
    await page.getByRole("dialog", { name: title, exact: true }).waitFor()
  },
  hide: (page) => button(page, "Cancel").click()
})

describe("a room", () => {
  let creator: Person
  let guest: Person
  let stray: Person
  let link = ""

  /** Shown in this order to the creator of one room. */
  const screens: ReadonlyArray<RoomScreen> = [
    { name: "alone", show: (page) => page.getByText(/^You are alone here\./).waitFor() },
    {
      name: "invite",
      show: async (page) => {
        await button(page, "Invite").first().click()
        await dialog(page, "Invite").waitFor()
      },
      hide: (page) => button(page, "Close").click()
    },
    {
      name: "with messages",
      show: async (page) => {
        await joinRoom(guest.page, link)
        await say(guest.page, "Is the piano still there?")
        await say(page, "It is.\nCome at seven.")
        await say(page, `https://${"long".repeat(60)}.example/`)
        await page.getByText("same key as yours").waitFor()
      }
    },
    {
      name: "members on a phone",
      sizes: [phone],
      show: async (page) => {
        await page.setViewportSize(phone)
        await page.getByRole("button", { name: /here/ }).click()
        await button(page, "Leave").waitFor()
      },
      hide: (page) => page.keyboard.press("Escape")
    },
    question("End for all", "End the room for all?"),
    question("New link", "Make a new link?"),
    question("Leave", "Leave the room?"),
    question(/^Remove /, /^Remove .*\?$/),
    {
      name: "locked",
      show: async (page) => {
        await button(page, "Lock").click()
        await page.getByText("The room is locked. Nobody new can come in.").waitFor()
      },
      hide: (page) => button(page, "Unlock").click()
    },
    {
      name: "with somebody whose key is wrong",
      show: async (page) => {
        await joinRoom(stray.page, link.replace(/#k=[^&]+/, `#k=${key}`))
        await page
          .getByText(/sealed with another key than yours/)
          .first()
          .waitFor()
        await stray.page.getByRole("alert").waitFor()
      }
    },
    {
      name: "cut off",
      show: async (page) => {
        proxy.goDown()
        await page.getByText("Connection lost. What you write waits.").waitFor()
        await page.getByLabel("Message", { exact: true }).fill("Are you there?")
        await page.keyboard.press("Enter")
        await page.getByRole("log").getByText("waiting").waitFor()
      }
    }
  ]

  beforeAll(async () => {
    creator = await people.person({ expects: /ERR_CONNECTION|WebSocket connection/ })
    guest = await people.person()
    stray = await people.person()
    // Only the creator's network goes through the proxy, so that it can be cut off alone.
    link = throughAddress(await makeRoom(creator.page, `http://localhost:${proxy.port}/`), relay.url)
  })

  for (const { name, show, hide, sizes } of screens) {
    it(name, async () => {
      await creator.page.setViewportSize(desktop)
      await show(creator.page)

      assert.deepStrictEqual(await findings(creator, sizes), [])
      await creator.page.setViewportSize(desktop)
      await hide?.(creator.page)
    })
  }

  it("with the wrong key", async () => {
    assert.deepStrictEqual(await findings(stray), [])
  })

  it("gives the browser nothing to complain about", () => {
    assert.deepStrictEqual([...creator.complaints, ...guest.complaints, ...stray.complaints], [])
  })
})

it("hears of what is wrong, so that silence means something", async () => {
  const person = await people.person()
  await person.page.goto(relay.url)
  await person.page.evaluate(() => {
    document.body.append(document.createElement("button"))
    document.body.setAttribute("style", "color: red")
    try {
      Object.assign(document.body, { innerHTML: "<b>markup</b>" })
    } catch {
      // Trusted Types refuse it, which is what is to be heard of.
    }
  })

  assert.match((await axe(person)).join("\n"), /^button-name: button/)
  for (const heard of [
    /console error: .*inline style/,
    /policy \(enforce\) style-src/,
    /policy \(enforce\) require-trusted/
  ]) {
    assert.match(person.complaints.join("\n"), heard)
  }
})
