/**
 * Answers the HTTP API, and names what is wrong in a body that the schema refuses.
 */
import { Effect, Layer, SchemaIssue } from "effect"
import { HttpServerRequest } from "effect/http"
import { HttpApiBuilder, HttpApiMiddleware } from "effect/http-api"
import { InvalidBodies, InvalidBody, RelayApi } from "../protocol/RelayApi.ts"
import { Challenges } from "../services/Challenges.ts"
import { RelayConfig } from "../services/RelayConfig.ts"
import * as RoomCreation from "./RoomCreation.ts"

const handlers = HttpApiBuilder.group(
  RelayApi,
  "rooms",
  Effect.fn(function* (handlers) {
    const challenges = yield* Challenges
    const { powBits } = yield* RelayConfig
    const create = yield* RoomCreation.make

    return handlers.handleAll({
      challenge: ({ payload }) => challenges.issue(payload.paramsDigest, powBits),
      create: Effect.fnUntraced(function* ({ payload }) {
        const { headers } = yield* HttpServerRequest.HttpServerRequest
        return yield* create(payload, headers)
      })
    })
  })
)

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

/** The first issue only: its path and what was expected there. What was sent is not repeated. */
const invalidBodies = HttpApiMiddleware.layerSchemaErrorTransform(InvalidBodies, (error) => {
  if (error.kind !== "Payload") return Effect.fail(error)
  const [first] = issuesOf(error.cause.issue).issues
  const path = (first?.path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join(".")
  const detail =
    path === "" ? "The body is not the JSON object that is expected here." : `The field ${path} is not valid.`
  return Effect.fail(new InvalidBody(path === "" ? { detail } : { detail, path }))
})

/** The routes of the API and its description at /api/openapi.json. */
export const layer = HttpApiBuilder.layer(RelayApi, { openapiPath: "/api/openapi.json" }).pipe(
  Layer.provide(handlers),
  Layer.provide(invalidBodies)
)
