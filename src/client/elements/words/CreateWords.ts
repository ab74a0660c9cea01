/**
 * Why no room could be made, in plain words.
 */
import { say, words } from "./PageLanguage.ts"

/** A sentence for the code of a failed creation. `detail` is the relay's own text, the seconds its wish. */
export const createFailureText = (code: string, detail: string, retryAfterSeconds = 60): string => {
  const text = words().createFailed
  switch (code) {
    case "too-many-requests":
      return text.tooMany(say().within(retryAfterSeconds * 1_000))
    case "busy":
      return text.busy
    case "creation-refused":
      return detail === "" ? text.refused : text.refusedBecause(say().isolate(detail))
    case "challenge-expired":
      return text.challengeExpired
    case "unreachable":
      return text.unreachable
    case "page-failed":
      return text.pageFailed
    default:
      return text.other(code)
  }
}
