/**
 * Runs the Effect diagnostics over the whole project. Any finding fails, warnings included.
 *
 * Without its plugin entry in tsconfig.json (named `@effect/language-service`) the tool says "Checked 0 files" and exits
 * with 0, so a green run alone proves nothing: this script demands that at least one file was checked. That it finds
 * things is shown by test/tools.test.ts, which plants a floating Effect and sees it refused.
 */
import { spawnSync } from "node:child_process"

const project = process.argv[2] ?? "tsconfig.json"
const { status, stdout, stderr } = spawnSync(
  "effect-tsgo",
  ["diagnostics", "--project", project, "--format", "text", "--strict"],
  { encoding: "utf8" }
)
console.log(`${stdout}${stderr}`.trim())

const checked = Number(/Checked (\d+) files/.exec(stdout)?.[1] ?? 0)
if (checked === 0) console.error(`The Effect diagnostics looked at no file: see "plugins" in ${project}.`)
process.exit(checked === 0 ? 1 : (status ?? 1))
