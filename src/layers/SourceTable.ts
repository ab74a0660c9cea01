/**
 * What is remembered of sources: how many connections each holds, and its buckets.
 *
 * Two maps, so that forgetting looks at nobody who holds a connection: those are as many as there are connections, and the
 * others are bounded. The order of the second map is that in which its sources have last asked.
 */
import type * as TokenBucket from "../domain/TokenBucket.ts"
import type { Asked, Source } from "../services/Admission.ts"

export type Counted = Asked | "failedJoin"

/** A bucket is made when its limit is first asked about. */
interface Remembered {
  connections: number
  readonly buckets: Partial<Record<Counted, TokenBucket.TokenBucket>>
  touchedAtMillis: number
}

export class SourceTable {
  readonly #holding = new Map<Source, Remembered>()
  readonly #idle = new Map<Source, Remembered>()
  readonly #maxIdle: number

  constructor(maxIdle: number) {
    this.#maxIdle = maxIdle
  }

  /** Sources that are remembered. */
  get size(): number {
    return this.#holding.size + this.#idle.size
  }

  get(source: Source): Remembered | undefined {
    return this.#holding.get(source) ?? this.#idle.get(source)
  }

  /** The source, remembered from now on. */
  touch(source: Source, nowMillis: number): Remembered {
    const known = this.get(source) ?? { connections: 0, buckets: {}, touchedAtMillis: nowMillis }
    known.touchedAtMillis = nowMillis
    if (known.connections === 0) this.#rest(source, known)
    return known
  }

  connect(source: Source, nowMillis: number): void {
    const known = this.touch(source, nowMillis)
    known.connections += 1
    this.#idle.delete(source)
    this.#holding.set(source, known)
  }

  disconnect(source: Source, nowMillis: number): void {
    const known = this.#holding.get(source)
    if (known === undefined) return
    known.connections -= 1
    known.touchedAtMillis = nowMillis
    if (known.connections > 0) return
    this.#holding.delete(source)
    this.#rest(source, known)
  }

  /** Forgets who holds no connection and has not asked since then. */
  forgetBefore(millis: number): void {
    for (const [source, { touchedAtMillis }] of this.#idle) {
      if (touchedAtMillis > millis) return
      this.#idle.delete(source)
    }
  }

  /** To the end of the order; past the bound the first of it goes. */
  #rest(source: Source, known: Remembered): void {
    this.#idle.delete(source)
    this.#idle.set(source, known)
    const [first] = this.#idle.keys()
    if (this.#idle.size > this.#maxIdle && first !== undefined) this.#idle.delete(first)
  }
}
