/**
 * Two people and a password that they have told each other: a wrong one shows by what the other has sealed, the right one
 * opens, and neither has gone to the relay or stayed on a device.
 */
import { afterAll, assert, beforeAll, it } from "@effect/vitest"
import { documentText, openBrowser, type People, traces } from "../support/Browser.ts"
import { type RecordingProxy, startProxy } from "../support/RecordingProxy.ts"
import { type RelayProcess, startRelay } from "../support/RelayProcess.ts"
import { findSecrets } from "../support/secretSearch.ts"
import { button, inviteLink, isInside, members, message, note, say } from "./roomSteps.ts"

const right = "marble anchor lantern cedar"
const wrong = "marble anchor lantern ceder"

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

it("shows a wrong password without asking the relay, takes the right one, and leaves neither anywhere", async () => {
  const [creator, guest] = [await people.person(), await people.person()]
  await creator.page.goto(`http://localhost:${proxy.port}/`)
  await creator.page.getByLabel("Ask for a password too").check()
  await creator.page.getByLabel("Password", { exact: true }).fill(right)
  await button(creator.page, "Make a room").click()
  const link = await inviteLink(creator.page)
  assert.include(link, "#kp=")
  await button(creator.page, "Close").click()
  await isInside(creator.page)

  await guest.page.goto(link)
  await guest.page.getByLabel("Password", { exact: true }).fill(wrong)
  await button(guest.page, "Join the room").click()
  await guest.page.getByText("This password does not fit").waitFor()
  await note(creator.page, /One of you has typed another password\./).waitFor()
  const seats = await members(creator.page)
  await guest.page.getByLabel("Password", { exact: true }).fill(` ${right} `)
  await button(guest.page, "Try again").click()
  await isInside(guest.page)
  await say(guest.page, "now it opens")
  await message(creator.page, "now it opens").waitFor()

  assert.strictEqual(seats.length, 2)
  assert.strictEqual((await members(creator.page)).length, 2)
  await guest.page.getByText("same key as yours").waitFor()
  for (const person of [creator, guest]) {
    const left = await documentText(person)
    assert.deepStrictEqual(
      [right, wrong].filter((password) => left.includes(password)),
      []
    )
    assert.deepStrictEqual(await traces(person), [])
    assert.deepStrictEqual(person.complaints, [])
  }
  const secrets = [right, wrong].map((password) => ({ name: password, bytes: Buffer.from(password) }))
  assert.isTrue(proxy.recorded().some((bytes) => bytes.includes('"_tag":"Join"')))
  assert.deepStrictEqual(findSecrets([...proxy.recorded(), Buffer.from(relay.output())], secrets), [])
})
