/**
 * The one thing that this client may leave in a browser, and the one file that touches storage: the way back into a room,
 * for a reload of its tab.
 *
 * Only for who asks for it, in the storage of the tab, and for one room. It holds what opens the room: the link, the
 * creator capability and the chosen name. No password (that is what helps when the link is lost), no key of a connection
 * and no word of what was said: coming back is a new join. Browsers may write it to disk, to bring tabs back.
 */
import { Result } from "effect"
import { Base64Url } from "effect/encoding"
import { seal } from "../protocol/Limits.ts"

export interface KeptRoom {
  /** As text; changed by a rotation. */
  readonly link: string
  readonly creatorCapability: Uint8Array | undefined
  /** Empty for none. */
  readonly name: string
}

/** Whether the way back is kept. `never`: nobody is asked, and the storage of this page is none of our business. */
export type Keeping = "never" | "off" | "on"

/** The name under which it stands. */
const place = "pug-room"

/** Whether this browser lets the page keep anything. */
export const canKeep = (): boolean => storage() !== undefined

/** Keeps this room in place of any other: link, capability and name, a line for each. */
export const keepRoom = ({ link, creatorCapability, name }: KeptRoom): void => {
  const capability = creatorCapability === undefined ? "" : Base64Url.encode(creatorCapability)
  storage()?.setItem(place, [link, capability, name].join("\n"))
}

/** The room that this tab keeps. */
export const keptRoom = (): KeptRoom | undefined => {
  const [link = "", capability = "", name = ""] = storage()?.getItem(place)?.split("\n") ?? []
  const bytes = Result.getOrUndefined(Base64Url.decode(capability))
  if (link === "") return undefined
  return { link, name, creatorCapability: bytes?.length === seal.capabilityBytes ? bytes : undefined }
}

export const forgetRoom = (): void => storage()?.removeItem(place)

/** In some settings of a browser the mere look at it throws. */
const storage = (): Storage | undefined => {
  try {
    return window.sessionStorage
  } catch {
    return undefined
  }
}
