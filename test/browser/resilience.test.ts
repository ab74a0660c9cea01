/**
 * What people keep when their network does not hold: the creator's role, the seat, and what they have written.
 *
 * Whoever is to be cut off reaches the relay through a proxy of their own. Two minutes pass on the page's clock and not
 * on ours; test/client/awayCreator.test.ts tells the same with a relay whose clock moves along.
 */
import { afterAll, assert, beforeAll, it } from "@effect/vitest"
import { openBrowser, type People, type Person } from "../support/Browser.ts"
import { type RecordingProxy, startProxy } from "../support/RecordingProxy.ts"
import { type RelayProcess, startRelay } from "../support/RelayProcess.ts"
import { button, joinRoom, makeRoom, members, message, say, throughAddress } from "./roomSteps.ts"

let relay: RelayProcess
let people: People
const proxies: Array<RecordingProxy> = []

beforeAll(async () => {
  relay = await startRelay()
  people = await openBrowser()
})

afterAll(async () => {
  await people?.close()
  await Promise.all(proxies.map((proxy) => proxy.close()))
  await relay?.stop()
})

const ownNetwork = async (): Promise<{ readonly proxy: RecordingProxy; readonly url: string }> => {
  const proxy = await startProxy(Number(new URL(relay.url).port))
  proxies.push(proxy)
  return { proxy, url: `http://localhost:${proxy.port}/` }
}

/** Somebody whose network breaks: Chromium itself says so on the console. */
const unlucky = (): Promise<Person> => people.person({ expects: /ERR_CONNECTION|WebSocket connection/ })

const seesLostConnection = ({ page }: Person): Promise<void> =>
  page.getByText("Connection lost. What you write waits.").waitFor()

const comesBack = async ({ page }: Person): Promise<void> => {
  await button(page, "Reconnect now").click()
  await page.getByText("Connection lost. What you write waits.").waitFor({ state: "hidden" })
}

/** A room of two seats: its creator straight at the relay, its guest through a proxy. */
const pair = async () => {
  const { proxy, url } = await ownNetwork()
  const creator = await people.person()
  const guest = await unlucky()
  await joinRoom(guest.page, throughAddress(await makeRoom(creator.page, relay.url, 2), url))
  await creator.page.getByText("same key as yours").waitFor()
  return { proxy, creator, guest }
}

const logOf = ({ page }: Person): Promise<string> => page.getByRole("log").innerText()

it("keeps the role for a creator who is cut off for two minutes, while the guest enters", async () => {
  const { proxy, url } = await ownNetwork()
  const creator = await unlucky()
  const guest = await people.person()
  await creator.page.clock.install()
  const link = throughAddress(await makeRoom(creator.page, url, 2), relay.url)
  const cutAt = await creator.page.evaluate(() => performance.now())

  proxy.goDown()
  await seesLostConnection(creator)
  await creator.page.clock.runFor("02:00")
  await joinRoom(guest.page, link)
  assert.strictEqual((await members(guest.page)).length, 1)
  proxy.comeUp()
  await comesBack(creator)

  assert.isAtLeast(await creator.page.evaluate((from) => performance.now() - from, cutAt), 120_000)
  await Promise.all([creator, guest].map(({ page }) => page.getByText("same key as yours").waitFor()))
  assert.match((await members(creator.page)).join("; "), /\S+ you, creator/)
  assert.match((await members(guest.page)).join("; "), /\S+ creator, same key as yours/)
  await say(creator.page, "Here again.")
  await message(guest.page, "Here again.").waitFor()
  await say(guest.page, "I have waited.")
  await message(creator.page, "I have waited.").waitFor()
  assert.deepStrictEqual([...creator.complaints, ...guest.complaints], [])
})

it("brings a member whose network swallows everything back to the seat it had", async () => {
  const { proxy, creator, guest } = await pair()
  const [name = ""] = (await members(creator.page))[1]?.split(" ") ?? []

  proxy.swallow()
  const swallowedAt = performance.now()
  await say(guest.page, "Into the void?")
  await message(creator.page, "Into the void?").waitFor()
  const millis = performance.now() - swallowedAt

  // The relay has heard of no end of the old connection, and both seats are taken: only "replaces" lets it in.
  assert.strictEqual(guest.socketCount(), 2)
  assert.isTrue(proxy.recorded().some((bytes) => bytes.includes('"replaces"')))
  assert.strictEqual((await members(creator.page)).length, 2)
  assert.match(await logOf(creator), new RegExp(`${name} came in[^]*${name} is connected again[^]*Into the void`))
  await message(guest.page, "sent").waitFor()
  assert.isBelow(millis, 15_000)
  process.stdout.write(`Back from a black hole in ${Math.round(millis)} ms\n`)
  assert.deepStrictEqual([...creator.complaints, ...guest.complaints], [])
})

it("delivers once what was written while the connection was down", async () => {
  const { proxy, creator, guest } = await pair()

  proxy.goDown()
  await seesLostConnection(guest)
  await say(guest.page, "Written in the dark.")
  await message(guest.page, "waiting").waitFor()
  proxy.comeUp()
  await comesBack(guest)
  await message(creator.page, "Written in the dark.").waitFor()
  await message(guest.page, "sent").waitFor()
  await say(creator.page, "Read in the light.")
  await message(guest.page, "Read in the light.").waitFor()

  for (const { page } of [creator, guest]) assert.strictEqual(await message(page, "Written in the dark.").count(), 1)
  assert.deepStrictEqual([...creator.complaints, ...guest.complaints], [])
})
