/**
 * What the documents say about the code is so: every TypeScript block of the README and of docs/EMBED.md stands, word for
 * word, in a region of an example that a test runs, every setting has its row, and every path leads somewhere.
 */
import { assert, describe, it } from "@effect/vitest"
import { globSync, readFileSync } from "node:fs"
import * as EnvClusterConfig from "../src/layers/EnvClusterConfig.ts"
import * as EnvRelayConfig from "../src/layers/EnvRelayConfig.ts"
import * as NodeListener from "../src/layers/NodeListener.ts"
import * as OperatorListener from "../src/layers/OperatorListener.ts"
import { flagOf, type Setting } from "../src/layers/Setting.ts"

const readme = readFileSync("README.md", "utf8")

const blocksOf = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code)

const blocks = blocksOf(readme)

const regions = globSync("examples/**/*.ts").flatMap((file) =>
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
    const settings = [
      NodeListener.settings,
      OperatorListener.settings,
      EnvRelayConfig.settings,
      EnvClusterConfig.settings
    ].flatMap((group) => Object.values<Setting<unknown>>(group))
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

describe("docs/EMBED.md", () => {
  it("takes every TypeScript block from an example", () => {
    const shown = blocksOf(readFileSync("docs/EMBED.md", "utf8"))

    assert.isAtLeast(shown.length, 1)
    assert.deepStrictEqual(
      shown.filter((block) => !regions.includes(block)),
      []
    )
  })
})

describe("docs/ARCHITECTURE.md", () => {
  it("names only files that exist", () => {
    const paths = [...readFileSync("docs/ARCHITECTURE.md", "utf8").matchAll(/\b(?:src|test)\/[\w./-]*\w/g)].map(
      ([path]) => path
    )

    assert.isAbove(paths.length, 30)
    assert.deepStrictEqual(
      paths.filter((path) => globSync(path).length === 0),
      []
    )
  })
})
