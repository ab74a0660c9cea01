/**
 * `npm run fuzz -- [--inputs 1000000] [--seed n]`: feeds every target so many inputs. The seed is printed; with it a run
 * is the same again, and a failure comes with the smallest input that was found.
 */
import * as fc from "fast-check"
import { randomInt } from "node:crypto"
import { parseArgs } from "node:util"
import { wholeFlag } from "../support/wholeFlag.ts"
import { targets } from "./targets.ts"

const { values } = parseArgs({ options: { inputs: { type: "string" }, seed: { type: "string" } } })

const inputs = wholeFlag("inputs", values.inputs, 1_000_000)
const seed = wholeFlag("seed", values.seed, randomInt(1, 2 ** 31))
process.stdout.write(`seed ${seed}\n`)

for (const { name, property } of targets) {
  const result = fc.check(property, { numRuns: inputs, seed })
  process.stdout.write(`${name}: ${result.numRuns} inputs, ${result.failed ? "FAILED" : "none fails"}\n`)
  if (!result.failed) continue
  process.stdout.write(`${fc.defaultReportMessage(result)}\n`)
  process.exitCode = 1
}
