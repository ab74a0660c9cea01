/**
 * A link in words, to be read out and typed on another device: eight lines of seven. PROTOCOL.md section 2.4 and
 * docs/decisions/0009.
 *
 * Every line carries its own check, so that a slip of the tongue or of a finger is found in its line, and mostly the
 * right word with it. Nothing is asked of anybody. The words hold all of the link but the relay, whose page one types
 * them into: they are as secret as the link. Their lines are numbered 9 to 16 in place of 1 to 8 where a password is
 * needed. This module knows their 64 bytes only, and shares nothing with the rest of the page, so that it is a chunk of
 * its own and the first one stays whole.
 */
import { bytesOfLine, bytesPerLine, lineOf, lineRemainder, wordsPerLine } from "./lineCheck.ts"
import { type Suggestion, suggestionsFor } from "./suggestions.ts"
import { wordList } from "./wordList.ts"

export const spokenLines = 8

export { wordsPerLine }

/** The lines of a link's bytes (`linkBytes`), seven words each. */
export const speak = (bytes: Uint8Array, needsPassword = false): ReadonlyArray<ReadonlyArray<string>> =>
  Array.from({ length: spokenLines }, (_, index) =>
    lineOf(bytes.subarray(index * bytesPerLine, (index + 1) * bytesPerLine), firstNumber(needsPassword) + index).map(
      (word) => wordList[word] ?? ""
    )
  )

/** The lines of a link as this client writes it. Empty for another text. */
export const speakLink = (link: string): ReadonlyArray<ReadonlyArray<string>> => {
  const [, roomId = "", name, key = "", secret = ""] =
    /\/r\/([\w-]{22})#(kp?)=([\w-]{43})&s=([\w-]{22})$/.exec(link) ?? []
  const values = [roomId, key, secret]
  const decoded = values.map((value) => atob(value.replaceAll("-", "+").replaceAll("_", "/"))).join("")
  if (decoded === "") return []
  return speak(
    Uint8Array.from(decoded, (character) => character.charCodeAt(0)),
    name === "kp"
  )
}

/** A line as it was typed. */
export type SpokenLine =
  | { readonly _tag: "Right" }
  /** The last one, with fewer than seven words, all of them in the list (the very last may not be finished). */
  | { readonly _tag: "Unfinished"; readonly count: number }
  /** Too few or too many words. */
  | { readonly _tag: "Miscounted"; readonly count: number }
  /** A word that is not in the list, or a check that is not right; `words` are the line's words as typed. */
  | {
      readonly _tag: "Wrong"
      readonly unknown: string | undefined
      readonly suggestions: ReadonlyArray<Suggestion>
    }

export interface SpokenReading {
  /** The bytes of the link, once all lines are right. */
  readonly bytes: Uint8Array | undefined
  /** By their checks, the lines are those of a link that needs a password. */
  readonly needsPassword: boolean
  readonly lines: ReadonlyArray<SpokenLine>
  /** There are more words than a link has. */
  readonly isTooLong: boolean
  /** Hardly a word is one of the list: this is something else. */
  readonly isOtherText: boolean
}

/** Reads typed words. */
export const readSpoken = (text: string): SpokenReading => {
  const needsPassword = isGuarded(text)
  const first = firstNumber(needsPassword)
  const groups = linesOf(text, first)
  const lines = groups
    .slice(0, spokenLines)
    .map((group, index) => readLine(group, first + index, index === groups.length - 1))
  const words = groups.flat()
  const isTooLong = groups.length > spokenLines
  const isWhole = lines.length === spokenLines && !isTooLong && lines.every(({ _tag }) => _tag === "Right")
  return {
    bytes: isWhole ? Uint8Array.from(groups.flatMap((line) => [...bytesOfLine(known(line) ?? [])])) : undefined,
    needsPassword,
    lines,
    isTooLong,
    isOtherText: words.filter(({ number }) => number === undefined).length * 2 > words.length
  }
}

/** The typed text with one line changed to a suggestion. */
export const withSuggestion = (text: string, line: number, { words }: Suggestion): string =>
  linesOf(text, firstNumber(isGuarded(text)))
    .map((group, index) => (index === line ? words : group.map(({ typed }) => typed)).join(" "))
    .join("\n")

