/**
 * Keeps one connection below the relay's rates, so that a burst waits here instead of being closed as too fast. A token
 * bucket for messages and one for bytes; a message may
 * leave a debt, which the next one waits for.
 */
import { Effect } from "effect"
import { client } from "../../protocol/Limits.ts"
import { monotonicMillis } from "./monotonicMillis.ts"

export class SendPace {
  #messages: number = client.sendRate.burst
  #bytes: number = client.sendRate.burstBytes
  #at: number

  private constructor(now: number) {
    this.#at = now
  }

  static readonly make: Effect.Effect<SendPace> = monotonicMillis.pipe(Effect.map((now) => new SendPace(now)))

  /** Waits until another message may go. */
  readonly ready = Effect.fnUntraced({ self: this }, function* () {
    const now = yield* monotonicMillis
    const { burst, perSecond, burstBytes, bytesPerSecond } = client.sendRate
    const seconds = (now - this.#at) / 1_000
    this.#at = now
    this.#messages = Math.min(burst, this.#messages + seconds * perSecond)
    this.#bytes = Math.min(burstBytes, this.#bytes + seconds * bytesPerSecond)
    const debtSeconds = Math.max(-this.#messages / perSecond, -this.#bytes / bytesPerSecond)
    if (debtSeconds > 0) yield* Effect.sleep(Math.ceil(debtSeconds * 1_000))
  })

  /** A message of this size has gone. */
  spend(bytes: number): void {
    this.#messages -= 1
    this.#bytes -= bytes
  }
}
