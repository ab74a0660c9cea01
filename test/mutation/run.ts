/**
 * `npm run mutation`: changes the code in small ways and sees whether a test fails, area by area (areas.ts), and prints
 * the score of each file. Fails if an area's score is below the threshold in stryker.json.
 *
 * Arguments are the names of areas; none means all. Results stay in .mutation/, so that a second run only tries what has
 * changed; without that directory all is tried anew, as it must be after new tests for what is made once, as schemas are. Stryker is a package of its own beside this file: see docs/decisions/0007.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync } from "node:fs"
import { areas } from "./areas.ts"

const project = new URL("../..", import.meta.url).pathname
const stryker = "test/mutation/node_modules/@stryker-mutator/core/bin/stryker.js"

const run = (command: string, args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}): boolean =>
  spawnSync(command, args, { cwd: project, stdio: "inherit", env: { ...process.env, ...env } }).status === 0

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => areas[name] === undefined)
if (unknown.length > 0) {
  process.stderr.write(`No such area: ${unknown.join(", ")}. There are ${Object.keys(areas).join(", ")}.\n`)
  process.exit(2)
}

if (
  !existsSync(`${project}${stryker}`) &&
  !run("npm", ["ci", "--prefix", "test/mutation", "--no-audit", "--no-fund"])
) {
  process.exit(1)
}
mkdirSync(`${project}.mutation`, { recursive: true })

const failed = Object.entries(areas)
  .filter(([name]) => asked.length === 0 || asked.includes(name))
  .filter(([name, { mutate }]) => {
    process.stdout.write(`\nMutation tests of ${name}\n`)
    const incremental = ["--incremental", "--incrementalFile", `.mutation/${name}.json`]
    return !run(
      process.execPath,
      [stryker, "run", "test/mutation/stryker.json", ...incremental, "--mutate", mutate.join()],
      {
        MUTATION_AREA: name
      }
    )
  })
if (failed.length > 0) {
  process.stderr.write(`Below the threshold, or not run: ${failed.map(([name]) => name).join(", ")}\n`)
  process.exit(1)
}
