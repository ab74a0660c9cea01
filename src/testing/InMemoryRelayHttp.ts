/**
 * A client's HTTP calls answered by the services of the same process: the same rules and problems, without HTTP.
 */
import { Effect, Layer } from "effect"
import { RelayHttp, RelayHttpFailed } from "../client/services/RelayHttp.ts"
import * as RoomCreation from "../layers/RoomCreation.ts"
import { Challenges } from "../services/Challenges.ts"
import type { RequestHeaders } from "../services/Policies.ts"
import { RelayConfig } from "../services/RelayConfig.ts"
import type { RoomRegistry } from "../services/RoomRegistry.ts"

/** `headers` are what CreatePolicy sees. */
export const layer = (headers: RequestHeaders = {}): Layer.Layer<RelayHttp, never, Challenges | RoomRegistry> =>
  Layer.effect(
    RelayHttp,
    Effect.gen(function* () {
      const challenges = yield* Challenges
      const { powBits } = yield* RelayConfig
      const create = yield* RoomCreation.make

      return RelayHttp.of({
        challenge: (_relayUrl, paramsDigest) => challenges.issue(paramsDigest, powBits),
        createRoom: (_relayUrl, room) =>
          Effect.mapError(create(room, headers), ({ code, detail = "" }) => new RelayHttpFailed({ code, detail }))
      })
    })
  )
