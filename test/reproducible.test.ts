/**
 * The same sources give the same bytes, wherever they are built: what is served and published can be checked by anybody
 * who builds it again.
 *
 * A copy of the sources, in a folder of another name and depth, is built under another time zone and language. It finds
 * the libraries of this project where Node looks for them: in the folders above.
 */
import { assert, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { join, resolve } from "node:path"

/** All that a build is made of. */
const sources = ["src", "scripts", "package.json", "vite.config.ts", "tsconfig.json", "tsconfig.build.json"]

const build = (folder: string, settings: Readonly<Record<string, string>>, ...flags: ReadonlyArray<string>): void => {
  const { status, stderr, stdout } = spawnSync(process.execPath, ["scripts/build.ts", ...flags], {
    cwd: folder,
    // Under the test's own mode, vite would build for development.
    env: { ...process.env, NODE_ENV: "production", ...settings },
    encoding: "utf8"
  })
  assert.strictEqual(status, 0, stdout + stderr)
}

/** The hash of every file of the build there, by name. The bill of materials is beside them, where somebody asked for it. */
const hashes = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    globSync("dist/**/*", { cwd: folder, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "sbom.json")
      .map(({ name, parentPath }) => join(parentPath, name))
      .toSorted()
      .map((path) => [path.slice(folder.length + 1), createHash("sha256").update(readFileSync(path)).digest("hex")])
  )

describe("two builds of the same sources", () => {
  it("from different folders are the same to the byte", { timeout: 180_000 }, () => {
    const probe = mkdtempSync(".probe-")
    try {
      const copy = resolve(probe, "another and deeper")
      mkdirSync(copy)
      for (const name of sources) cpSync(name, join(copy, name), { recursive: true })

      build(".", {}, "--if-stale")
      build(copy, { TZ: "Pacific/Auckland", LANG: "de_DE.UTF-8" })

      const built = hashes(resolve("."))
      assert.isAbove(Object.keys(built).length, 100)
      assert.deepStrictEqual(hashes(copy), built)
    } finally {
      rmSync(probe, { recursive: true })
    }
  })
})
