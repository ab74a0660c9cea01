/**
 * What rooms and joins cost, in bits of work, by how often they are asked for. Pure.
 *
 * A bit more doubles the work, so a price that rises by one with each doubling of the rate keeps the rate that somebody
 * with so much computing power reaches about where it is. It never falls below what the operator has set, and never rises
 * above what a phone can do, unless the operator has set more.
 */
import { workPrice } from "../protocol/Limits.ts"

/** Rooms are made at this rate, and a room costs this at least. */
export const creationBits = (floor: number, creationsPerSecond: number): number =>
  capped(floor, floor + doublings(creationsPerSecond, workPrice.calmCreationsPerSecond))

export interface JoinPaces {
  readonly joinsPerSecond: number
  readonly failuresPerSecond: number
  /** This source has failed so often that the next failures come near its limit. */
  readonly isSuspect: boolean
}

/** Joins are asked of the relay at these rates. 0: no work. */
export const joinBits = (floor: number, { joinsPerSecond, failuresPerSecond, isSuspect }: JoinPaces): number =>
  capped(
    floor,
    Math.max(
      crowded(joinsPerSecond, workPrice.calmJoinsPerSecond),
      crowded(failuresPerSecond, workPrice.calmFailuresPerSecond),
      isSuspect ? workPrice.suspectJoinBits : 0
    )
  )

/** How often a rate is twice the calm one, and twice that. */
const doublings = (rate: number, calm: number): number => Math.max(0, Math.floor(Math.log2(rate / calm)))

const crowded = (rate: number, calm: number): number =>
  rate < calm ? 0 : workPrice.crowdedJoinBits + doublings(rate, calm)

const capped = (floor: number, bits: number): number => Math.max(floor, Math.min(bits, workPrice.mostBits))
