/**
 * RoomClient whose secrets are made here, whose messages are sealed here and opened here, over any Transport, RelayHttp
 * and PowSolver.
 */
import { Effect, Layer } from "effect"
import { seal } from "../../protocol/Limits.ts"
import { createRoomLayout } from "../../protocol/ProofOfWork.ts"
import type { ProblemCode, RoomParameters } from "../../protocol/RoomApi.ts"
import { creatorProof, joinProof, verifierOf } from "../crypto/Proofs.ts"
import { randomBytes, sha256 } from "../crypto/WebCrypto.ts"
import { PowSolver } from "../services/PowSolver.ts"
import { RelayHttp, RelayHttpFailed } from "../services/RelayHttp.ts"
import { CreateFailed, RoomClient } from "../services/RoomClient.ts"
import { Transport } from "../services/Transport.ts"
import { monotonicMillis } from "../session/monotonicMillis.ts"
import { openSession } from "../session/openSession.ts"

const tooManyRequests: ProblemCode = "too-many-requests"

/**
 * @param options `relayUrl`: where rooms are created, an http or https URL without a slash at its end. Joining goes to
 * the relay of the link.
 */
export const layer = (options: {
  readonly relayUrl: string
}): Layer.Layer<RoomClient, never, Transport | RelayHttp | PowSolver> =>
  Layer.effect(
    RoomClient,
    Effect.gen(function* () {
      const http = yield* RelayHttp
      const solver = yield* PowSolver
      const transport = yield* Transport
      // A relay that has answered too-many-requests is not asked again before the time that it named.
      let quietUntilMillis = Number.NEGATIVE_INFINITY

      const pay = Effect.fnUntraced(
        function* (parameters: RoomParameters, onProgress: (share: number) => void) {
          const quietMillis = quietUntilMillis - (yield* monotonicMillis)
          if (quietMillis > 0) {
            const retryAfterSeconds = Math.ceil(quietMillis / 1_000)
            return yield* new RelayHttpFailed({ code: tooManyRequests, detail: "", retryAfterSeconds })
          }
          const challenge = yield* http.challenge(options.relayUrl, yield* sha256(createRoomLayout(parameters)))
          const nonce = yield* solver.solve(challenge, onProgress)
          return yield* http.createRoom(options.relayUrl, { ...parameters, token: challenge.token, nonce })
        },
        // A device that slept during the work is not told so; it does it again, once.
        Effect.retry({ times: 1, while: ({ code }) => code === "challenge-expired" }),
        Effect.tapError(({ code, retryAfterSeconds = 0 }) =>
          Effect.map(monotonicMillis, (now) => {
            if (code === tooManyRequests) quietUntilMillis = now + retryAfterSeconds * 1_000
          })
        )
      )

      const create: RoomClient["Service"]["create"] = Effect.fn("RoomClient.create")(
        function* (room) {
          const key = yield* randomBytes(seal.keyBytes)
          const secret = yield* randomBytes(seal.secretBytes)
          const creatorCapability = yield* randomBytes(seal.capabilityBytes)
          const parameters: RoomParameters = {
            ttlSeconds: room.ttlSeconds,
            capacity: room.capacity,
            joinVerifier: yield* verifierOf(yield* joinProof(secret)),
            creatorVerifier: yield* verifierOf(yield* creatorProof(creatorCapability))
          }
          const { roomId, capacity, remainingMillis } = yield* pay(parameters, room.onProgress ?? (() => {}))
          return {
            link: {
              relayUrl: options.relayUrl,
              roomId,
              key,
              secret,
              ...(room.needsPassword && { needsPassword: true })
            },
            creatorCapability,
            capacity,
            remainingMillis
          }
        },
        Effect.catchTag("RelayHttpFailed", ({ code, detail, retryAfterSeconds }) =>
          Effect.fail(new CreateFailed({ code, detail, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }))
        )
      )

      const join: RoomClient["Service"]["join"] = Effect.fn("RoomClient.join")(
        function* (room) {
          return yield* openSession(room)
        },
        Effect.provideService(Transport, transport),
        Effect.provideService(PowSolver, solver)
      )

      return RoomClient.of({ create, join })
    })
  )
