/**
 * A session's events for a test that waits for one after the other.
 */
import { Effect, Queue, type Scope, Stream } from "effect"
import type { RoomSession, SessionEvent } from "../../src/client/index.ts"

type EventOf<Tag extends SessionEvent["_tag"]> = Extract<SessionEvent, { readonly _tag: Tag }>

export interface SessionProbe {
  /** The next event of this tag that passes; what comes before it is passed over. */
  readonly next: <Tag extends SessionEvent["_tag"]>(
    tag: Tag,
    passes?: (event: EventOf<Tag>) => boolean
  ) => Effect.Effect<EventOf<Tag>>
}

export const probe = Effect.fnUntraced(function* (
  session: RoomSession
): Effect.fn.Return<SessionProbe, never, Scope.Scope> {
  const events = yield* Queue.unbounded<SessionEvent>()
  yield* Stream.runForEach(session.events, (event) => Queue.offer(events, event)).pipe(Effect.forkScoped)

  const next: SessionProbe["next"] = (tag, passes = () => true) => {
    const isWanted = (event: SessionEvent): event is EventOf<typeof tag> =>
      event._tag === tag && passes(event as EventOf<typeof tag>) // the tag has been compared
    return Queue.take(events).pipe(Effect.filterOrElse(isWanted, () => next(tag, passes)))
  }
  return { next }
})
