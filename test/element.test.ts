/**
 * `pug-network/element` in a page of somebody's own: installed from the package, built by Vite and by esbuild under the
 * policy of examples/element, served beside a relay, used in Chromium.
 */
import { cpSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, afterEach, assert, beforeAll, describe, it } from "@effect/vitest"
import { button, dialog, inviteLink, isInside, message, say } from "./browser/roomSteps.ts"
import { openBrowser, type People, traces } from "./support/Browser.ts"
import { type HostProgram, startHost } from "./support/HostProgram.ts"
import { type PackedProject, packedProject } from "./support/PackedProject.ts"

/** As the user of another bundler than ours gets it; no tool of this repository. */
const esbuild = "esbuild@0.28.2"

let project: PackedProject
let people: People
let host: HostProgram | undefined

beforeAll(async () => {
  project = packedProject("effect", "@effect/platform-node", "lit", "lean-qr", "vite", esbuild)
  cpSync("examples/element", project.directory, { recursive: true })
  people = await openBrowser()
}, 300_000)

afterAll(async () => {
  await people?.close()
  project?.remove()
})

afterEach(async () => {
  await host?.stop()
  host = undefined
})

const builds = {
  vite: () => project.run("npx", "vite", "build", "--outDir", "by-vite", "--logLevel", "warn"),
  esbuild: () => {
    const entries = ["page.ts", "page.css", "pow.worker=pug-network/pow.worker.js"]
    project.run("npx", "esbuild", ...entries, "--bundle", "--splitting", "--format=esm", "--outdir=by-esbuild")
    const html = readFileSync(join(project.directory, "index.html"), "utf8")
    writeFileSync(join(project.directory, "by-esbuild/index.html"), html.replace("page.ts", "page.js"))
  }
}

describe("the element in a page of somebody's own", { timeout: 180_000 }, () => {
  it.each(["vite", "esbuild"] as const)(
    "built by %s makes a room with its worker, joins and talks",
    async (bundler) => {
      builds[bundler]()
      host = await startHost("serve.ts", [`by-${bundler}`], project.directory)
      const { url } = host
      const creator = await people.person()
      const guest = await people.person()
      const workers: Array<string> = []
      creator.page.on("worker", (worker) => workers.push(worker.url()))

      await creator.page.goto(url)
      await button(creator.page, "Talk to somebody").click()
      const link = await inviteLink(creator.page)
      await button(creator.page, "Close").click()
      await dialog(creator.page, "Invite").waitFor({ state: "hidden" })
      await guest.page.goto(url)
      await guest.page.getByLabel("or a link:").fill(link)
      await button(guest.page, "Open").click()
      await button(guest.page, "Join the room").click()
      await isInside(guest.page)
      await say(guest.page, "from one page of a shop to another")
      await message(creator.page, "from one page of a shop to another").waitFor()

      assert.deepStrictEqual([...new Set(workers.map((worker) => new URL(worker).origin))], [url])
      assert.isTrue(link.startsWith(`${url}/chat/r/`))
      await creator.page.getByText("The room: inside").waitFor()
      assert.deepStrictEqual(await traces(guest), [])
      assert.deepStrictEqual([...creator.complaints, ...guest.complaints], [])
    }
  )
})
