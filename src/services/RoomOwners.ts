/**
 * Tells from a room ID which node owns the room: no directory, nothing to ask, nothing that moves when nodes come or go.
 *
 * The ID holds the address encrypted, so that nobody outside the cluster sees which rooms live together, and an ID that
 * somebody has made up names nobody.
 */
import { Context } from "effect"
import type { NodeAddress } from "../domain/NodeAddress.ts"
import type { RoomId } from "../protocol/Identifiers.ts"

/** What a room ID says to those who can read it. */
export interface OwnedRoom {
  readonly owner: NodeAddress
  /** The half of the ID that names no node, 8 bytes: all that nodes tell each other of it. */
  readonly room: Uint8Array
}

export class RoomOwners extends Context.Service<
  RoomOwners,
  {
    /** `undefined` if no node of this cluster has made this ID. */
    readonly read: (roomId: RoomId) => OwnedRoom | undefined
    /** The whole ID of a room of this node. */
    readonly roomIdOf: (room: Uint8Array) => RoomId
  }
>()("pug-network/services/RoomOwners") {}
