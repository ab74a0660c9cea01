/**
 * The two calls of a relay's HTTP API that a client makes. PROTOCOL.md section 3.
 *
 * A service, so that an in-memory relay can answer without HTTP.
 */
import { Context, type Effect, Schema } from "effect"
import type { Challenge, CreateRoom, RoomCreated } from "../../protocol/RoomApi.ts"

/** A call failed. `code` is that of the API's problem, or `unreachable` (no answer) or `unexpected-answer` (not ours). */
export class RelayHttpFailed extends Schema.TaggedError<RelayHttpFailed>()("RelayHttpFailed", {
  code: Schema.String,
  detail: Schema.String,
  /** When the relay says so: whole seconds to wait before the next attempt. */
  retryAfterSeconds: Schema.optionalKey(Schema.Int)
}) {}

export class RelayHttp extends Context.Service<
  RelayHttp,
  {
    /** A challenge that pays for what `paramsDigest` (32 bytes) describes. `relayUrl` has no slash at its end. */
    readonly challenge: (relayUrl: string, paramsDigest: Uint8Array) => Effect.Effect<Challenge, RelayHttpFailed>
    readonly createRoom: (relayUrl: string, room: CreateRoom) => Effect.Effect<RoomCreated, RelayHttpFailed>
  }
>()("pug-network/client/services/RelayHttp") {}
