/**
 * What a close code means for a session: over, not now, or connection lost. The one place where codes are translated for
 * people. PROTOCOL.md section 6.
 */
import { closeCodes, type CloseRange, closeRange } from "../../protocol/CloseCodes.ts"
import type { SessionEnd, SessionEvent } from "../SessionEvent.ts"

export type CloseMeaning =
  | { readonly _tag: "Ended"; readonly reason: SessionEnd }
  | { readonly _tag: "Waiting"; readonly reason: Extract<SessionEvent, { readonly _tag: "Waiting" }>["reason"] }
  | { readonly _tag: "Lost"; readonly code: number; readonly range: CloseRange }

export const closeMeaning = (code: number): CloseMeaning => {
  const known = meanings.get(code)
  if (known !== undefined) return known
  const range = closeRange(code)
  if (range === "room-ended") return ended("room-failed")
  // A message that is too big is our fault, but not a reason to leave: it is given up, and the session goes on.
  if (range === "do-not-retry" && code !== closeCodes.messageTooBig.code) return ended("incompatible")
  return { _tag: "Lost", code, range }
}

const ended = (reason: SessionEnd): CloseMeaning => ({ _tag: "Ended", reason })

const meanings: ReadonlyMap<number, CloseMeaning> = new Map([
  [closeCodes.goingAway.code, ended("going-away")],
  [closeCodes.purged.code, ended("purged")],
  [closeCodes.expired.code, ended("expired")],
  [closeCodes.endedByOperator.code, ended("ended-by-operator")],
  [closeCodes.roomFailed.code, ended("room-failed")],
  [closeCodes.ownerLost.code, ended("room-failed")],
  [closeCodes.joinRefused.code, ended("join-refused")],
  [closeCodes.replaced.code, ended("replaced")],
  [closeCodes.kicked.code, ended("kicked")],
  [closeCodes.joinForbidden.code, ended("forbidden")],
  [closeCodes.full.code, { _tag: "Waiting", reason: "full" }],
  [closeCodes.notOpenYet.code, { _tag: "Waiting", reason: "not-open-yet" }],
  [closeCodes.locked.code, { _tag: "Waiting", reason: "locked" }],
  [closeCodes.busy.code, { _tag: "Waiting", reason: "busy" }],
  [closeCodes.tooMany.code, { _tag: "Waiting", reason: "too-many" }]
] satisfies ReadonlyArray<readonly [number, CloseMeaning]>)
