/**
 * RelayHttp over the platform's `fetch`. Effect's HTTP client does more and would cost a page 20 kB for two calls.
 *
 * Every call has a deadline; interrupting it aborts the request.
 */
import { Effect, Layer, Schema } from "effect"
import { client } from "../../protocol/Limits.ts"
import { Challenge, ChallengeRequest, CreateRoom, Problem, RoomCreated } from "../../protocol/RoomApi.ts"
import { RelayHttp, RelayHttpFailed } from "../services/RelayHttp.ts"

export const layer: Layer.Layer<RelayHttp> = Layer.succeed(RelayHttp, {
  challenge: Effect.fn("RelayHttp.challenge")(function* (relayUrl, paramsDigest) {
    const answer = yield* post(`${relayUrl}/api/challenge`, encodeChallengeRequest({ paramsDigest }))
    return yield* expected(decodeChallenge(answer))
  }),
  createRoom: Effect.fn("RelayHttp.createRoom")(function* (relayUrl, room) {
    const answer = yield* post(`${relayUrl}/api/rooms`, encodeCreateRoom(room))
    return yield* expected(decodeRoomCreated(answer))
  })
})

const encodeChallengeRequest = Schema.encodeSync(Schema.fromJsonString(ChallengeRequest))
const encodeCreateRoom = Schema.encodeSync(Schema.fromJsonString(CreateRoom))
const decodeChallenge = Schema.decodeUnknownEffect(Challenge)
const decodeRoomCreated = Schema.decodeUnknownEffect(RoomCreated)
const decodeProblem = Schema.decodeUnknownEffect(Problem)

/** The JSON of a successful answer; a problem becomes the failure it names. */
const post = (url: string, body: string): Effect.Effect<unknown, RelayHttpFailed> =>
  Effect.tryPromise({
    try: (signal) =>
      fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        signal,
        credentials: "omit",
        redirect: "error",
        referrerPolicy: "no-referrer"
      }),
    catch: () => unreachable
  }).pipe(
    Effect.flatMap((response) =>
      Effect.tryPromise({ try: () => response.json(), catch: () => unexpectedAnswer }).pipe(
        Effect.flatMap((answer) => (response.ok ? Effect.succeed<unknown>(answer) : failWithProblem(answer)))
      )
    ),
    Effect.timeoutOrElse({ duration: client.connectMillis, orElse: () => Effect.fail(unreachable) })
  )

const failWithProblem = (answer: unknown): Effect.Effect<never, RelayHttpFailed> =>
  expected(decodeProblem(answer)).pipe(
    Effect.flatMap(({ code, detail = "", retryAfterSeconds }) =>
      Effect.fail(new RelayHttpFailed({ code, detail, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }))
    )
  )

const expected = <A>(decoded: Effect.Effect<A, Schema.SchemaError>): Effect.Effect<A, RelayHttpFailed> =>
  Effect.mapError(decoded, () => unexpectedAnswer)

const unreachable = new RelayHttpFailed({ code: "unreachable", detail: "The relay cannot be reached." })

const unexpectedAnswer = new RelayHttpFailed({
  code: "unexpected-answer",
  detail: "The address answers, but not like a relay."
})
