/** What the doctor makes of a connection that says nothing. */
import { assert, describe, it } from "@effect/vitest"
import type { SocketFacts } from "../../src/doctor/Observation.ts"
import { quietFindings } from "../../src/doctor/SocketChecks.ts"
import { closeCodes } from "../../src/protocol/CloseCodes.ts"

const opened = (closeCode: number | undefined): SocketFacts => ({
  _tag: "Opened",
  extensions: "",
  texts: [],
  closeCode
})

describe("a quiet connection", () => {
  it.each([
    ["that the relay ends at its deadline is well", opened(closeCodes.joinTimeout.code), "ok", /is left alone/],
    ["that breaks before is cut on the way", opened(1006), "failure", /is cut within 10 s/],
    ["that stays open past the deadline has lost the relay's close", opened(undefined), "failure", /does not arrive/],
    ["that a busy relay ends tells nothing of the way", opened(closeCodes.busy.code), "warning", /cannot be told/]
  ] as const)("%s", (_, facts, level, text) => {
    const [finding, ...others] = quietFindings(facts)

    assert.strictEqual(finding?.level, level)
    assert.match(finding?.text ?? "", text)
    assert.deepStrictEqual(others, [])
  })

  it.each([
    { _tag: "Refused", status: 403 },
    { _tag: "Broken", reason: "ECONNRESET" }
  ] as const)("that never opened is no finding of its own: $_tag", (facts) => {
    assert.deepStrictEqual(quietFindings(facts), [])
  })
})
