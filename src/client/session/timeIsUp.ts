/**
 * The end of a room whose relay does not say it: cut off, or not wanting to. What was said must not stay on a page longer
 * than its room lasts, and nor must the keys.
 */
import { Effect } from "effect"
import { client } from "../../protocol/Limits.ts"
import { monotonicMillis } from "./monotonicMillis.ts"
import type { SessionState } from "./SessionState.ts"

/** Returns when the room's time is up, and a little later, because the relay knows better when it is. */
export const timeIsUp = Effect.fnUntraced(function* (session: SessionState) {
  yield* session.toExpire.wait
  while (true) {
    const remaining = session.endsAt + client.answerMillis - (yield* monotonicMillis)
    if (remaining <= 0) return "expired" as const
    yield* Effect.sleep(remaining)
  }
})
