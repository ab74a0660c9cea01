import { assert, describe, it } from "@effect/vitest"
import { equalBytes } from "../../../src/client/crypto/WebCrypto.ts"

describe("equalBytes", () => {
  it.each([
    [[], [], true],
    [[1, 2], [1, 2], true],
    [[1, 2], [1, 3], false],
    [[1, 2], [1, 2, 3], false],
    [[1, 2, 3], [1, 2], false],
    [[], [0], false]
  ])("of %j and %j is %s", (a, b, expected) => {
    assert.strictEqual(equalBytes(Uint8Array.from(a), Uint8Array.from(b)), expected)
  })
})
