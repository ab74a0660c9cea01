/** A number that a person gives to a program of the tests, by a flag. */

/** The flag's value, a whole number from 1, or `otherwise` if it is not given. */
export const wholeFlag = (flag: string, text: string | undefined, otherwise: number): number => {
  const value = text === undefined ? otherwise : Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${flag} ${text}: expected a whole number from 1`)
  return value
}
