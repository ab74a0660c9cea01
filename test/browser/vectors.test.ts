/** The vectors in Chromium: the same function over the same files as in Node. */
import { assert, it } from "@effect/vitest"
import { build } from "vite"
import { openBrowser } from "../support/Browser.ts"
import { checkVectors } from "../vectors/checkVectors.ts"
import { checkWycheproof } from "../vectors/checkWycheproof.ts"
import link from "../vectors/link.json" with { type: "json" }
import password from "../vectors/password.json" with { type: "json" }
import pow from "../vectors/pow.json" with { type: "json" }
import proofs from "../vectors/proofs.json" with { type: "json" }
import seal from "../vectors/seal.json" with { type: "json" }
import spoken from "../vectors/spoken.json" with { type: "json" }
import aesGcm from "../vectors/wycheproof/aes-256-gcm.json" with { type: "json" }
import hkdf from "../vectors/wycheproof/hkdf-sha256.json" with { type: "json" }

/** No server stands there: the page is given to the browser in the request's place. */
const address = "http://localhost:1/"

it("agrees with every vector in Chromium, as many as in Node", async () => {
  const script = await bundle("test/browser/vectorsPage.ts")
  const people = await openBrowser()
  const { page, complaints } = await people.person()
  await page.route(`${address}**`, (route) =>
    route.request().url().endsWith(".js")
      ? route.fulfill({ contentType: "text/javascript", body: script })
      : route.fulfill({
          contentType: "text/html",
          body: '<!doctype html><link rel="icon" href="data:,"><script type="module" src="vectors.js"></script>'
        })
  )
  await page.goto(address)

  const inChromium = await page.evaluate(() => window.checkVectors())
  const wycheproof = await page.evaluate(() => window.checkWycheproof())
  await people.close()

  const inNode = await checkVectors({ link, proofs, seal, password, pow, spoken })
  assert.deepStrictEqual(inChromium.failures, [])
  assert.strictEqual(inChromium.checked, inNode.checked)
  assert.deepStrictEqual(wycheproof.failures, [])
  assert.strictEqual(wycheproof.checked, (await checkWycheproof({ aesGcm, hkdf })).checked)
  assert.deepStrictEqual(complaints, [])
})

/** One script of this module and all that it imports. */
const bundle = async (input: string): Promise<string> => {
  const result = await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, target: "es2023", rolldownOptions: { input } }
  })
  const scripts = [result].flat().flatMap((built) => ("output" in built ? built.output : []))
  const [script, ...others] = scripts.filter((file) => file.type === "chunk")
  assert.deepStrictEqual(others, [])
  return script?.code ?? ""
}
