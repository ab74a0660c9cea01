/**
 * The page's own addresses: `<prefix>/` is home, `<prefix>/r/<anything>` a room. The prefix is where the relay is mounted.
 *
 * In a frame of another site the page stays at `<prefix>/embed`, and the room's whole link is its fragment: the parts of a
 * link are in no address that a server sees, and a frame never goes where no frame may be.
 *
 * Pure functions of a path, so that one build works at the root of a host and below it. Whether a room's address is a
 * good link is for RoomLink.ts to say.
 */
import type { RoomId } from "../protocol/Identifiers.ts"

/** From `/r/` to the end. A mangled link (`/r/<id>%23k=…`) is a room's address too, so that it can be explained. */
const roomPart = /\/r\/[^]*$/

export const isRoomPath = (path: string): boolean => roomPart.test(path)

/** The mount point without a slash at its end: empty at the root of a host. */
export const prefixOf = (path: string): string => path.replace(roomPart, "").replace(/\/+$/, "")

/** The prefix of the page for frames. */
export const framePrefixOf = (path: string): string => path.replace(/\/embed\/?$/, "")

/** The link that a frame was given, percent-encoded or as it is. */
export const framedLinkOf = (fragment: string): string => {
  const text = fragment.replace(/^#/, "")
  // Where encoded text is no UTF-8, decodeURIComponent throws and this does not.
  return /^https?%3A/i.test(text) ? (new URLSearchParams(`link=${text}`).get("link") ?? "") : text
}

export const homePath = (path: string): string => `${prefixOf(path)}/`

export const roomPathOf = (path: string, roomId: RoomId): string => `${prefixOf(path)}/r/${roomId}`