/** What the check of the first line begins with. */
const firstNumber = (needsPassword: boolean): number => (needsPassword ? spokenLines + 1 : 1)

/** The lines that are right say of which kind the link is; those of the other kind are wrong then. */
const isGuarded = (text: string): boolean => {
  const [plain = 0, guarded = 0] = [false, true].map((needsPassword) => {
    const first = firstNumber(needsPassword)
    return linesOf(text, first).filter((line, index) => isRight(line, first + index)).length
  })
  return guarded > plain
}

interface TypedWord {
  readonly typed: string
  /** Its place in the list; absent if it is not there. */
  readonly number: number | undefined
}

const numbers: ReadonlyMap<string, number> = new Map(wordList.map((word, number) => [word, number]))
const byPrefix: ReadonlyMap<string, number> = new Map(wordList.map((word, number) => [word.slice(0, 4), number]))

/** A word, its beginning from four letters on, or a word that a keyboard has made longer. */
const numberOf = (typed: string): number | undefined => {
  const exact = numbers.get(typed)
  if (exact !== undefined || typed.length < 4) return exact
  const number = byPrefix.get(typed.slice(0, 4)) ?? byPrefix.get(typed.slice(0, 3))
  const word = number === undefined ? "" : (wordList[number] ?? "")
  return word !== "" && (word.startsWith(typed) || typed.startsWith(word)) ? number : undefined
}

/** Accents, case, numbers of lines, punctuation and hyphens do not count. */
const wordsOf = (text: string): ReadonlyArray<TypedWord> =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((typed) => typed !== "")
    .map((typed) => ({ typed, number: numberOf(typed) }))

/**
 * Who types line by line is taken at their word. In running text a line that is not right, but is followed by one that
 * is, after one word less or more, has lost or gained that word.
 */
const linesOf = (text: string, first: number): ReadonlyArray<ReadonlyArray<TypedWord>> => {
  const rows = text
    .split(/\n/)
    .map(wordsOf)
    .filter((row) => row.length > 0)
  if (rows.length > 1 && rows[0]?.length === wordsPerLine) {
    return rows.flatMap((row) => (row.length % wordsPerLine === 0 ? inLines(row, wordsPerLine) : [row]))
  }
  const words = rows.flat()
  const lines: Array<ReadonlyArray<TypedWord>> = []
  for (let at = 0; at < words.length;) {
    const number = first + lines.length
    const isRightFrom = (start: number): boolean => isRight(words.slice(start, start + wordsPerLine), number + 1)
    const length =
      !isRight(words.slice(at, at + wordsPerLine), number) && !isRightFrom(at + wordsPerLine)
        ? ([wordsPerLine - 1, wordsPerLine + 1].find((count) => isRightFrom(at + count)) ?? wordsPerLine)
        : wordsPerLine
    lines.push(words.slice(at, at + length))
    at += length
  }
  return lines
}

const inLines = (row: ReadonlyArray<TypedWord>, length: number): ReadonlyArray<ReadonlyArray<TypedWord>> =>
  Array.from({ length: row.length / length }, (_, index) => row.slice(index * length, (index + 1) * length))

const known = (line: ReadonlyArray<TypedWord>): ReadonlyArray<number> | undefined => {
  const found = line.flatMap(({ number }) => (number === undefined ? [] : [number]))
  return found.length === line.length ? found : undefined
}

const isRight = (line: ReadonlyArray<TypedWord>, number: number): boolean => {
  const found = known(line)
  return found !== undefined && found.length === wordsPerLine && lineRemainder(found, number) === 0
}

const readLine = (line: ReadonlyArray<TypedWord>, number: number, isLast: boolean): SpokenLine => {
  if (isRight(line, number)) return { _tag: "Right" }
  // The word that is being typed need not be one yet.
  const finished = isLast && line.length < wordsPerLine ? line.slice(0, -1) : line
  const unknown = finished.find((word) => word.number === undefined)
  if (line.length === wordsPerLine || unknown !== undefined) {
    return { _tag: "Wrong", unknown: unknown?.typed, suggestions: suggestionsFor(line, number) }
  }
  return { _tag: isLast && line.length < wordsPerLine ? "Unfinished" : "Miscounted", count: line.length }
}
