/**
 * What Lighthouse says of a page, on a phone as it imagines one: a slow network and a slow processor, simulated.
 *
 * Lighthouse is a package of its own beside this file, so that nobody else installs what it needs. It drives Debian's
 * Chromium.
 */
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { resolve } from "node:path"

/** Categories by their name, from 0 to 100; times in milliseconds; the audits that are not passed, with their title. */
export interface Report {
  readonly scores: Readonly<Record<string, number>>
  readonly largestContentfulPaint: number
  readonly totalBlockingTime: number
  readonly cumulativeLayoutShift: number
  readonly failures: ReadonlyArray<string>
}

interface Audit {
  readonly id: string
  readonly title: string
  readonly score: number | null
  readonly scoreDisplayMode: string
  readonly numericValue?: number
}

/** The part of Lighthouse's own report that is read here. */
interface Printed {
  readonly categories: Readonly<Record<string, { readonly score: number | null }>>
  readonly audits: Readonly<Record<string, Audit>>
}

const home = resolve("test/lighthouse")
const program = `${home}/node_modules/lighthouse/cli/index.js`

/** Opens the page once, in a browser of its own. */
export const reportOn = (url: string): Report => {
  if (!existsSync(program)) run("npm", ["ci", "--prefix", home, "--no-audit", "--no-fund"])
  const flags = ["--output=json", "--quiet", "--no-enable-error-reporting", `--chrome-flags=${chromeFlags}`]
  // The shape is Lighthouse's; a wrong one fails who reads the scores.
  return reportOf(JSON.parse(run(process.execPath, [program, url, ...flags])) as Printed)
}

const chromeFlags = "--headless=new --no-sandbox --disable-gpu"

const run = (command: string, args: ReadonlyArray<string>): string => {
  const { status, stderr, stdout } = spawnSync(command, args, {
    encoding: "utf8",
    env: { ...process.env, CHROME_PATH: "/usr/bin/chromium" },
    maxBuffer: 64 * 1024 * 1024
  })
  if (status !== 0) throw new Error(`${command} ${args[0] ?? ""} failed:\n${stdout}${stderr}`)
  return stdout
}

const reportOf = ({ audits, categories }: Printed): Report => {
  const measured = (id: string): number => audits[id]?.numericValue ?? Number.NaN
  return {
    scores: Object.fromEntries(
      Object.entries(categories).map(([name, { score }]) => [name, Math.round(100 * (score ?? Number.NaN))])
    ),
    largestContentfulPaint: measured("largest-contentful-paint"),
    totalBlockingTime: measured("total-blocking-time"),
    cumulativeLayoutShift: measured("cumulative-layout-shift"),
    failures: Object.values(audits)
      .filter(({ score, scoreDisplayMode }) => scoreDisplayMode === "binary" && score !== 1)
      .map(({ id, title }) => `${id}: ${title}`)
  }
}
