/**
 * What is left on a screen for those who come by: after vanishing, after going away and back, after an end that the
 * relay could not tell.
 */
import { afterAll, afterEach, assert, beforeAll, it } from "@effect/vitest"
import {
  documentText,
  historyUrls,
  openBrowser,
  type People,
  type Person,
  type PersonOptions,
  traces
} from "../support/Browser.ts"
import { type RecordingProxy, startProxy } from "../support/RecordingProxy.ts"
import { type RelayProcess, startRelay } from "../support/RelayProcess.ts"
import { button, dialog, heading, joinRoom, makeRoom, message, note, say, throughAddress } from "./roomSteps.ts"

const secret = "the blue folder lies under the piano"

let relay: RelayProcess
let proxy: RecordingProxy
let people: People

beforeAll(async () => {
  relay = await startRelay()
  proxy = await startProxy(Number(new URL(relay.url).port))
  people = await openBrowser()
})

afterEach(() => proxy.comeUp())

afterAll(async () => {
  await people?.close()
  await proxy?.close()
  await relay?.stop()
})

/** A creator, and a guest who has said something. */
const pair = async (
  ofGuest: PersonOptions = {}
): Promise<{ readonly creator: Person; readonly guest: Person; readonly link: string }> => {
  const [creator, guest] = [await people.person(), await people.person(ofGuest)]
  const link = await makeRoom(creator.page, relay.url)
  await joinRoom(guest.page, link)
  await say(guest.page, secret)
  await message(creator.page, secret).waitFor()
  return { creator, guest, link }
}

declare global {
  interface Window {
    /** What the browser has sounded and shown for the page. */
    sounds: Array<AudioContext>
    notifications: Array<Notification>
  }
}

/** Runs in the page: keeps what the browser makes from now on, and is otherwise the browser's. */
const keepDevices = (): void => {
  window.sounds = []
  window.notifications = []
  window.AudioContext = class extends AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options)
      window.sounds.push(this)
    }
  }
  window.Notification = class extends Notification {
    constructor(title: string, options?: NotificationOptions) {
      super(title, options)
      if (Notification.permission === "granted") window.notifications.push(this)
    }
  }
}

/** The page is an empty one, and neither "back" nor "reload" leads to the room. */
const hasVanished = async (person: Person, room: string): Promise<void> => {
  await person.page.waitForURL("about:blank")
  await person.page.reload()

  assert.strictEqual(await person.page.title(), "")
  assert.strictEqual(await person.page.evaluate(() => document.body.childElementCount), 0)
  assert.notInclude(await documentText(person), secret)
  assert.deepStrictEqual(
    (await historyUrls(person)).filter((url) => url.includes(room)),
    []
  )
}

const roomOf = (link: string): string => new URL(link).pathname

it("vanishes by a button without asking: out of the room, the page, its title, its address and its history", async () => {
  const { creator, guest, link } = await pair()

  await button(guest.page, "Vanish").click()

  await hasVanished(guest, roomOf(link))
  await note(creator.page, / left\./).waitFor()
  assert.deepStrictEqual([...creator.complaints, ...guest.complaints], [])
})

it("vanishes by Escape three times, out of the field and out of a dialog", async () => {
  const { creator, guest, link } = await pair()
  await button(creator.page, "Invite").first().click()
  await dialog(creator.page, "Invite").waitFor()

  for (const { page } of [creator, guest]) {
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
  }

  await hasVanished(guest, roomOf(link))
  await hasVanished(creator, roomOf(link))
  assert.deepStrictEqual([...creator.complaints, ...guest.complaints], [])
})

