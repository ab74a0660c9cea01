/**
 * The package entry `pug-network/element`: registers `<pug-room>` for a page of your own.
 *
 * The page that embeds the element can read what is said in it: use it on pages of your own origin.
 */
export type { PugEvent, PugEvents, RoomStage } from "./elements/events.ts"
export { PugRoom } from "./elements/pug-room.ts"
export type { ViewEnd } from "./RoomView.ts"
