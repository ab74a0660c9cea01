/**
 * bench/results.json: written by a whole run, read by the report.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { arch, cpus, loadavg, release, totalmem } from "node:os"
import type { Options } from "./options.ts"
import { raised } from "./peers/limits.ts"
import { peerNames, peers } from "./peers.ts"
import type { Results } from "./results.ts"

const path = new URL("results.json", import.meta.url)

const bytesPerGibibyte = 2 ** 30

/** Everything about a run but its figures. */
export const describeRun = ({ isQuick, profile }: Options): Omit<Results, "shapes" | "idle" | "startup"> => ({
  machine: `${cpus()[0]?.model.trim() ?? arch()}, ${cpus().length} cores, ${Math.round(totalmem() / bytesPerGibibyte)} GiB, Linux ${release().replace(/-.*/, "")}`,
  date: new Date().toISOString(),
  command: `npm run bench${isQuick ? " -- --quick" : ""}`,
  loadAverage: loadavg()[0] ?? 0,
  rounds: profile.rounds,
  versions: { node: process.versions.node, ...versions() },
  raisedLimits: raised,
  framing: Object.fromEntries(peerNames.map((name) => [name, peers[name].framing]))
})

const versions = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ["bench/node_modules/ws", "bench/node_modules/socket.io", "bench/node_modules/bun", "node_modules/effect"].map(
      (directory) => {
        // A manifest of npm's always has its version.
        const manifest = readFileSync(new URL(`../${directory}/package.json`, import.meta.url), "utf8")
        const { version } = JSON.parse(manifest) as { readonly version: string }
        return [directory.replace(/^.*\//, ""), version]
      }
    )
  )

export const writeResults = (results: Results): void =>
  writeFileSync(path, `${JSON.stringify(results, undefined, 2)}\n`)

// Our own file.
export const readResults = (): Results => JSON.parse(readFileSync(path, "utf8")) as Results