it("does not vanish by Escape pressed slowly, held down, or with other keys in between", async () => {
  const { guest } = await pair()
  const pressed = (key: string, at: number, how: "once" | "held" | "composing" = "once"): Promise<void> =>
    guest.page.evaluate(
      ([key, at, how]) => {
        const event = new KeyboardEvent("keydown", { key, repeat: how === "held", isComposing: how === "composing" })
        Object.defineProperty(event, "timeStamp", { value: at })
        window.dispatchEvent(event)
      },
      [key, at, how] as const
    )

  for (const at of [0, 1000, 2000, 3000]) await pressed("Escape", at)
  for (const at of [10_000, 10_010, 10_020]) await pressed("Escape", at, "held")
  for (const at of [20_000, 20_010, 20_020]) await pressed("Escape", at, "composing")
  for (const key of ["Escape", "Escape", "a", "Escape"]) await pressed(key, 30_000)

  await say(guest.page, "Still here.")
  assert.deepStrictEqual(await traces(guest), [])
  assert.deepStrictEqual(guest.complaints, [])
})

it("shows nothing of the room to who goes back to its page, which the browser has not kept", async () => {
  // A page that is left before its icon has come gives the icon up.
  const { creator, guest } = await pair({ expects: /favicon\.svg net::ERR_ABORTED/ })

  await guest.page.goto(relay.url)
  await note(creator.page, / left\./).waitFor()
  await guest.page.goBack()
  await heading(guest.page, "The key is missing").waitFor()
  const navigation = await guest.page.evaluate(() => JSON.stringify(performance.getEntriesByType("navigation")))

  assert.notInclude(await documentText(guest), secret)
  assert.include(navigation, '"back_forward"')
  assert.include(navigation, `"notRestoredReasons":{`)
  assert.deepStrictEqual([...creator.complaints, ...guest.complaints], [])
})

it("wipes the page of who is offline when the room's time is up", async () => {
  const creator = await people.person()
  const guest = await people.person({ expects: /ERR_CONNECTION|WebSocket connection/ })
  const link = await makeRoom(creator.page, relay.url)
  await guest.page.clock.install()
  await joinRoom(guest.page, throughAddress(link, `http://localhost:${proxy.port}`))
  await say(guest.page, secret)
  await message(guest.page, "sent").waitFor()

  proxy.goDown()
  await guest.page.getByText("Connection lost. What you write waits.").waitFor()
  await guest.page.clock.fastForward("59:00")
  await message(guest.page, secret).waitFor()
  await guest.page.clock.fastForward("02:00")

  await heading(guest.page, "The room has ended").waitFor()
  const { hash } = new URL(link)
  const left = await documentText(guest)
  assert.deepStrictEqual(
    [secret, ...new URLSearchParams(hash.slice(1)).values()].filter((text) => left.includes(text)),
    []
  )
  assert.deepStrictEqual(await traces(guest), [])
  assert.deepStrictEqual([...creator.complaints, ...guest.complaints], [])
})

it("wipes the page of who was offline when the creator ended the room, once it is not let in again", async () => {
  const creator = await people.person()
  const guest = await people.person({ expects: /ERR_CONNECTION|WebSocket connection/ })
  const link = await makeRoom(creator.page, relay.url)
  await joinRoom(guest.page, throughAddress(link, `http://localhost:${proxy.port}`))
  await say(guest.page, secret)
  await message(creator.page, secret).waitFor()

  proxy.goDown()
  await guest.page.getByText("Connection lost. What you write waits.").waitFor()
  await button(creator.page, "End for all").click()
  await creator.page.getByRole("dialog").getByRole("button", { name: "End for all" }).click()
  await heading(creator.page, "The room has ended").waitFor()
  await message(guest.page, secret).waitFor()
  proxy.comeUp()
  await heading(guest.page, "You cannot go back in").waitFor()

  for (const person of [creator, guest]) {
    const left = await documentText(person)
    const said = [secret, ...new URLSearchParams(new URL(link).hash.slice(1)).values()]
    assert.deepStrictEqual(
      said.filter((text) => left.includes(text)),
      []
    )
    assert.deepStrictEqual(await traces(person), [])
  }
  assert.deepStrictEqual([...creator.complaints, ...guest.complaints], [])
})

