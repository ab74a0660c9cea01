/**
 * A token bucket: a burst at once, then a steady rate. Pure arithmetic on times that the caller reads.
 */

export interface Rate {
  readonly burst: number
  readonly perSecond: number
}

export interface TokenBucket {
  tokens: number
  readAtNanos: bigint
}

export const make = (rate: Rate, nowNanos: bigint): TokenBucket => ({ tokens: rate.burst, readAtNanos: nowNanos })

/** Takes `amount` if it is there; times come from one monotonic clock. */
export const take = (bucket: TokenBucket, rate: Rate, nowNanos: bigint, amount: number): boolean => {
  const elapsedSeconds = Number(nowNanos - bucket.readAtNanos) / 1e9
  const tokens = Math.min(rate.burst, bucket.tokens + elapsedSeconds * rate.perSecond)
  bucket.readAtNanos = nowNanos
  bucket.tokens = tokens < amount ? tokens : tokens - amount
  return tokens >= amount
}
