/**
 * The checks find what they are for: a tool that looks at nothing passes everything.
 */
import { assert, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"

/** Runs a command in a fresh directory of the project that holds `files`; returns what it said and whether it failed. */
const runOn = (files: Readonly<Record<string, string>>, command: (directory: string) => ReadonlyArray<string>) => {
  const directory = mkdtempSync(".probe-")
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(`${directory}/${name}`, text)
    const [program = "", ...args] = command(directory)
    const { status, stderr, stdout } = spawnSync(program, args, { encoding: "utf8" })
    return { hasFailed: status !== 0, output: stdout + stderr }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

const checkEffect = (directory: string) => ["node", "scripts/check-effect.ts", `${directory}/tsconfig.json`]
const lint = (directory: string) => ["oxlint", "--deny-warnings", "--no-ignore", `${directory}/planted.ts`]

const floating = `import { Effect } from "effect"\nexport const run = (): void => {\n  Effect.log("never runs")\n}\n`

describe("the Effect diagnostics", () => {
  it("refuse a floating Effect", () => {
    const tsconfig = `{ "extends": "../tsconfig.json", "include": ["*.ts"] }`

    const { hasFailed, output } = runOn({ "floating.ts": floating, "tsconfig.json": tsconfig }, checkEffect)

    assert.isTrue(hasFailed)
    assert.include(output, "floatingEffect")
  })

  it("fail when they looked at no file", () => {
    const tsconfig = `{ "compilerOptions": { "module": "NodeNext", "strict": true }, "files": ["floating.ts"] }`

    const { hasFailed, output } = runOn({ "floating.ts": floating, "tsconfig.json": tsconfig }, checkEffect)

    assert.isTrue(hasFailed)
    assert.include(output, "looked at no file")
  })
})

describe("the linter", () => {
  const planted: ReadonlyArray<readonly [rule: string, text: string]> = [
    ["no-restricted-imports", `export { unsafeHTML } from "lit/directives/unsafe-html.js"`],
    ["no-restricted-imports", `export { unsafeSVG } from "lit/directives/unsafe-svg.js"`],
    ["no-restricted-imports", `export { unsafeStatic } from "lit/static-html.js"`],
    ["no-restricted-imports", `export { styleMap } from "lit/directives/style-map.js"`],
    ["ban-attributes", `import { html } from "lit"\nexport const a = html\`<p style="color: red"></p>\``],
    ["no-explicit-any", `export const a = (b: any): unknown => b`],
    ["no-non-null-assertion", `export const a = (b?: string): string => b!`],
    ["no-console", `console.log(1)`]
  ]

  it.each(planted)("refuses by %s: %s", (rule, text) => {
    const { hasFailed, output } = runOn({ "planted.ts": `${text}\n` }, lint)

    assert.isTrue(hasFailed)
    assert.include(output, `(${rule})`)
  })
})
