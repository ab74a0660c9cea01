/**
 * A client's HTTP calls answered by the services of the same process: the same rules and problems, without HTTP.
 */
import { Effect, Layer } from "effect"
import { RelayHttp, RelayHttpFailed } from "../client/services/RelayHttp.ts"
import * as RoomCreation from "../layers/RoomCreation.ts"
import type { Problem } from "../protocol/RoomApi.ts"
import type { Admission } from "../services/Admission.ts"
import type { Challenges } from "../services/Challenges.ts"
import type { RequestHeaders } from "../services/Policies.ts"
import type { RoomRegistry } from "../services/RoomRegistry.ts"

/** `headers` are what CreatePolicy sees. */
export const layer = (
  headers: RequestHeaders = {}
): Layer.Layer<RelayHttp, never, Admission | Challenges | RoomRegistry> =>
  Layer.effect(
    RelayHttp,
    Effect.gen(function* () {
      const { challenge, create } = yield* RoomCreation.make

      return RelayHttp.of({
        challenge: (_relayUrl, paramsDigest) => Effect.mapError(challenge(paramsDigest, undefined), failureOf),
        createRoom: (_relayUrl, room) => Effect.mapError(create(room, headers, undefined), failureOf)
      })
    })
  )

const failureOf = ({ code, detail = "", retryAfterSeconds }: Omit<Problem, "status">) =>
  new RelayHttpFailed({ code, detail, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) })
