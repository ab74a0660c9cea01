/**
 * The HTTP API as one definition, apart from its handlers: OpenAPI and typed clients are derived from it.
 *
 * Errors are RFC 9457 problems, one class per status; `code` tells them apart. PROTOCOL.md section 3.
 */
import { Schema } from "effect"
import {
  HttpApi,
  HttpApiEndpoint,
  HttpApiError,
  HttpApiGroup,
  HttpApiMiddleware,
  HttpApiSchema,
  OpenApi
} from "effect/http-api"
import { Challenge, ChallengeRequest, CreateRoom, RoomCreated } from "./RoomApi.ts"

/** The body is not what the schema asks for. `path` names the first field that is wrong. */
export class InvalidBody extends HttpApiError.Problem<InvalidBody>()(
  "InvalidBody",
  { type: "about:blank", status: 400, title: "Bad Request" },
  { code: Schema.tag("invalid-body"), path: Schema.optionalKey(Schema.String) }
) {}

/** The work does not pay for this room, or the operator's policy refused. */
export class CreationForbidden extends HttpApiError.Problem<CreationForbidden>()(
  "CreationForbidden",
  { type: "about:blank", status: 403, title: "Forbidden" },
  {
    code: Schema.Literals([
      "challenge-forged",
      "challenge-expired",
      "challenge-mismatch",
      "challenge-spent",
      "insufficient-work",
      "creation-refused"
    ])
  }
) {}

/** This address has asked for so much that it has to wait. */
export class TooManyRequests extends HttpApiError.Problem<TooManyRequests>()(
  "TooManyRequests",
  { type: "about:blank", status: 429, title: "Too Many Requests" },
  { code: Schema.tag("too-many-requests"), retryAfterSeconds: Schema.Int }
) {}

/** There is no place for another room now. */
export class RelayBusy extends HttpApiError.Problem<RelayBusy>()(
  "RelayBusy",
  { type: "about:blank", status: 503, title: "Service Unavailable" },
  { code: Schema.tag("busy"), retryAfterSeconds: Schema.Int }
) {}

/** Answers a payload that fails its schema with InvalidBody instead of nothing. */
export class InvalidBodies extends HttpApiMiddleware.Service<InvalidBodies>()(
  "pug-network/protocol/RelayApi/InvalidBodies",
  { error: InvalidBody }
) {}

export class RoomsApi extends HttpApiGroup.make("rooms")
  .add(
    HttpApiEndpoint.post("challenge", "/challenge", {
      payload: ChallengeRequest,
      success: Challenge,
      error: TooManyRequests
    }).annotate(OpenApi.Summary, "A proof-of-work challenge for what hashes to `paramsDigest`."),
    HttpApiEndpoint.post("create", "/rooms", {
      payload: CreateRoom,
      success: RoomCreated.pipe(HttpApiSchema.status(201)),
      error: [CreationForbidden, TooManyRequests, RelayBusy]
    }).annotate(OpenApi.Summary, "Creates a room for a solved challenge, clamped to the relay's ranges.")
  )
  .middleware(InvalidBodies)
  .prefix("/api") {}

export class RelayApi extends HttpApi.make("pug-network")
  .add(RoomsApi)
  // Unknown fields are refused: a misspelt one would be ignored in silence.
  .annotate(HttpApi.PayloadParseOptions, { onExcessProperty: "error" })
  .annotateMerge(
    OpenApi.annotations({
      title: "Pug Network",
      version: "1",
      description: "Rooms for end-to-end encrypted, ephemeral chat. docs/PROTOCOL.md is the specification."
    })
  ) {}
