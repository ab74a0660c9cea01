/**
 * The README's code is the examples' code: every TypeScript block stands, word for word, in a region of an example that a
 * test runs.
 */
import { assert, describe, it } from "@effect/vitest"
import { globSync, readFileSync } from "node:fs"
import * as EnvRelayConfig from "../src/layers/EnvRelayConfig.ts"
import * as NodeListener from "../src/layers/NodeListener.ts"
import { flagOf } from "../src/layers/Setting.ts"

const readme = readFileSync("README.md", "utf8")

const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code)

const regions = globSync("examples/*.ts").flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(/^\/\/ #region readme\n([\s\S]*?)^\/\/ #endregion$/gm)].map(
    ([, code = ""]) => code
  )
)

describe("README.md", () => {
  it("shows how to embed, to test and to write a bot", () => {
    assert.isAtLeast(blocks.length, 3)
  })

  it("takes every TypeScript block from an example", () => {
    const strangers = blocks.filter((block) => !regions.includes(block))

    assert.deepStrictEqual(strangers, [])
  })

  it("has a row for every setting, with its default and range", () => {
    const settings = Object.values({ ...NodeListener.settings, ...EnvRelayConfig.settings })
    const rows = settings.map(
      ({ defaultText, expected, help, name }) =>
        `| \`${name}\` | \`${flagOf(name)}\` | ${defaultText || "none"} | ${expected} | ${help} |`
    )

    assert.isAtLeast(rows.length, 15)
    assert.deepStrictEqual(
      rows.filter((row) => !readme.includes(row)),
      []
    )
  })

  it("links only to files that exist", () => {
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = ""]) => path)

    assert.isAbove(links.length, 5)
    assert.deepStrictEqual(
      links.filter((path) => globSync(path).length === 0),
      []
    )
  })
})
