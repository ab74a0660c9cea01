/**
 * How it stands with a link that is typed in words.
 */
import type { SpokenLine, SpokenReading } from "../../spoken/SpokenLink.ts"
import { say, words } from "./PageLanguage.ts"

/** A sentence or two for what has been typed so far. `faulty` is the first line that is wrong, from 0. */
export const spokenText = (reading: SpokenReading, lineCount: number, wordCount: number, faulty: number): string => {
  const text = words().spoken
  const { lines, isTooLong } = reading
  const line = lines[faulty]
  if (line !== undefined) return faultText(line, faulty + 1, wordCount)
  if (isTooLong) return text.tooManyLines(lineCount)
  const right = lines.filter(({ _tag }) => _tag === "Right").length
  if (right === lineCount) return text.allRight(lineCount)
  const last = lines.at(-1)
  const begun = last?._tag === "Unfinished" ? ` ${text.begun(lines.length, last.count, wordCount)}` : ""
  return text.someRight(right, lineCount) + begun
}

const faultText = (line: SpokenLine, number: number, wordCount: number): string => {
  const text = words().spoken
  switch (line._tag) {
    case "Right":
    case "Unfinished":
      return ""
    case "Miscounted":
      return text.miscounted(number, line.count, wordCount)
    case "Wrong":
      return line.unknown === undefined ? text.wrong(number) : text.unknown(number, say().isolate(line.unknown))
  }
}
