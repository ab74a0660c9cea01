/**
 * `npm run simulate -- [--seeds 100] [--seed n]`: runs so many worlds, each under a seed of its own from the first on. A
 * seed that breaks a rule is printed with what it breaks, and with `--seeds 1 --seed <it>` the world is the same again.
 */
import { randomInt } from "node:crypto"
import { parseArgs } from "node:util"
import { Effect } from "effect"
import { wholeFlag } from "../support/wholeFlag.ts"
import { violationsOf } from "./historyChecker.ts"
import { simulate } from "./simulate.ts"

const { values } = parseArgs({ options: { seeds: { type: "string" }, seed: { type: "string" } } })

const seeds = wholeFlag("seeds", values.seeds, 100)
const first = wholeFlag("seed", values.seed, randomInt(1, 2 ** 31))
process.stdout.write(`seeds ${first} to ${first + seeds - 1}\n`)

for (let seed = first; seed < first + seeds; seed++) {
  const { history, hash } = await Effect.runPromise(simulate({ seed }))
  const violations = violationsOf(history)
  if (seeds === 1) process.stdout.write(`history ${hash}\n`)
  if (violations.length === 0) continue
  process.stdout.write(`seed ${seed} FAILED\n${violations.map((line) => `  ${line}\n`).join("")}`)
  process.exitCode = 1
}
process.stdout.write(process.exitCode === 1 ? "some worlds are wrong\n" : `${seeds} worlds, none is wrong\n`)
