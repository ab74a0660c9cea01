/**
 * From a text message to a control frame: one JSON object, checked by the schema of its direction.
 */
import { Exit } from "effect"

/** Reads text as a frame; what is no JSON or no frame is `undefined`. The caller has bounded the length of the text. */
export const readJsonFrame =
  <Frame>(decode: (json: unknown) => Exit.Exit<Frame, unknown>) =>
  (text: string): Frame | undefined => {
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch {
      return undefined
    }
    const exit = decode(json)
    return Exit.isSuccess(exit) ? exit.value : undefined
  }
