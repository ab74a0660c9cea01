/**
 * How it stands with a link that is typed in words.
 */
import type { SpokenLine, SpokenReading } from "../../spoken/SpokenLink.ts"

/** A sentence or two for what has been typed so far. `faulty` is the first line that is wrong, from 0. */
export const spokenText = (reading: SpokenReading, lineCount: number, wordCount: number, faulty: number): string => {
  const { lines, isTooLong } = reading
  const line = lines[faulty]
  if (line !== undefined) return faultText(line, faulty + 1, wordCount)
  if (isTooLong) return `There are more than ${lineCount} lines. Take out what is too much.`
  const right = lines.filter(({ _tag }) => _tag === "Right").length
  if (right === lineCount) return `All ${lineCount} lines are right.`
  const last = lines.at(-1)
  const begun = last?._tag === "Unfinished" ? ` Line ${lines.length}: ${last.count} of ${wordCount} words.` : ""
  return `${right} of ${lineCount} lines are right.${begun}`
}

const faultText = (line: SpokenLine, number: number, wordCount: number): string => {
  switch (line._tag) {
    case "Right":
    case "Unfinished":
      return ""
    case "Miscounted":
      return `Line ${number} has ${line.count} words. It should have ${wordCount}.`
    case "Wrong":
      return line.unknown === undefined
        ? `Something in line ${number} is not right. Compare its words.`
        : `Line ${number}: “${line.unknown}” is not one of the words.`
  }
}
