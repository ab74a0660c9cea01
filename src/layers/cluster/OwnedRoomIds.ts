/**
 * Room IDs that name their owner, under a key that all nodes of the cluster derive from its secret.
 */
import { Context, Effect, Layer } from "effect"
import { identifierBytes, roomIdOf } from "../../protocol/Identifiers.ts"
import { ClusterSecret } from "../../services/ClusterSecret.ts"
import { NodeLinks } from "../../services/NodeLinks.ts"
import { RoomIds } from "../../services/RoomIds.ts"
import { RoomOwners } from "../../services/RoomOwners.ts"
import * as OwnerNames from "./OwnerNames.ts"

export const layer: Layer.Layer<RoomIds | RoomOwners, never, ClusterSecret | NodeLinks> = Layer.effectContext(
  Effect.gen(function* () {
    const secret = yield* ClusterSecret
    const { self } = yield* NodeLinks
    const names = OwnerNames.make(secret.derive("room IDs", 16), self)
    return Context.make(RoomIds, { next: () => roomIdOf(names.next()) }).pipe(
      Context.add(RoomOwners, {
        read: (roomId) => {
          const name = names.read(identifierBytes(roomId))
          return name && { owner: name.owner, room: name.local }
        },
        roomIdOf: (local) => roomIdOf(names.write({ owner: self, local }))
      })
    )
  })
)
