/** What a guest's browser loads: how much it is, compressed, and that it stays within the budget. */
import { brotliCompressSync } from "node:zlib"
import { readdirSync, readFileSync } from "node:fs"
import { assert, it } from "@effect/vitest"

/** Bytes of Brotli. */
const budget = { eager: 60_000, worker: 2_000 }

const app = "dist/app/"

const read = (path: string): string => readFileSync(app + path, "utf8")

const brotliBytes = (path: string): number => brotliCompressSync(read(path)).length

/** The scripts that the page names, and what those import statically: all that runs before anybody has clicked. */
const eagerScripts = (): ReadonlyArray<string> => {
  const found = [...read("index.html").matchAll(/<(?:script|link)[^>]*?(?:src|href)="[^"]*?(assets\/[^"]+\.js)"/g)]
  const waiting = found.map(([, path = ""]) => path)
  const scripts = new Set<string>()
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (scripts.has(path)) continue
    scripts.add(path)
    for (const [, name = ""] of read(path).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
      waiting.push(`assets/${name}`)
  }
  return [...scripts]
}

it("loads at most 60 kB of script before the first click, and a worker of at most 2 kB", () => {
  const scripts = readdirSync(`${app}assets`).filter((name) => name.endsWith(".js"))
  const sizes = new Map(scripts.map((name) => [`assets/${name}`, brotliBytes(`assets/${name}`)]))
  const eager = eagerScripts()
  const eagerBytes = eager.reduce((sum, path) => sum + (sizes.get(path) ?? Infinity), 0)
  const workers = [...sizes].filter(([path]) => path.includes("worker"))

  const lines = [...sizes].map(([path, bytes]) => `${path}: ${bytes} bytes${eager.includes(path) ? ", eager" : ""}`)
  process.stdout.write(`${["Scripts in Brotli:", ...lines].join("\n  ")}\n`)
  assert.isAbove(eager.length, 0)
  assert.isAtMost(eagerBytes, budget.eager)
  assert.strictEqual(workers.length, 1)
  for (const [, bytes] of workers) assert.isAtMost(bytes, budget.worker)
})
