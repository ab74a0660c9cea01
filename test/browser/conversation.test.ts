/**
 * Two people in two browsers, from the first click to the end page, over the real relay; a third finds no seat.
 *
 * Everything they send goes through a recording proxy, so that the same conversation also shows what the relay has seen.
 */
import { assert, beforeAll, afterAll, describe, it } from "@effect/vitest"
import { documentText, historyUrls, openBrowser, type People, type Person, traces } from "../support/Browser.ts"
import { memoryOf } from "../support/ProcessMemory.ts"
import { type RecordingProxy, startProxy } from "../support/RecordingProxy.ts"
import { type RelayProcess, startRelay } from "../support/RelayProcess.ts"
import { findSecrets, type Secret } from "../support/secretSearch.ts"
import { button, dialog, heading, inviteLink, isInside, members, message, say } from "./roomSteps.ts"

const fromCreator = "the blue folder lies under the piano"
const nameOfGuest = "Pianissima"
const fromGuest = "Zürich — tomorrow, 7 o’clock; bring the 🗝"

let relay: RelayProcess
let proxy: RecordingProxy
let people: People
let creator: Person
let guest: Person
let third: Person
let link = ""
let secrets: ReadonlyArray<Secret> = []

beforeAll(async () => {
  relay = await startRelay()
  proxy = await startProxy(Number(new URL(relay.url).port))
  people = await openBrowser()
  creator = await people.person()
  guest = await people.person({ colorScheme: "dark" })
  third = await people.person()
})

afterAll(async () => {
  await people?.close()
  await proxy?.close()
  await relay?.stop()
})

const relayHas = (text: string): boolean => proxy.recorded().some((bytes) => bytes.includes(text))

