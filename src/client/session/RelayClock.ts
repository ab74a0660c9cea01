/**
 * Whether the times that the relay writes can be believed: they never decrease, and they keep pace with this device's own
 * clock. PROTOCOL.md section 5.1.
 *
 * Which of the two clocks is wrong cannot be known here, so a difference is told once and not with every entry. An entry
 * that is read late is no lie: only a time that runs ahead of ours is one. Outlives a connection, because its room does.
 */
import { client } from "../../protocol/Limits.ts"

export class RelayClock {
  /** Of the last entry: Unix milliseconds of the relay. */
  time = 0
  /** How far the relay's clock is ahead of ours, as far as that has been told. */
  #ahead = 0

  /** Whether the time in a Joined, read when our own clock shows `now`, is as it should be. */
  joined(time: number, now: number): boolean {
    return this.#goesOn(time) && this.#agrees(Math.abs(time - now - this.#ahead), time - now)
  }

  /** The same of an entry's time. */
  entry(time: number, now: number): boolean {
    return this.#goesOn(time) && this.#agrees(time - now - this.#ahead, time - now)
  }

  #goesOn(time: number): boolean {
    const last = this.time
    this.time = time
    return time >= last
  }

  #agrees(change: number, ahead: number): boolean {
    if (change <= client.clockToleranceMillis) return true
    this.#ahead = ahead
    return false
  }
}
