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
const limits = { eager: 60_000, lazy: 12_000, language: 10_000, worker: 2_000, all: 96_000 }

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
  const bytes = (matching: (name: string) => boolean): ReadonlyArray<number> =>
    names.filter((name) => name.endsWith(".js.br") && matching(name)).map((name) => read(name).length)
  const isEager = (name: string): boolean => html.includes(name.replace(/\.br$/, ""))
  const isWorker = (name: string): boolean => name.includes(".worker-")
  const isLanguage = (name: string): boolean => languages.some((language) => name.startsWith(`${language}-`))

  it("is small: one eager script, a worker; session, inside of a room, QR code and words on demand", () => {
    const eager = bytes(isEager)
    const worker = bytes(isWorker)
    const lazy = bytes((name) => !isEager(name) && !isWorker(name) && !isLanguage(name))

    assert.deepStrictEqual([eager.length, worker.length, lazy.length], [1, 1, 4], names.join(" "))
    assert.isAtMost(Math.max(...eager), limits.eager)
    assert.isAtMost(Math.max(...worker), limits.worker)
    assert.isAtMost(Math.max(...lazy), limits.lazy)
    assert.isAtMost(
      [...eager, ...worker, ...lazy].reduce((sum, size) => sum + size, 0),
      limits.all
    )
  })

  it("brings every language on demand, in one small piece, and so English inside of a room", () => {
    const sizes = bytes(isLanguage)

    assert.strictEqual(sizes.length, languages.length)
    assert.isAtMost(Math.max(...sizes), limits.language)
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
