/**
 * Fills dist/: the browser client by vite (dist/app), then the package's modules and types by tsc.
 *
 * With `--if-stale` it does nothing when dist/ is younger than everything it is made of. dist/main.js comes last, so that
 * a build that was cut short counts as stale.
 */
import { spawnSync } from "node:child_process"
import { globSync, rmSync, statSync } from "node:fs"

const modifiedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
const sources = [...globSync("src/**"), "package.json", "vite.config.ts", "tsconfig.json", "tsconfig.build.json"]
const isStale = modifiedAt("dist/main.js") <= Math.max(...sources.map(modifiedAt))

if (isStale || !process.argv.includes("--if-stale")) {
  rmSync("dist", { recursive: true, force: true })
  run("vite", "build", "--logLevel", "warn")
  run("tsc", "-p", "tsconfig.build.json")
}

function run(command: string, ...args: ReadonlyArray<string>): void {
  const { status } = spawnSync(command, args, { stdio: "inherit" })
  if (status !== 0) process.exit(status ?? 1)
}
