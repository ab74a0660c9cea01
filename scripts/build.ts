/**
 * Fills dist/: the browser client by vite (dist/app), what editors know of its element, then the package's modules and
 * types by tsc.
 *
 * With `--if-stale` it does nothing when dist/ is younger than everything it is made of. dist/main.js comes last, so that
 * a build that was cut short counts as stale.
 */
import { spawnSync } from "node:child_process"
import { globSync, rmSync, statSync } from "node:fs"

const modifiedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
const inputs = ["package.json", "scripts/element-manifest.ts", "tsconfig.json", "tsconfig.build.json", "vite.config.ts"]
const sources = [...globSync("src/**"), ...inputs]
const isStale = modifiedAt("dist/main.js") <= Math.max(...sources.map(modifiedAt))

if (isStale || !process.argv.includes("--if-stale")) {
  rmSync("dist", { recursive: true, force: true })
  run("vite", "build", "--logLevel", "warn")
  run(process.execPath, "scripts/element-manifest.ts")
  run("tsc", "-p", "tsconfig.build.json")
}

function run(command: string, ...args: ReadonlyArray<string>): void {
  const { status } = spawnSync(command, args, { stdio: "inherit" })
  if (status !== 0) process.exit(status ?? 1)
}
