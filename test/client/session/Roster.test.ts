/** Chosen names are text from strangers. */
import { assert, it } from "@effect/vitest"
import fc from "fast-check"
import { cleanName } from "../../../src/client/session/Roster.ts"
import { client } from "../../../src/protocol/Limits.ts"

it("takes out what is not seen, and keeps what emoji and scripts need", () => {
  assert.strictEqual(cleanName("O\u202etto\u200b\u0000 \n Pug"), "Otto Pug")
  assert.strictEqual(cleanName("👩‍🔬"), "👩‍🔬")
  assert.strictEqual(cleanName("می‌خواهم"), "می‌خواهم")
})

it("makes no name of nothing visible", () => {
  assert.isUndefined(cleanName(""))
  assert.isUndefined(cleanName(" \u200b\u2066 "))
})

it("makes a name that fits a Hello, of any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 100 }), (text) => {
      const name = cleanName(text)
      assert.isTrue(name === undefined || (name.length >= 1 && name.length <= client.maxNameLength))
      assert.isTrue(name === undefined || name.isWellFormed())
    })
  )
})
