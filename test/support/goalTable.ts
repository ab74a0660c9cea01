/** Measures against their goals, a line each, for commands that measure and judge. */
import { loadavg } from "node:os"

export interface Measure {
  readonly name: string
  readonly value: number
  readonly goal: { readonly atLeast: number } | { readonly atMost: number }
  /** What the value is taken from. */
  readonly from: string
}

const isMet = ({ goal, value }: Measure): boolean => ("atLeast" in goal ? value >= goal.atLeast : value <= goal.atMost)

const wordsOf = ({ goal }: Measure): string =>
  "atLeast" in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`

/** How busy the machine is: times that were taken beside other work say little. */
export const busyness = (): string => `load average ${(loadavg()[0] ?? 0).toFixed(1)} before the start`

/** Prints them, and lets the process fail if one misses its goal. */
export const judge = (measures: ReadonlyArray<Measure>, remarks: ReadonlyArray<string>): void => {
  for (const measure of measures) {
    const columns = [measure.name.padEnd(30), String(measure.value).padStart(6), wordsOf(measure).padEnd(14)]
    process.stdout.write(`${columns.join("  ")}  ${isMet(measure) ? "    " : "MISS"}  ${measure.from}\n`)
  }
  for (const remark of remarks) process.stdout.write(`${remark}\n`)
  if (!measures.every(isMet)) process.exitCode = 1
}
