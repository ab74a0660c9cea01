import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as TokenBucket from "../../src/domain/TokenBucket.ts"

const second = 1_000
const rate = { burst: 200, perSecond: 20 }

const takeMany = (bucket: TokenBucket.TokenBucket, now: number, count: number): number => {
  let taken = 0
  for (let i = 0; i < count; i++) if (TokenBucket.take(bucket, rate, now, 1)) taken += 1
  return taken
}

describe("TokenBucket", () => {
  it("gives the burst at once and not one more", () => {
    const bucket = TokenBucket.make(rate, 5 * second)

    assert.strictEqual(takeMany(bucket, 5 * second, 201), 200)
  })

  it("gives the rate afterwards, to the token", () => {
    const bucket = TokenBucket.make(rate, 0)
    takeMany(bucket, 0, 200)

    assert.isFalse(TokenBucket.take(bucket, rate, second / 20 - 1e-6, 1))
    assert.isTrue(TokenBucket.take(bucket, rate, second / 20, 1))
    assert.isFalse(TokenBucket.take(bucket, rate, second / 20, 1))
    assert.strictEqual(takeMany(bucket, second / 20 + second, 100), 20)
  })

  it("gathers no more than the burst, however long it rests", () => {
    const bucket = TokenBucket.make(rate, 0)
    takeMany(bucket, 0, 200)

    assert.strictEqual(takeMany(bucket, 1_000_000 * second, 300), 200)
  })

  it("takes nothing when it refuses", () => {
    const bucket = TokenBucket.make(rate, 0)

    assert.isFalse(TokenBucket.take(bucket, rate, 0, 201))
    assert.isTrue(TokenBucket.take(bucket, rate, 0, 200))
  })

  it("gives in any time at most the burst and what the rate allows", () => {
    const step = fc.record({ wait: fc.double({ min: 0, max: 3 * second, noNaN: true }), amount: fc.nat(250) })
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const bucket = TokenBucket.make(rate, 0)
        let now = 0
        let taken = 0
        for (const { wait, amount } of steps) {
          now += wait
          if (TokenBucket.take(bucket, rate, now, amount)) taken += amount
        }

        assert.isAtMost(taken, rate.burst + (now / second) * rate.perSecond + 1e-6)
      })
    )
  })

  it("tells how long to wait for what is missing, and that much later it is there", () => {
    const bucket = TokenBucket.make(rate, 3 * second)
    takeMany(bucket, 3 * second, 190)

    assert.strictEqual(TokenBucket.waitMillis(bucket, rate, 3 * second, 10), 0)
    assert.strictEqual(TokenBucket.waitMillis(bucket, rate, 3 * second, 12), 100)
    assert.closeTo(TokenBucket.waitMillis(bucket, rate, 3 * second + 40, 12), 60, 1e-6)
    assert.strictEqual(TokenBucket.waitMillis(bucket, rate, 60 * second, 12), 0)
    assert.isTrue(TokenBucket.take(bucket, rate, 3 * second + 100, 12))
  })
})
