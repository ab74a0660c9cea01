/**
 * Which challenges have been spent, until they expire. PROTOCOL.md section 8.
 *
 * Kept in two generations of one lifetime each: none is forgotten before it expires, and none is kept for more than two
 * lifetimes.
 */
import { challengeLifetimeMillis, maxSpentChallenges } from "../protocol/Limits.ts"

export interface SpentChallenges {
  /** Spends it, in one step: `undefined` is success. `busy` is no place for another; it stays unspent then. */
  readonly spend: (id: string, expiresAtMillis: number) => "expired" | "spent" | "busy" | undefined
  readonly count: () => number
}

export const make = (nowMillis: () => number): SpentChallenges => {
  let current = new Set<string>()
  let previous = new Set<string>()
  let turnedAt = nowMillis()
  const turn = (now: number) => {
    const elapsed = now - turnedAt
    if (elapsed < challengeLifetimeMillis) return
    previous = elapsed < 2 * challengeLifetimeMillis ? current : new Set()
    current = new Set()
    turnedAt = now
  }
  return {
    spend: (id, expiresAtMillis) => {
      const now = nowMillis()
      turn(now)
      if (now >= expiresAtMillis) return "expired"
      if (current.has(id) || previous.has(id)) return "spent"
      if (current.size + previous.size >= maxSpentChallenges) return "busy"
      current.add(id)
      return undefined
    },
    count: () => {
      turn(nowMillis())
      return current.size + previous.size
    }
  }
}