it("lets a message disappear from the pages of both, and the relay does not learn that it was to", async () => {
  const creator = await people.person()
  const guest = await people.person()
  const link = await makeRoom(creator.page, `http://localhost:${proxy.port}`)
  for (const { page } of [creator, guest]) await page.clock.install()
  await joinRoom(guest.page, link)
  const how = guest.page.getByText("Disappears from every screen 5 minutes after it arrives.")
  await say(guest.page, "This stays.")
  await guest.page.getByLabel("Disappears after").selectOption("5 minutes")
  await how.waitFor()
  await say(guest.page, secret)
  for (const { page } of [creator, guest]) {
    await message(page, secret).waitFor()
    await message(page, "disappears after 5 mins").waitFor()
  }
  await message(guest.page, "sent").first().waitFor()

  for (const { page } of [creator, guest]) {
    await page.clock.fastForward("05:01")
    await message(page, secret).waitFor({ state: "detached" })
    await message(page, "This stays.").waitFor()
  }

  for (const person of [creator, guest]) assert.notInclude(await documentText(person), secret)
  const learned = proxy.recorded().filter((bytes) => bytes.includes("keptSeconds") || bytes.includes(secret))
  assert.deepStrictEqual(learned, [])
  assert.deepStrictEqual([...creator.complaints, ...guest.complaints], [])
})

it("blurs the conversation while its window has no focus, for who has asked for it", async () => {
  const { creator, guest } = await pair()
  const filterWhen = async (moment: "blur" | "focus"): Promise<string> => {
    await guest.page.evaluate((type) => window.dispatchEvent(new Event(type)), moment)
    return guest.page.getByRole("region", { name: "Conversation" }).evaluate((talk) => getComputedStyle(talk).filter)
  }
  await guest.page.getByText("While I look elsewhere").click()
  const wish = guest.page.getByRole("group", { name: "While I look elsewhere" }).getByLabel("Blur what is said")

  const unasked = [await filterWhen("blur"), await filterWhen("focus")]
  await wish.check()
  const asked = [await filterWhen("focus"), await filterWhen("blur"), await filterWhen("focus")]

  assert.deepStrictEqual(unasked, ["none", "none"])
  assert.deepStrictEqual(asked, ["none", "blur(14px)", "none"])
  assert.deepStrictEqual(await traces(guest), [])
  assert.deepStrictEqual([...creator.complaints, ...guest.complaints], [])
})

it("sounds and notifies who has asked for it, under the relay's own policies, and tells the system nothing of the room", async () => {
  const { creator, guest, link } = await pair()
  await guest.page.evaluate(keepDevices)
  await guest.context.grantPermissions(["notifications"])
  await guest.page.getByText("While I look elsewhere").click()
  const wishes = guest.page.getByRole("group", { name: "While I look elsewhere" })
  const soundsAre = (state: string): Promise<unknown> =>
    guest.page.waitForFunction((state) => window.sounds[0]?.state === state, state)

  await wishes.getByLabel("Play a soft sound").check()
  await soundsAre("running")
  await soundsAre("suspended")
  await wishes.getByLabel("Show a notification").check()
  await guest.page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden" })
    window.dispatchEvent(new Event("blur"))
  })
  await say(creator.page, "Are you there?")
  await guest.page.waitForFunction(() => window.notifications.length === 1)
  const told = await guest.page.evaluate(() =>
    window.notifications.map(({ title, body, tag, data, silent }) => ({ title, body, tag, data, silent }))
  )

  assert.deepStrictEqual(told, [{ title: "Something came in.", body: "", tag: "", data: null, silent: true }])
  assert.strictEqual(await guest.page.evaluate(() => window.sounds.length), 1)
  assert.notInclude(JSON.stringify(told), roomOf(link))
  assert.deepStrictEqual(await traces(guest), [])
  assert.deepStrictEqual([...creator.complaints, ...guest.complaints], [])
})
