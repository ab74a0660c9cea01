/**
 * When a room says that its time runs out: at three moments before the end, once each. No clock, no runtime.
 */

/** Milliseconds before the end: to finish what one talks about, to say goodbye, and to look up. */
export const warningMillis = { soon: 300_000, short: 60_000, last: 10_000 } as const

/** Past a mark by less than this, the mark is what remains: clocks tick late. */
const latenessMillis = 3_000

export interface TimeWarning {
  /** Which of the moments has come. */
  readonly mark: number
  /** What to say that remains. */
  readonly remainingMillis: number
}

/**
 * The warning that is due when so much remains and the last one was that of `lastMark`. Of several that a page has slept
 * through only the last is, and it says what really remains, in full seconds as the countdown shows it.
 */
export const timeWarning = (remainingMillis: number, lastMark: number): TimeWarning | undefined => {
  const mark = Object.values(warningMillis).findLast((each) => remainingMillis <= each)
  if (mark === undefined || mark >= lastMark || remainingMillis <= 0) return undefined
  const shownMillis = Math.ceil(remainingMillis / 1_000) * 1_000
  return { mark, remainingMillis: mark - remainingMillis < latenessMillis ? mark : shownMillis }
}
