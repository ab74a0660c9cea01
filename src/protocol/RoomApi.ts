/**
 * What the HTTP API takes and answers: the bodies of `POST /api/challenge` and `POST /api/rooms`, and of every error.
 *
 * Schemas only, so that the browser can use them without the server's HttpApi machinery (RelayApi.ts).
 * PROTOCOL.md section 3.
 */
import { Schema } from "effect"
import { Millis, Nonce } from "./ExactNumbers.ts"
import { ParamsDigest, RoomId, Verifier } from "./Identifiers.ts"
import { powBits } from "./Limits.ts"

/** Any exact integer: what is out of the relay's range is clamped, what is no integer is refused. */
const Integer = Schema.Int

/** A challenge token: opaque to the client, base64url. */
export const ChallengeToken = Schema.String.check(Schema.isPattern(/^[A-Za-z0-9_-]{120}$/))

export const ChallengeRequest = Schema.Struct({ paramsDigest: ParamsDigest })

/** Find a nonce so that SHA-256(SHA-256(token) || nonce u64be) starts with `bits` zero bits. */
export const Challenge = Schema.Struct({
  token: ChallengeToken,
  bits: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: powBits.maximum })),
  expiresInMillis: Millis
})
export type Challenge = typeof Challenge.Type

/** A room as its creator wants it. The relay clamps both numbers to its own range. */
export const RoomParameters = Schema.Struct({
  ttlSeconds: Integer,
  capacity: Integer,
  /** SHA-256 of the join proof. */
  joinVerifier: Verifier,
  /** SHA-256 of the creator proof. */
  creatorVerifier: Verifier
})
export type RoomParameters = typeof RoomParameters.Type

export const CreateRoom = Schema.Struct({
  ...RoomParameters.fields,
  token: ChallengeToken,
  nonce: Nonce
})
export type CreateRoom = typeof CreateRoom.Type

export const RoomCreated = Schema.Struct({
  roomId: RoomId,
  remainingMillis: Millis,
  capacity: Schema.Int
})
export type RoomCreated = typeof RoomCreated.Type

/** The stable codes of API errors. */
export const ProblemCode = Schema.Literals([
  "invalid-body",
  "body-too-large",
  "unsupported-media-type",
  "challenge-forged",
  "challenge-expired",
  "challenge-spent",
  "challenge-mismatch",
  "insufficient-work",
  "creation-refused",
  "too-many-requests",
  "busy",
  "not-found",
  "method-not-allowed",
  "internal-error"
])
export type ProblemCode = typeof ProblemCode.Type

/**
 * An error body (RFC 9457): `code` is for programs, `detail` for people, `path` names the field. `retryAfterSeconds` is
 * what Retry-After says, in the body so that who sees no headers knows it as well.
 */
export const Problem = Schema.Struct({
  status: Schema.Int,
  code: Schema.String,
  detail: Schema.optionalKey(Schema.String),
  path: Schema.optionalKey(Schema.String),
  retryAfterSeconds: Schema.optionalKey(Schema.Int)
})
export type Problem = typeof Problem.Type
