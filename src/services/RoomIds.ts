/**
 * Makes room IDs: 16 opaque bytes. Random in one process; naming a room's owner, encrypted, in a cluster.
 */
import { Context } from "effect"
import type { RoomId } from "../protocol/Identifiers.ts"

export class RoomIds extends Context.Service<
  RoomIds,
  {
    /** A room ID that has never been given out. At once, no effect. */
    readonly next: () => RoomId
  }
>()("pug-network/services/RoomIds") {}
