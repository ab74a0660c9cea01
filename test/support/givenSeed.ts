/** The seed that a person wants a run to have again: `SEED=n vitest run <file>`. */
import { env } from "node:process"

/** `undefined` if none is given. */
export const givenSeed = (): number | undefined => {
  const { SEED: text } = env
  if (text === undefined) return undefined
  const seed = Number(text)
  if (!Number.isSafeInteger(seed)) throw new Error(`SEED=${text}: expected a whole number`)
  return seed
}
