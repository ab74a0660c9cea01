/**
 * Where a room writes: one member's way out. A socket today, another node tomorrow; the room does not know.
 *
 * Both members return at once and never throw for what the other end does. An outlet bounds what waits in it and ends
 * itself when a reader is too slow; the room learns of it by the membership's end.
 */
import type { Close } from "../protocol/CloseCodes.ts"

export interface Outlet {
  /**
   * Finished WebSocket frames (protocol/WebSocketFrame.ts), several at once, shared by all members: never changed here.
   * Returns whether the bytes are needed no more; otherwise they are held until they have gone.
   */
  readonly write: (frames: Uint8Array) => boolean
  /** Ends the connection behind what has been written. */
  readonly close: (close: Close) => void
}
