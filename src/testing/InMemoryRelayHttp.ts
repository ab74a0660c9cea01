/**
 * A client's HTTP calls answered by the services of the same process.
 */
import { Effect, Layer } from "effect"
import { RelayHttp, RelayHttpFailed } from "../client/services/RelayHttp.ts"
import { createRoomLayout } from "../protocol/ProofOfWork.ts"
import { Challenges } from "../services/Challenges.ts"
import { RelayConfig } from "../services/RelayConfig.ts"
import { RoomRegistry } from "../services/RoomRegistry.ts"

export const layer: Layer.Layer<RelayHttp, never, Challenges | RoomRegistry> = Layer.effect(
  RelayHttp,
  Effect.gen(function* () {
    const challenges = yield* Challenges
    const registry = yield* RoomRegistry
    const { powBits } = yield* RelayConfig
    const failed = (code: string) => Effect.fail(new RelayHttpFailed({ code, detail: "refused in memory" }))

    return RelayHttp.of({
      challenge: (_relayUrl, paramsDigest) => challenges.issue(paramsDigest, powBits),
      createRoom: (_relayUrl, room) =>
        challenges.redeem(room, createRoomLayout(room), powBits).pipe(
          Effect.andThen(registry.create(room)),
          Effect.catchTags({
            WorkRejected: ({ reason }) => failed(reason),
            RegistryFull: () => failed("busy")
          })
        )
    })
  })
)
