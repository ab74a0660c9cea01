/**
 * The other two engines, Firefox and WebKit: each makes a room, and the other joins; they talk, and the creator ends the
 * room. All under the policy that everybody gets, of which both report what it refuses.
 *
 * A machine that lacks a browser fails the tests; nothing is skipped.
 */
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { openFirefox } from "../support/Firefox.ts"
import { type PolicyReports, startPolicyReports } from "../support/PolicyReports.ts"
import { type RelayProcess, startRelay } from "../support/RelayProcess.ts"
import { type Visitor, visitor } from "../support/Visitor.ts"
import type { WebDriver } from "../support/WebDriver.ts"
import { openWebKit } from "../support/WebKit.ts"

let relay: RelayProcess
let policy: PolicyReports
let drivers: ReadonlyArray<WebDriver> = []
let firefox: Visitor
let webKit: Visitor

beforeAll(async () => {
  relay = await startRelay()
  policy = await startPolicyReports(relay.url)
  const [one, other] = await Promise.all([openFirefox(), openWebKit()])
  drivers = [one, other]
  firefox = visitor(one)
  webKit = visitor(other)
}, 180_000)

afterAll(async () => {
  await Promise.all(drivers.map(({ close }) => close()))
  policy?.close()
  await relay?.stop()
})

const talk = async (creator: Visitor, guest: Visitor): Promise<void> => {
  await creator.open(policy.url)
  await creator.press("Make a room")
  const link = await creator.read("The link of this room")
  await creator.press("Close")

  await guest.open(link)
  await guest.press("Join the room")
  await guest.write("Message", "the folder, please")
  await creator.see("the folder, please")
  await creator.write("Message", "under the piano")
  await guest.see("under the piano")

  await creator.press("End for all")
  await creator.press("End for all")
  await creator.see("The room has ended")
  await guest.see("The room has ended")
}

describe("Firefox and WebKit", { timeout: 180_000 }, () => {
  it("talk in a room that Firefox has made and ends", async () => {
    await talk(firefox, webKit)

    assert.deepStrictEqual(policy.reports(), [])
  })

  it("talk in a room that WebKit has made and ends", async () => {
    await talk(webKit, firefox)

    assert.deepStrictEqual(policy.reports(), [])
  })

  it("would have told what the policy refuses", async () => {
    for (const { evaluate } of drivers) {
      await evaluate(`document.body.setAttribute("style", "color: red")`)
    }

    while (policy.reports().length < drivers.length) await drivers[0]?.evaluate("1")
    assert.match(policy.reports().join("\n"), /style-src/)
  })
})