/** The tests of this file are one story, told in order. */
describe("a conversation", () => {
  it("shows the work, then the invite at once, and the creator is in", async () => {
    const { page } = creator
    // The challenge is held until the progress has been seen, because the work is over in a blink.
    await page.route("**/api/challenge", async (route) => {
      await page.getByRole("progressbar", { name: "Work" }).waitFor()
      await route.continue()
    })
    await page.goto(`http://localhost:${proxy.port}/`)
    await page.getByLabel("People").selectOption("2")
    await button(page, "Make a room").click()

    link = await inviteLink(page)
    assert.match(link, /^http:\/\/localhost:\d+\/r\/[\w-]{22}#k=[\w-]{43}&s=[\w-]{22}$/)
    assert.isTrue(relayHas('"bits":18'))
    await button(page, "Close").click()
    await isInside(page)
    assert.deepStrictEqual((await members(page)).length, 1)
    assert.match((await members(page))[0] ?? "", /you, creator$/)
  })

  it("shows an invitation to who opens the link, without taking a seat", async () => {
    await guest.page.goto(link)
    await heading(guest.page, "You are invited to talk.").waitFor()

    assert.strictEqual(guest.socketCount(), 0)
    assert.strictEqual((await members(creator.page)).length, 1)
  })

  it("lets the guest in by a click, and takes the key out of the address and the history", async () => {
    await guest.page.getByLabel("Your name").fill(nameOfGuest)
    await button(guest.page, "Join the room").click()
    await isInside(guest.page)

    for (const { page, urls } of [
      { page: guest.page, urls: await historyUrls(guest) },
      { page: creator.page, urls: await historyUrls(creator) }
    ]) {
      assert.strictEqual(page.url(), link.split("#")[0])
      assert.deepStrictEqual(
        urls.filter((url) => url.includes("#")),
        []
      )
      assert.isNull(await page.evaluate(() => history.state))
    }
  })

  it("lists both to both, with you and the creator marked, and the key checked", async () => {
    await Promise.all([creator, guest].map(({ page }) => page.getByText("same key as yours").waitFor()))
    const [forCreator, forGuest] = [await members(creator.page), await members(guest.page)]

    assert.deepStrictEqual(forCreator.map(factsOf), ["you, creator", "same key as yours"])
    assert.deepStrictEqual(forGuest.map(factsOf), ["creator, same key as yours", "you"])
    assert.deepStrictEqual(forCreator.map(nameOf), forGuest.map(nameOf))
    assert.include(forCreator.join("\n"), nameOfGuest)
  })

  it("brings what either says to both", async () => {
    await say(creator.page, fromCreator)
    await message(guest.page, fromCreator).waitFor()
    await say(guest.page, fromGuest)
    await message(creator.page, fromGuest).waitFor()

    for (const { page } of [creator, guest]) {
      assert.strictEqual(await message(page, fromCreator).count(), 1)
      assert.strictEqual(await message(page, fromGuest).count(), 1)
      await message(page, "sent").waitFor()
    }
  })

  it("stores nothing on either device while they talk", async () => {
    for (const person of [creator, guest]) assert.deepStrictEqual(await traces(person), [])
  })

  it("tells a third person in plain words that the room is full", async () => {
    await third.page.goto(link)
    await button(third.page, "Join the room").click()

    await heading(third.page, "The room is full").waitFor()
    await third.page.getByText(/^Every seat is taken\. When somebody leaves, you come in\./).waitFor()
    assert.strictEqual((await members(creator.page)).length, 2)
    await button(third.page, "Give up").click()
    await heading(third.page, "You did not go in").waitFor()
  })

  it("has left neither words nor keys in the relay's memory, where the room is", async () => {
    secrets = await secretsOf(creator)
    const memory = memoryOf(relay.child.pid ?? 0)

    const roomId = new URL(link).pathname.split("/").at(-1) ?? ""
    assert.isTrue(memory.some((pages) => pages.includes(roomId)))
    assert.strictEqual(secrets.length, 7)
    assert.deepStrictEqual(findSecrets(memory, secrets), [])
  })

  it("ends for both when the creator confirms the end", async () => {
    await button(creator.page, "End for all").click()
    const question = dialog(creator.page, "End the room for all?")
    await question.getByRole("button", { name: "Cancel" }).click()
    await question.waitFor({ state: "hidden" })
    assert.strictEqual((await members(guest.page)).length, 2)

    await button(creator.page, "End for all").click()
    await question.getByRole("button", { name: "End for all" }).click()

    for (const { page } of [creator, guest]) {
      await heading(page, "The room has ended").waitFor()
      await page.getByText("Its creator ended it. Everything in it is gone.").waitFor()
    }
  })

  it("leaves no trace: not in the document, the address, the history or any storage", async () => {
    const { k, s } = partsOf(link)
    for (const person of [creator, guest, third]) {
      const left = [await documentText(person), person.page.url(), ...(await historyUrls(person))].join("\n")

      assert.deepStrictEqual(
        [fromCreator, fromGuest, nameOfGuest, k, s].filter((secret) => left.includes(secret)),
        []
      )
      assert.deepStrictEqual(await traces(person), [])
    }
  })

  it("gives the browser nothing to complain about", () => {
    assert.deepStrictEqual([...creator.complaints, ...guest.complaints, ...third.complaints], [])
  })

  it("has shown the relay neither words nor keys, in any spelling", async () => {
    await relay.stop()
    const recordings = [...proxy.recorded(), Buffer.from(relay.output())]

    assert.isTrue(relayHas('"_tag":"RoomEnded"'))
    assert.deepStrictEqual(findSecrets(recordings, secrets), [])
  })
})

/** What stands under a name, without the creator's button beside it. */
const factsOf = (member: string): string => member.replace(/^\S+ /, "").replace(/ Remove$/, "")

const nameOf = (member: string): string => member.split(" ")[0] ?? ""

const partsOf = (text: string): { readonly k: string; readonly s: string } => {
  const fields = new URLSearchParams(new URL(text).hash.slice(1))
  return { k: fields.get("k") ?? "", s: fields.get("s") ?? "" }
}

/** Both messages, the chosen name, the parts of the link and the creator capability, which only the page of its making has ever had. */
const secretsOf = async (person: Person): Promise<ReadonlyArray<Secret>> => {
  const { k, s } = partsOf(link)
  const key = Buffer.from(k, "base64url")
  const capabilities = (await person.drawn(32)).filter((value) => !key.equals(value))
  return [
    { name: "the words of the creator", bytes: Buffer.from(fromCreator) },
    { name: "the words of the guest", bytes: Buffer.from(fromGuest) },
    { name: "the name of the guest", bytes: Buffer.from(nameOfGuest) },
    { name: "the fragment of the link", bytes: Buffer.from(link.split("#")[1] ?? "") },
    { name: "the key", bytes: key },
    { name: "the room secret", bytes: Buffer.from(s, "base64url") },
    ...capabilities.map((bytes) => ({ name: "the creator capability", bytes }))
  ]
}
