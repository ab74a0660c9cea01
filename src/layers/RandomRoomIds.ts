/**
 * Room IDs from 128 random bits: unguessable, and never twice.
 */
import { Layer } from "effect"
import { SecureRandom } from "effect/crypto"
import { roomIdOf } from "../protocol/Identifiers.ts"
import { RoomIds } from "../services/RoomIds.ts"

export const layer: Layer.Layer<RoomIds> = Layer.succeed(
  RoomIds,
  RoomIds.of({ next: () => roomIdOf(SecureRandom.randomBytesUnsafe(16)) })
)
