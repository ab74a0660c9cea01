/**
 * When a room says that its time runs out.
 */
import { assert, describe, it } from "@effect/vitest"
import { timeWarning, warningMillis } from "../../src/client/TimeWarnings.ts"

const { soon, short, last } = warningMillis

/** What is said at each of these moments, one after the other. */
const said = (...remaining: ReadonlyArray<number>): ReadonlyArray<number> => {
  let mark = Infinity
  return remaining.flatMap((remainingMillis) => {
    const warning = timeWarning(remainingMillis, mark)
    if (warning === undefined) return []
    mark = warning.mark
    return [warning.remainingMillis]
  })
}

describe("timeWarning", () => {
  it("comes at three moments, once each", () => {
    const everySecond = Array.from({ length: 400 }, (_, index) => 400_000 - 1_000 * index)

    assert.deepStrictEqual(said(...everySecond), [soon, short, last])
  })

  it("does not come before the first moment, or at the end", () => {
    assert.deepStrictEqual(said(soon + 1, 0), [])
  })

  it("says the moment's own length when the clock ticks a little late", () => {
    assert.deepStrictEqual(said(soon + 500, soon - 500), [soon])
  })

  it("says what remains after a sleep, for the last moment alone", () => {
    assert.deepStrictEqual(said(soon + 500, 41_900, 41_000), [42_000])
  })

  it("says at once what remains of a room that is shorter", () => {
    assert.deepStrictEqual(said(200_000, 199_000), [200_000])
  })
})
