/**
 * `npm run soak -- [--quick] [--minutes 2] [--seed n] [--part name]`: drives real relays to their bounds, on loopback.
 *
 * Every part is bounded in count and time. The seed is printed; it repeats which bad input is sent in which order. Ends
 * with 1 and a plain sentence for each bound that does not hold.
 */
import { randomInt } from "node:crypto"
import { parseArgs } from "node:util"
import { wholeFlag } from "../support/wholeFlag.ts"
import { badInput } from "./badInput.ts"
import { idle } from "./idle.ts"
import { memoryBudget } from "./memoryBudget.ts"
import type { Part } from "./Part.ts"
import { restarts } from "./restarts.ts"
import { slowReader } from "./slowReader.ts"

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    minutes: { type: "string" },
    seed: { type: "string" },
    part: { type: "string" }
  }
})

const minutesOf = (text: string): number => {
  const minutes = Number(text)
  if (!(minutes > 0)) throw new Error(`--minutes ${text}: expected a number above 0`)
  return minutes
}

const isQuick = values.quick
/** Of load, in the parts that wait. */
const millis = (values.minutes === undefined ? (isQuick ? 0.15 : 1) : minutesOf(values.minutes)) * 60_000
const seed = wholeFlag("seed", values.seed, randomInt(1, 2 ** 31))

const parts: ReadonlyArray<readonly [part: Part, times: number]> = [
  [badInput, 1],
  [slowReader, 1],
  [memoryBudget, 1],
  [idle, isQuick ? 1_000 : 1_000_000],
  [restarts, isQuick ? 3 : 50]
]

const wanted = parts.filter(([{ name }]) => values.part === undefined || name.includes(values.part))
if (wanted.length === 0) {
  throw new Error(`--part ${values.part}: expected a word of one of: ${parts.map(([{ name }]) => name).join("; ")}`)
}

const print = (line: string) => void process.stdout.write(`${line}\n`)
print(`seed ${seed}`)

for (const [part, times] of wanted) {
  const startedAt = performance.now()
  print(`\n${part.name}`)
  await part.run({
    seed,
    millis,
    times,
    say: (line) => print(`  ${line}`),
    hold: (isHeld, fact) => {
      print(`  ${isHeld ? "holds" : "DOES NOT HOLD"}: ${fact}`)
      if (!isHeld) process.exitCode = 1
    }
  })
  print(`  ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`)
}
