/**
 * Why no room could be made, in plain words.
 */
import { durationText } from "./TimeWords.ts"

/** A sentence for the code of a failed creation. `detail` is the relay's own text, the seconds its wish. */
export const createFailureText = (code: string, detail: string, retryAfterSeconds?: number): string => {
  switch (code) {
    case "too-many-requests": {
      const wait = retryAfterSeconds === undefined ? "a minute" : durationText(retryAfterSeconds * 1_000)
      return `Too many rooms are being made from your network. Try again in ${wait}.`
    }
    case "busy":
      return "The relay is full just now. Try again in a minute."
    case "creation-refused":
      return detail === ""
        ? "This relay does not let you make a room."
        : `This relay does not let you make a room: ${detail}`
    case "challenge-expired":
      return "The work took longer than the relay waits. Try again; keep this page in front meanwhile."
    case "unreachable":
      return "The relay does not answer. Check your connection and try again."
    case "page-failed":
      return "This page has a fault, and we are to blame. Load it again."
    default:
      return `No room was made (${code}). Try again.`
  }
}
