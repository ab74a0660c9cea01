/**
 * What a check of vectors finds, without a test framework, so that it runs the same in Node and in a page.
 */

/** The cases that fail, each in a line, and how many were checked. */
export interface VectorReport {
  readonly checked: number
  readonly failures: ReadonlyArray<string>
}

export class Report implements VectorReport {
  checked = 0
  readonly failures: Array<string> = []

  equal(name: string, actual: unknown, expected: unknown): void {
    this.checked += 1
    const [a, b] = [canonical(actual), canonical(expected)]
    if (a !== b) this.failures.push(`${name}: ${a} instead of ${b}`)
  }
}

/** The same text for equal values, in whatever order their keys stand. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part
  )
