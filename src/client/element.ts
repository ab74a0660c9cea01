/**
 * The package entry `pug-network/element`: registers `<pug-room>` for a page of your own. docs/EMBED.md.
 *
 * The page that embeds the element can read what is said in it: use it on pages of the relay's own origin.
 */
import type { Language } from "./elements/words/Language.ts"
import { pageLanguage } from "./elements/words/PageLanguage.ts"

export { createRoom, type NewRoom } from "./createRoom.ts"
export type { PugEvent, PugEvents, RoomStage } from "./elements/events.ts"
export { PugRoom } from "./elements/pug-room.ts"
export { type Language, languages } from "./elements/words/Language.ts"
export { formatRoomLink, type RoomLink } from "./RoomLink.ts"
export type { ViewEnd } from "./RoomView.ts"
export { type CreatedRoom, CreateFailed } from "./services/RoomClient.ts"

/** Makes every room of the page speak another language, from when it has loaded. Without it: the document's `lang`. */
export const chooseLanguage = (language: Language): void => pageLanguage.choose(language)
