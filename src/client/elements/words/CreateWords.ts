/**
 * Why no room could be made, in plain words.
 */

/** A sentence for the code of a failed creation. `detail` is the relay's own text. */
export const createFailureText = (code: string, detail: string): string => {
  switch (code) {
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
