/**
 * What stands in front of the API's handlers: media type, size, and an answer for whatever goes wrong behind them.
 *
 * The body is read here once, under its limit, before anything looks into it; the handlers get the same text. A fault of
 * the relay answers 500 with a code and nothing else: what failed may hold anything. PROTOCOL.md section 3.4.
 */
import { ByteSize, Effect } from "effect"
import { HttpIncomingMessage, HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { maxBodyBytes } from "../protocol/Limits.ts"
import type { ProblemCode } from "../protocol/RoomApi.ts"
import { RelayTally } from "../services/RelayTally.ts"
import * as RequestSource from "./RequestSource.ts"
import * as Supervision from "./Supervision.ts"

interface Refusal {
  readonly code: ProblemCode
  readonly response: HttpServerResponse.HttpServerResponse
}

const problem = (status: number, title: string, code: ProblemCode, detail: string): Refusal => ({
  code,
  response: HttpServerResponse.jsonUnsafe(
    { type: "about:blank", title, status, code, detail },
    { status, contentType: "application/problem+json" }
  )
})

const unsupported = problem(415, "Unsupported Media Type", "unsupported-media-type", "Send application/json.")
const tooLarge = problem(413, "Content Too Large", "body-too-large", `A body has at most ${maxBodyBytes} bytes.`)
const internal = problem(500, "Internal Server Error", "internal-error", "The relay has failed to answer.")
const notFound = problem(404, "Not Found", "not-found", "There is no such API path.")
const notAllowed = problem(405, "Method Not Allowed", "method-not-allowed", "This path takes POST.")

const answerTo = ({ code, response }: Refusal) =>
  Effect.map(RelayTally, ({ apiRefusals }) => {
    apiRefusals[code] += 1
    return response
  })

const isJson = (contentType: string | undefined): boolean =>
  contentType !== undefined && /^application\/json\s*(;|$)/i.test(contentType)

/** What the request itself gets wrong, before its body is looked into. */
const refusalOf = Effect.fnUntraced(function* (request: HttpServerRequest.HttpServerRequest) {
  if (request.method !== "POST") return undefined
  if (!isJson(request.headers["content-type"])) return unsupported
  if (Number(request.headers["content-length"] ?? 0) > maxBodyBytes) return tooLarge
  return yield* request.text.pipe(
    Effect.as(undefined),
    Effect.orElseSucceed(() => tooLarge)
  )
})

/** Guards the API's routes. */
export const apiGuard = HttpRouter.middleware(
  Effect.gen(function* () {
    const tally = yield* RelayTally
    const sourceOf = yield* RequestSource.make

    return (route) =>
      Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        // Before the body is waited for.
        const source = yield* sourceOf(request)
        const refusal = yield* refusalOf(request)
        if (refusal !== undefined) return yield* answerTo(refusal)
        return yield* Effect.provideService(route, RequestSource.CurrentSource, source)
      }).pipe(
        Effect.map(HttpServerResponse.setHeader("cache-control", "no-store")),
        Effect.provideService(HttpIncomingMessage.MaxBodySize, ByteSize.bytes(maxBodyBytes)),
        (answer) => Supervision.answered(answer, answerTo(internal)),
        Effect.provideService(RelayTally, tally)
      )
  })
)

const paths = ["/api/challenge", "/api/rooms"]

/** Whatever under /api is no endpoint: an unknown path, or a known one by another method. */
export const apiFallback = HttpRouter.use((router) =>
  router.add("*", "/api/*", (request) =>
    paths.includes(request.url.split("?", 1)[0] ?? "")
      ? Effect.map(answerTo(notAllowed), HttpServerResponse.setHeader("allow", "POST"))
      : answerTo(notFound)
  )
)
