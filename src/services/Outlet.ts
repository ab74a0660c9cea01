/**
 * Where a room writes: one member's way out. A socket today, another node tomorrow; the room does not know.
 *
 * Both members return at once and never throw for what the other end does. An outlet bounds what waits in it and ends
 * itself when a reader is too slow; the room learns of it by the membership's end.
 */
import type { Close } from "../protocol/CloseCodes.ts"

export interface Outlet {
  /**
   * The way by which the room's log reaches this member, where it is not `write`: one for all members that stand behind
   * it. What is for this member alone is still written here.
   */
  readonly shared?: SharedOutlet
  /**
   * Finished WebSocket frames (protocol/WebSocketFrame.ts), several at once, shared by all members: never changed here.
   * Returns whether the bytes are needed no more; otherwise they are held until they have gone.
   */
  readonly write: (frames: Uint8Array) => boolean
  /** Ends the connection behind what has been written. */
  readonly close: (close: Close) => void
}

/** The way of a room's log to several members at once: another node, which hands the same bytes to each of its own. */
export interface SharedOutlet extends Pick<Outlet, "write"> {
  /** How many of the room's members stand behind it. The room keeps count, and writes here while there are any. */
  members: number
}
