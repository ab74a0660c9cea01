/**
 * The check of a spoken line: seven words of 11 bits, 64 bits of the link and a CRC of 13. PROTOCOL.md section 2.4.
 *
 * CRC-13 finds every error within 13 bits in a row, so one wrong word is always found, wherever it stands. It begins with
 * the number of the line, so two lines that have changed places are found too. It is linear: what a change does to the
 * remainder does not depend on the rest of the line, which makes the search for the right word quick.
 */

export const wordsPerLine = 7
export const bytesPerLine = 8
const wordBits = 11
const checkBits = 13
const polynomial = 0x1cf5

/** The remainder after these bits, from the first; CRC-13/BBC if it starts at 0. */
const remainderOf = (bits: Iterable<number>, start: number): number => {
  let remainder = start
  for (const bit of bits) {
    const isOut = ((remainder >> (checkBits - 1)) & 1) !== bit
    remainder = ((remainder << 1) & 0x1fff) ^ (isOut ? polynomial : 0)
  }
  return remainder
}

const bitsOf = (value: number, width: number): ReadonlyArray<number> =>
  Array.from({ length: width }, (_, index) => (value >> (width - 1 - index)) & 1)

const valueOf = (bits: ReadonlyArray<number>): number => bits.reduce((value, bit) => (value << 1) | bit, 0)

/** The CRC of bytes; `start` is the number of the line. */
export const crc13 = (bytes: Iterable<number>, start: number): number =>
  remainderOf(
    [...bytes].flatMap((byte) => bitsOf(byte, 8)),
    start
  )

/** The seven numbers of line `number` (from 1), which carries eight bytes. */
export const lineOf = (bytes: Uint8Array, number: number): ReadonlyArray<number> => {
  const bits = [...[...bytes].flatMap((byte) => bitsOf(byte, 8)), ...bitsOf(crc13(bytes, number), checkBits)]
  return Array.from({ length: wordsPerLine }, (_, index) =>
    valueOf(bits.slice(index * wordBits, (index + 1) * wordBits))
  )
}

/** The eight bytes of a line whose check is right. */
export const bytesOfLine = (words: ReadonlyArray<number>): Uint8Array => {
  const bits = words.flatMap((word) => bitsOf(word, wordBits))
  return Uint8Array.from({ length: bytesPerLine }, (_, index) => valueOf(bits.slice(index * 8, (index + 1) * 8)))
}

/** What is left of line `number` by its check: 0 if it is right. */
export const lineRemainder = (words: ReadonlyArray<number>, number: number): number =>
  remainderOf(
    words.flatMap((word) => bitsOf(word, wordBits)),
    number
  )

/** What each bit of a word adds to the remainder, by the word's place. */
const weights: ReadonlyArray<ReadonlyArray<number>> = Array.from({ length: wordsPerLine }, (_, place) =>
  Array.from({ length: wordBits }, (_, bit) => {
    const line = Array.from({ length: wordsPerLine }, (_, index) => (index === place ? 1 << bit : 0))
    return lineRemainder(line, 0)
  })
)

/** The words that would make the line right at `place`, if the others are. The line may hold any number there. */
export const wordsThatFit = (words: ReadonlyArray<number>, number: number, place: number): ReadonlyArray<number> => {
  const without = lineRemainder(
    words.map((word, index) => (index === place ? 0 : word)),
    number
  )
  const weight = weights[place] ?? []
  const fitting: Array<number> = []
  for (let word = 0; word < 2 ** wordBits; word += 1) {
    const added = weight.reduce((sum, each, bit) => ((word >> bit) & 1 ? sum ^ each : sum), 0)
    if (added === without) fitting.push(word)
  }
  return fitting
}
