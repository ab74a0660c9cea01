/**
 * Answers the HTTP API, and names what is wrong in a body that the schema refuses.
 */
import { Effect, Layer, SchemaIssue } from "effect"
import { HttpEffect, HttpServerRequest, HttpServerResponse } from "effect/http"
import { HttpApiBuilder, HttpApiMiddleware } from "effect/http-api"
import { InvalidBodies, InvalidBody, RelayApi } from "../protocol/RelayApi.ts"
import { RelayTally } from "../services/RelayTally.ts"
import { CurrentSource } from "./RequestSource.ts"
import * as RoomCreation from "./RoomCreation.ts"

const handlers = HttpApiBuilder.group(
  RelayApi,
  "rooms",
  Effect.fn(function* (handlers) {
    const { challenge, create } = yield* RoomCreation.make

    return handlers.handleAll({
      challenge: Effect.fnUntraced(function* ({ payload }) {
        return yield* challenge(payload.paramsDigest, yield* CurrentSource)
      }, sayRetryAfter),
      create: Effect.fnUntraced(function* ({ payload }) {
        const { headers } = yield* HttpServerRequest.HttpServerRequest
        return yield* create(payload, headers, yield* CurrentSource)
      }, sayRetryAfter)
    })
  })
)

/** Retry-After (RFC 9110 section 10.2.3) on the problems that have one. */
const sayRetryAfter = <A, E extends object, R>(answer: Effect.Effect<A, E, R>) =>
  Effect.tapError(answer, (problem) =>
    "retryAfterSeconds" in problem
      ? HttpEffect.appendPreResponseHandler((_request, response) =>
          Effect.succeed(HttpServerResponse.setHeader(response, "retry-after", String(problem.retryAfterSeconds)))
        )
      : Effect.void
  )

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

/** The first issue only: its path and what was expected there. What was sent is not repeated. */
const invalidBodies = HttpApiMiddleware.layerSchemaErrorTransform(
  InvalidBodies,
  Effect.fnUntraced(function* (error) {
    if (error.kind !== "Payload") return yield* Effect.fail(error)
    const { apiRefusals } = yield* RelayTally
    apiRefusals["invalid-body"] += 1
    const [first] = issuesOf(error.cause.issue).issues
    const path = (first?.path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join(".")
    const detail =
      path === "" ? "The body is not the JSON object that is expected here." : `The field ${path} is not valid.`
    return yield* new InvalidBody(path === "" ? { detail } : { detail, path })
  })
)

/** The routes of the API and its description at /api/openapi.json. */
export const layer = HttpApiBuilder.layer(RelayApi, { openapiPath: "/api/openapi.json" }).pipe(
  Layer.provide(handlers),
  Layer.provide(invalidBodies)
)
