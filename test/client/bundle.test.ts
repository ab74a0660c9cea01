/**
 * What the build hands to a browser: few bytes, nothing inline, compressed copies that are true.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { brotliDecompressSync } from "node:zlib"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { build } from "vite"
import { languages } from "../../src/client/elements/words/Language.ts"

/** Bytes after brotli. Past these a first visit on a slow phone is felt. */
const limits = { eager: 60_000, lazy: 10_000, worker: 2_000, all: 102_000 }

describe("the built client", { timeout: 60_000 }, () => {
  const directory = mkdtempSync(join(tmpdir(), "pug-bundle-"))
  let html = ""
  let names: ReadonlyArray<string> = []

  beforeAll(async () => {
    // Under a test runner NODE_ENV is "test", which would choose Lit's development build.
    const resolve = { conditions: ["module", "browser", "production"] }
    await build({ logLevel: "error", resolve, build: { outDir: directory, emptyOutDir: true } })
    html = readFileSync(join(directory, "index.html"), "utf8")
    names = readdirSync(join(directory, "assets"))
  }, 60_000)

  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  const read = (name: string): Buffer => readFileSync(join(directory, "assets", name))
  const scripts = (matching: (name: string) => boolean): ReadonlyArray<string> =>
    names.filter((name) => name.endsWith(".js") && matching(name))
  const bytes = (name: string): number => read(`${name}.br`).length
  const isEager = (name: string): boolean => html.includes(name)
  const isWorker = (name: string): boolean => name.includes(".worker-")
  const isLazy = (name: string): boolean => !isEager(name) && !isWorker(name)
  const isLanguage = (name: string): boolean => languages.some((language) => name.startsWith(`${language}-`))

  it("is small: one eager script, a worker, and everything else in small pieces on demand", () => {
    const [eager, worker, lazy] = [scripts(isEager), scripts(isWorker), scripts(isLazy)]
    const spoken = scripts((name) => !isLanguage(name))
    const lines = scripts(() => true).map((name) => `${name} ${bytes(name)} B`)
    process.stdout.write(`The client after brotli:\n${lines.join("\n")}\n`)

    assert.deepStrictEqual([eager.length, worker.length], [1, 1], names.join(" "))
    assert.isAtMost(Math.max(...eager.map(bytes)), limits.eager)
    assert.isAtMost(Math.max(...worker.map(bytes)), limits.worker)
    for (const name of lazy) assert.isAtMost(bytes(name), limits.lazy, name)
    assert.isAtMost(
      spoken.map(bytes).reduce((sum, size) => sum + size, 0),
      limits.all
    )
  })

  it("brings every language on demand, in one small piece, and so English inside of a room", () => {
    assert.strictEqual(scripts(isLanguage).length, languages.length)
  })

  it("shows the home page by the eager script alone, and loads pieces in no circle", () => {
    const importsOf = (name: string): ReadonlyArray<string> =>
      [
        ...read(name)
          .toString()
          .matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)
      ].map(([, file]) => file ?? "")
    const reached = (name: string, path: ReadonlyArray<string> = []): ReadonlyArray<string> => {
      assert.notInclude(path, name)
      return [name, ...importsOf(name).flatMap((next) => reached(next, [...path, name]))]
    }
    const [entry = ""] = scripts(isEager)

    assert.deepStrictEqual(reached(entry), [entry])
    assert.isTrue(scripts(isLazy).some((name) => reached(name).length > 2))
  })

  it("has nothing inline that its Content-Security-Policy would refuse", () => {
    assert.notMatch(html, /<script(?![^>]*\ssrc=)/)
    assert.notMatch(html, /<style|\sstyle=|\son\w+=|data:|javascript:/)
  })

  it("carries compressed copies of the very same bytes", () => {
    const compressed = names.filter((name) => name.endsWith(".br"))

    assert.strictEqual(compressed.length * 2, names.length)
    for (const name of compressed) {
      assert.isTrue(brotliDecompressSync(read(name)).equals(read(name.replace(/\.br$/, ""))), name)
    }
  })

  it("has no development build of a library in it", () => {
    const scripts = names.filter((name) => name.endsWith(".js")).map((name) => read(name).toString())

    assert.notInclude(scripts.join(""), "Lit is in dev mode")
  })
})
