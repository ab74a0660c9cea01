/**
 * Answers the HTTP API: the one place where what services refuse becomes an HTTP problem.
 */
import { Effect, Layer, SchemaIssue } from "effect"
import { HttpServerRequest } from "effect/http"
import { HttpApiBuilder, HttpApiMiddleware } from "effect/http-api"
import { createRoomLayout } from "../protocol/ProofOfWork.ts"
import { CreationForbidden, InvalidBodies, InvalidBody, RelayApi, RelayBusy } from "../protocol/RelayApi.ts"
import { Challenges, type WorkRejected } from "../services/Challenges.ts"
import { CreatePolicy } from "../services/Policies.ts"
import { RelayConfig } from "../services/RelayConfig.ts"
import { RoomRegistry } from "../services/RoomRegistry.ts"

const busy = () => new RelayBusy({ detail: "There is no place for another room now. Try again later." })

const problemOf = (rejected: WorkRejected): CreationForbidden | RelayBusy => {
  switch (rejected.reason) {
    case "busy":
      return busy()
    case "forged":
      return new CreationForbidden({ code: "challenge-forged", detail: "This relay did not issue that token." })
    case "expired":
      return new CreationForbidden({ code: "challenge-expired", detail: "The challenge has expired. Ask for another." })
    case "mismatch":
      return new CreationForbidden({ code: "challenge-mismatch", detail: "The challenge was for another room." })
    case "spent":
      return new CreationForbidden({ code: "challenge-spent", detail: "The challenge was used. Ask for another." })
    case "insufficient-work":
      return new CreationForbidden({ code: "insufficient-work", detail: "The nonce does not solve the challenge." })
  }
}

const handlers = HttpApiBuilder.group(
  RelayApi,
  "rooms",
  Effect.fn(function* (handlers) {
    const challenges = yield* Challenges
    const registry = yield* RoomRegistry
    const settings = yield* RelayConfig
    const mayCreate = yield* CreatePolicy

    return handlers.handleAll({
      challenge: ({ payload }) => challenges.issue(payload.paramsDigest, settings.powBits),
      create: Effect.fnUntraced(
        function* ({ payload }) {
          const { headers } = yield* HttpServerRequest.HttpServerRequest
          yield* mayCreate({ headers, ttlSeconds: payload.ttlSeconds, capacity: payload.capacity })
          // Asked before the work is spent, so that a full relay does not take it for nothing.
          if (!(yield* registry.isAccepting)) return yield* busy()
          yield* challenges.redeem(payload, createRoomLayout(payload), settings.powBits)
          return yield* registry.create(payload)
        },
        Effect.catchTags({
          PolicyRefused: ({ name }) => Effect.fail(new CreationForbidden({ code: "creation-refused", detail: name })),
          WorkRejected: (rejected) => Effect.fail(problemOf(rejected)),
          RegistryFull: () => Effect.fail(busy())
        })
      )
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
