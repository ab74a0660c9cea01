/**
 * The virtual time of a simulation: what happens when, one thing after the other, each only once everything that the last
 * one has led to has come to rest.
 *
 * Sealing and opening run on other threads and take as long as they take. While one of them is under way no time passes,
 * so that the order of things depends on the seed alone.
 */
import { Effect } from "effect"
import { TestClock } from "effect/testing"

interface Item {
  readonly at: number
  /** Of things at one time, the lower goes first. */
  readonly rank: number
  readonly act: () => void
}

/** Effects that wait are woken at most this much late. Milliseconds. */
const stepMillis = 100

/** Turns of the event loop without anything under way after which nothing moves any more. */
const calmTurns = 4

export class Agenda {
  #now = 0
  readonly #items: Array<Item> = []

  get now(): number {
    return this.#now
  }

  add(at: number, rank: number, act: () => void): void {
    const item = { at: Math.max(at, this.#now), rank, act }
    const index = this.#items.findLastIndex(
      (other) => other.at < item.at || (other.at === item.at && other.rank <= rank)
    )
    this.#items.splice(index + 1, 0, item)
  }

  /** Lets time pass until `isOver` or `until`. */
  readonly run = Effect.fnUntraced({ self: this }, function* (until: number, isOver: () => boolean) {
    yield* calm
    while (this.#now < until && !isOver()) {
      const next = Math.min(this.#items[0]?.at ?? Infinity, this.#now + stepMillis)
      if (next > this.#now) {
        const passing = next - this.#now
        // Before: what wakes on the way is put behind all that has happened.
        this.#now = next
        yield* TestClock.adjust(passing)
        yield* calm
      }
      if (this.#items[0]?.at === this.#now) {
        this.#items.shift()?.act()
        yield* calm
      }
    }
  })
}

let underWay = 0

/** Counts what the platform's cryptography has not answered yet. */
const count = (name: "digest" | "importKey" | "deriveBits" | "deriveKey" | "encrypt" | "decrypt"): void => {
  const { subtle } = globalThis.crypto
  // The six have six signatures, and all that matters here is when their promises settle.
  const call = subtle[name].bind(subtle) as (...inputs: ReadonlyArray<unknown>) => Promise<unknown>
  Object.defineProperty(subtle, name, {
    value: (...inputs: ReadonlyArray<unknown>) => {
      underWay += 1
      return call(...inputs).finally(() => (underWay -= 1))
    }
  })
}

for (const name of ["digest", "importKey", "deriveBits", "deriveKey", "encrypt", "decrypt"] as const) count(name)

const calm = Effect.promise(async () => {
  for (let turns = 0; turns < calmTurns; turns = underWay === 0 ? turns + 1 : 0) {
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
})
