/**
 * The language of an element, in its attributes `lang` and `dir`.
 */
import { directionOf, type Language } from "./words/Language.ts"

/** Nothing is written that is there already: browsers style all that is inside anew, even for the same value. */
export const speakIn = (element: HTMLElement, language: Language): void => {
  const direction = directionOf(language)
  if (element.lang !== language) element.lang = language
  if (element.dir !== direction) element.dir = direction
}
