/**
 * The page's language inside of a room: all of its words. Only what loads with the room imports this file.
 */
import { enRoom, type Words } from "./enRoom.ts"
import { pageLanguage } from "./PageLanguage.ts"
import type { Phrasing } from "./Phrasing.ts"

export { say } from "./PageLanguage.ts"

/** All words of the page's language. */
export const words = (): Words => pageLanguage.translation ?? english(pageLanguage.say)

const english = (say: Phrasing): Words => {
  const known = built.get(say)
  if (known !== undefined) return known
  const words = { ...pageLanguage.words, ...enRoom(say) }
  built.set(say, words)
  return words
}

/** English is put together once for each manner of writing numbers and times. */
const built = new WeakMap<Phrasing, Words>()
