/**
 * How often something happens of late: a count that fades, so that a burst is forgotten and a flood is not. Pure
 * arithmetic on times that the caller reads from one monotonic clock.
 */
import { workPrice } from "../protocol/Limits.ts"

export interface Pace {
  count: number
  readAtMillis: number
}

export const make = (nowMillis: number): Pace => ({ count: 0, readAtMillis: nowMillis })

/** Counts one more. */
export const add = (pace: Pace, nowMillis: number): void => {
  pace.count = fadedCount(pace, nowMillis) + 1
  pace.readAtMillis = nowMillis
}

/** The rate: what a steady stream of so many a second comes to. */
export const perSecond = (pace: Pace, nowMillis: number): number =>
  fadedCount(pace, nowMillis) / (workPrice.fadeMillis / 1_000)

const fadedCount = ({ count, readAtMillis }: Pace, nowMillis: number): number =>
  count * Math.exp((readAtMillis - nowMillis) / workPrice.fadeMillis)
