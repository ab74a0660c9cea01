/**
 * The link of a room: `/r/<room ID>#k=<key>&s=<secret>`. PROTOCOL.md section 2.2.
 */
import type { RoomId } from "../protocol/Identifiers.ts"

export interface RoomLink {
  /** The relay: an URL without trailing slash, path prefix included. */
  readonly relayUrl: string
  readonly roomId: RoomId
  /** `k`, 32 bytes. */
  readonly key: Uint8Array
  /** `s`, 16 bytes. */
  readonly secret: Uint8Array
}
