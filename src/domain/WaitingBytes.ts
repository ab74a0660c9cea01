/**
 * One bound on the bytes that wait in all connections together: a hundred slow readers must not take what one may.
 *
 * Each connection has a bound of its own as well. What is noted is never less than what waits, because a connection tells
 * what it holds whenever it comes to hold more; what it has got rid of since is looked at when the bound is met. Then those
 * that hold most are cut, down to a lower mark, so that looking at all of them stays rare.
 */
import { memory } from "../protocol/Limits.ts"

/** A connection in which bytes wait. */
export interface Holder {
  /** What waits in it now. */
  readonly heldBytes: number
  /** Ends it. Nothing waits in it any more. */
  readonly cut: () => void
}

export class WaitingBytes {
  readonly limitBytes: number
  readonly #held = new Map<Holder, number>()
  #sumBytes = 0

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes
  }

  /** At least what waits now. */
  get sumBytes(): number {
    return this.#sumBytes
  }

  /** To be told whenever more waits in a connection than was noted, and when it has closed: then 0. */
  note(holder: Holder, bytes: number): void {
    this.#set(holder, bytes)
    if (this.#sumBytes > this.limitBytes) this.#relieve()
  }

  #set(holder: Holder, bytes: number): void {
    this.#sumBytes += bytes - (this.#held.get(holder) ?? 0)
    if (bytes === 0) this.#held.delete(holder)
    else this.#held.set(holder, bytes)
  }

  #relieve(): void {
    for (const holder of this.#held.keys()) this.#set(holder, holder.heldBytes)
    const mark = this.limitBytes * memory.waitingLowerMark
    if (this.#sumBytes <= mark) return
    for (const [holder] of [...this.#held].toSorted(([, a], [, b]) => b - a)) {
      if (this.#sumBytes <= mark) return
      this.#set(holder, 0)
      holder.cut()
    }
  }
}
