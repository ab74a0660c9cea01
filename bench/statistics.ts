/**
 * Medians: one bad round of a shared machine does not decide.
 */

/** The median; of an even number of values the mean of the middle two. NaN for none. */
export const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN
  return (lower + upper) / 2
}

/** Rounded to so many significant digits. */
export const significant = (value: number, digits = 4): number => Number(value.toPrecision(digits))
