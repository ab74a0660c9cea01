/**
 * Lighthouse's judgement of the home page, as far as it does not depend on how busy this machine is. `npm run lighthouse`
 * measures the rest.
 */
import { assert, describe, it } from "@effect/vitest"
import { startRelay } from "../support/RelayProcess.ts"
import { reportOn } from "./lighthouse.ts"

describe("the home page, to Lighthouse", () => {
  it("is accessible, well made, to be found, and moves nothing while it loads", { timeout: 300_000 }, async () => {
    const relay = await startRelay()
    try {
      const { cumulativeLayoutShift, failures, scores } = reportOn(relay.url)

      assert.deepStrictEqual(failures, [])
      assert.include(scores, { accessibility: 100, "best-practices": 100, seo: 100 })
      assert.strictEqual(cumulativeLayoutShift, 0)
    } finally {
      await relay.stop()
    }
  })
})
