/**
 * The byte strings that name things on the wire: rooms, connections, seats, proofs.
 *
 * Every one is a fixed number of bytes in strict base64url (RFC 4648 section 5): no padding, exact length, spare bits
 * zero, so that a value has one spelling only. `textOf` brands the spelling where a value is a key; `bytesOf` decodes to
 * bytes where it is hashed. PROTOCOL.md section 2.
 */
import { Result, Schema } from "effect"
import { Base64Url } from "effect/encoding"

/** The length in characters of `byteLength` bytes in unpadded base64url. */
export const textLength = (byteLength: number): number => Math.ceil((byteLength * 4) / 3)

/** The last characters whose spare bits are zero, by the number of bytes in the last group (RFC 4648 section 3.5). */
const lastCharacter = ["[A-Za-z0-9_-]", "[AQgw]", "[AEIMQUYcgkosw048]"] as const

const strictPattern = (byteLength: number): RegExp =>
  new RegExp(`^[A-Za-z0-9_-]{${textLength(byteLength) - 1}}${lastCharacter[byteLength % 3]}$`)

/** The base64url spelling of exactly `byteLength` bytes. */
export const textOf = (byteLength: number) =>
  Schema.String.check(
    Schema.isPattern(strictPattern(byteLength), {
      expected: `${byteLength} bytes in unpadded base64url (${textLength(byteLength)} characters)`
    })
  )

/** Exactly `byteLength` bytes, spelled in base64url on the wire. */
export const bytesOf = (byteLength: number) => textOf(byteLength).pipe(Schema.decodeTo(Schema.Uint8ArrayFromBase64Url))

/** A room: 16 opaque bytes chosen by the relay. */
export const RoomId = textOf(16).pipe(Schema.brand("RoomId"))
export type RoomId = typeof RoomId.Type

/** One connection inside a room: 16 random bytes made when it joins, never used again. */
export const ConnectionId = textOf(16).pipe(Schema.brand("ConnectionId"))
export type ConnectionId = typeof ConnectionId.Type

/** The right to give up one's own earlier connection, returned by a join: 16 random bytes. */
export const ReplaceToken = textOf(16).pipe(Schema.brand("ReplaceToken"))
export type ReplaceToken = typeof ReplaceToken.Type

/** What a browser shows the relay instead of a secret: HKDF-SHA-256 of it, 32 bytes. */
export const Proof = bytesOf(32)
export type Proof = typeof Proof.Type

/** What the relay keeps of a proof: its SHA-256, 32 bytes. */
export const Verifier = bytesOf(32)
export type Verifier = typeof Verifier.Type

/** A SHA-256 digest over the binary layout of what a proof of work pays for. */
export const ParamsDigest = bytesOf(32)
export type ParamsDigest = typeof ParamsDigest.Type

/** The bytes of an identifier that its schema has already accepted. */
export const identifierBytes = (id: RoomId | ConnectionId | ReplaceToken): Uint8Array =>
  Result.getOrThrow(Base64Url.decode(id))

/** The identifier of 16 bytes. */
export const roomIdOf = (bytes: Uint8Array): RoomId => RoomId.make(Base64Url.encode(bytes))
export const connectionIdOf = (bytes: Uint8Array): ConnectionId => ConnectionId.make(Base64Url.encode(bytes))
export const replaceTokenOf = (bytes: Uint8Array): ReplaceToken => ReplaceToken.make(Base64Url.encode(bytes))
