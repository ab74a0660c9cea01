/**
 * A token bucket: a burst at once, then a steady rate. Pure arithmetic on times that the caller reads.
 */

export interface Rate {
  readonly burst: number
  readonly perSecond: number
}

export interface TokenBucket {
  tokens: number
  readAtMillis: number
}

export const make = (rate: Rate, nowMillis: number): TokenBucket => ({ tokens: rate.burst, readAtMillis: nowMillis })

/** Takes `amount` if it is there; times come from one monotonic clock. */
export const take = (bucket: TokenBucket, rate: Rate, nowMillis: number, amount: number): boolean => {
  const elapsedSeconds = (nowMillis - bucket.readAtMillis) / 1_000
  const tokens = Math.min(rate.burst, bucket.tokens + elapsedSeconds * rate.perSecond)
  bucket.readAtMillis = nowMillis
  bucket.tokens = tokens < amount ? tokens : tokens - amount
  return tokens >= amount
}

/** Milliseconds until `amount` is there, 0 if it is; nothing is taken. `amount` is at most the burst. */
export const waitMillis = (bucket: TokenBucket, rate: Rate, nowMillis: number, amount: number): number => {
  const elapsedSeconds = (nowMillis - bucket.readAtMillis) / 1_000
  return Math.max(0, ((amount - bucket.tokens) / rate.perSecond - elapsedSeconds) * 1_000)
}
