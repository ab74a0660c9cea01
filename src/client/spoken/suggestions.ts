/**
 * What a wrong line was probably meant to be: the check leaves few possibilities, the letters choose among them.
 */
import { lineRemainder, wordsPerLine, wordsThatFit } from "./lineCheck.ts"
import { wordList } from "./wordList.ts"

export interface Suggestion {
  /** The seven words of the line as suggested. */
  readonly words: ReadonlyArray<string>
  /** What is new about it: one word, or two that have changed places. */
  readonly change: string
}

interface Word {
  readonly typed: string
  readonly number: number | undefined
}

const maxSuggestions = 3
/** Letters that may differ before a word is no slip of another. */
const maxDistance = 3

/** The best first. Of a line that is not whole, or with more than one unknown word, nothing can be known. */
export const suggestionsFor = (line: ReadonlyArray<Word>, number: number): ReadonlyArray<Suggestion> => {
  const unknown = line.flatMap((word, place) => (word.number === undefined ? [place] : []))
  if (line.length !== wordsPerLine || unknown.length > 1) return []
  const numbers = line.map((word) => word.number ?? 0)
  const spelled = line.map((word) => (word.number === undefined ? word.typed : (wordList[word.number] ?? "")))
  const places = unknown.length === 1 ? unknown : line.map((_, place) => place)
  const replaced = places.flatMap((place) =>
    wordsThatFit(numbers, number, place).map((fitting) => {
      const change = wordList[fitting] ?? ""
      const distance = editDistance(line[place]?.typed ?? "", change)
      return { words: spelled.with(place, change), change, distance }
    })
  )
  // An unknown word is known to be wrong, and what fits in its place is nearly always the word that was meant.
  const likely = unknown.length === 1 ? replaced : replaced.filter(({ distance }) => distance <= maxDistance)
  return [...swaps(numbers, spelled, number), ...likely.toSorted((a, b) => a.distance - b.distance)]
    .slice(0, maxSuggestions)
    .map(({ words, change }) => ({ words, change }))
}

/** Two neighbours that have changed places. */
const swaps = (
  numbers: ReadonlyArray<number>,
  spelled: ReadonlyArray<string>,
  number: number
): ReadonlyArray<Suggestion> =>
  numbers.slice(1).flatMap((second, place) => {
    const first = numbers[place] ?? 0
    const isIt = first !== second && lineRemainder(numbers.with(place, second).with(place + 1, first), number) === 0
    const [a = "", b = ""] = spelled.slice(place, place + 2)
    return isIt ? [{ words: spelled.with(place, b).with(place + 1, a), change: `${b} ${a}` }] : []
  })

/** Letters to change, add, leave out or exchange with their neighbour (optimal string alignment). */
const editDistance = (a: string, b: string): number => {
  const rows: Array<Array<number>> = [Array.from({ length: b.length + 1 }, (_, column) => column)]
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0
  for (let row = 1; row <= a.length; row += 1) {
    rows.push([row])
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1]
      const isExchanged = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      const least = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (isSame ? 0 : 1)
      )
      rows[row]?.push(isExchanged ? Math.min(least, at(row - 2, column - 2) + 1) : least)
    }
  }
  return at(a.length, b.length)
}
