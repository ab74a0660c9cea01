/**
 * The package entry `pug-network/element`: registers `<pug-room>` for a page of your own.
 *
 * The page that embeds the element can read what is said in it: use it on pages of your own origin.
 */
import type { Language } from "./elements/words/Language.ts"
import { pageLanguage } from "./elements/words/PageLanguage.ts"

export type { PugEvent, PugEvents, RoomStage } from "./elements/events.ts"
export { PugRoom } from "./elements/pug-room.ts"
export { type Language, languages } from "./elements/words/Language.ts"
export type { ViewEnd } from "./RoomView.ts"

/** Makes every room of the page speak another language, from when it has loaded. Without it: the document's `lang`. */
export const chooseLanguage = (language: Language): void => pageLanguage.choose(language)
