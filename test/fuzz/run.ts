/**
 * `npm run fuzz -- [--inputs 1000000] [--seed n]`: feeds every target so many inputs. The seed is printed; with it a run
 * is the same again, and a failure comes with the smallest input that was found.
 */
import * as fc from "fast-check"
import { randomInt } from "node:crypto"
import { parseArgs } from "node:util"
import { targets } from "./targets.ts"

const { values } = parseArgs({ options: { inputs: { type: "string" }, seed: { type: "string" } } })

const numberOf = (flag: string, text: string | undefined, otherwise: number): number => {
  const value = text === undefined ? otherwise : Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${flag} ${text}: expected a whole number from 1`)
  return value
}

const inputs = numberOf("inputs", values.inputs, 1_000_000)
const seed = numberOf("seed", values.seed, randomInt(1, 2 ** 31))
process.stdout.write(`seed ${seed}\n`)

for (const { name, property } of targets) {
  const result = fc.check(property, { numRuns: inputs, seed })
  process.stdout.write(`${name}: ${result.numRuns} inputs, ${result.failed ? "FAILED" : "none fails"}\n`)
  if (!result.failed) continue
  process.stdout.write(`${fc.defaultReportMessage(result)}\n`)
  process.exitCode = 1
}
