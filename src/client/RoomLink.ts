/**
 * The link of a room, `<relay>/r/<room ID>#k=<key>&s=<secret>`: written, read, and read again after what mail programs
 * and messengers do to it. PROTOCOL.md section 2.2. Where a password is needed too, the key's field is called `kp`.
 *
 * Pure. Every refusal has a name, so that a person can be told what is wrong with the link and not only that it is. What
 * is read is strict: base64url of the exact length with zero spare bits, or nothing. Only what surrounds the values is
 * repaired.
 */
import { Result, Schema } from "effect"
import { Base64Url } from "effect/encoding"
import { bytesOf, identifierBytes, RoomId, roomIdOf, textLength } from "../protocol/Identifiers.ts"
import { seal } from "../protocol/Limits.ts"

export interface RoomLink {
  /** The relay: an URL without trailing slash, path prefix included. */
  readonly relayUrl: string
  readonly roomId: RoomId
  /** `k`, 32 bytes. */
  readonly key: Uint8Array
  /** `s`, 16 bytes. */
  readonly secret: Uint8Array
  /** The key opens nothing without the room's password, which is in no link. */
  readonly needsPassword?: boolean
}

/** What is wrong with a text that should be a link. */
export const RoomLinkProblem = Schema.Literals([
  "empty",
  /** No URL, or one with space inside. */
  "not-a-url",
  /** Neither http nor https. */
  "unsupported-scheme",
  /** A user name or password in front of the host. */
  "credentials-in-url",
  /** `%23` in the path: key and secret have been sent to the relay. The room must not be used. */
  "secrets-exposed",
  /** No `/r/<room ID>` at the end of the path. */
  "not-a-room-link",
  "room-id-wrong-length",
  "room-id-not-base64url",
  /** No fragment: a messenger has cut the link, or it is a bare address. */
  "fragment-missing",
  "key-missing",
  "key-repeated",
  "key-wrong-length",
  "key-not-base64url",
  "secret-missing",
  "secret-repeated",
  "secret-wrong-length",
  "secret-not-base64url",
  // What only LinkDoctor.ts says, of a text that holds a link.
  /** It begins at the fragment: no address, no room ID. */
  "address-missing",
  /** A line break in the address, which can be read in two ways. */
  "address-broken",
  /** All letters have become small, or all capital: base64url needs both. */
  "letter-case-lost",
  /** Links that differ: only a person can choose. */
  "several-links",
  /** Inside the address of another site, which has read it: `https://other.example/?url=<the link>`. */
  "read-by-another-site"
])
export type RoomLinkProblem = typeof RoomLinkProblem.Type

/** The text is no usable room link. It holds no part of the text, which may be a secret. */
export class RoomLinkInvalid extends Schema.TaggedError<RoomLinkInvalid>()("RoomLinkInvalid", {
  reason: RoomLinkProblem
}) {}

/** Writes the link of a room; `s` comes last, so that it ends in a letter. */
export const formatRoomLink = ({ relayUrl, roomId, key, secret, needsPassword }: RoomLink): string =>
  `${relayUrl}/r/${roomId}#${needsPassword ? "kp" : "k"}=${Base64Url.encode(key)}&s=${Base64Url.encode(secret)}`

/**
 * Reads a pasted or opened link.
 *
 * Repaired: space, quotes and angle brackets around it, a final `.`, `,`, `;`, `!` or `)`, `&amp;`, `%26` and `%3D` in the
 * fragment, a slash after the room ID, a query that a messenger has added, unknown fields and another order in the
 * fragment.
 */
export const parseRoomLink = (text: string): Result.Result<RoomLink, RoomLinkInvalid> => {
  const trimmed = withoutSurroundings(text)
  if (trimmed === "") return invalid("empty")
  // URL parsers leave line breaks out, and so would join what stands behind a link to it.
  if (/\s/.test(trimmed) || !URL.canParse(trimmed)) return invalid("not-a-url")
  const url = new URL(trimmed)
  if (url.protocol !== "https:" && url.protocol !== "http:") return invalid("unsupported-scheme")
  if (url.username !== "" || url.password !== "") return invalid("credentials-in-url")
  if (url.pathname.includes("%23")) return invalid("secrets-exposed")
  const path = roomPath.exec(url.pathname)
  if (path?.groups === undefined) return invalid("not-a-room-link")
  const { prefix = "", roomId = "" } = path.groups
  return Result.gen(function* () {
    yield* strictBytes("room-id", 16, roomId)
    const fields = yield* fragmentFields(url.hash)
    const guardedKeys = fields.getAll("kp")
    const keys = [...fields.getAll("k"), ...guardedKeys]
    return {
      relayUrl: url.origin + prefix,
      roomId: RoomId.make(roomId),
      key: yield* strictBytes("key", seal.keyBytes, yield* onlyValue("key", keys)),
      secret: yield* strictBytes("secret", seal.secretBytes, yield* onlyValue("secret", fields.getAll("s"))),
      ...(guardedKeys.length > 0 && { needsPassword: true })
    }
  })
}

/** What a link holds besides its relay: room ID, key and secret, 64 bytes. PROTOCOL.md section 2.4. */
export const linkBytes = ({ roomId, key, secret }: RoomLink): Uint8Array =>
  Uint8Array.of(...identifierBytes(roomId), ...key, ...secret)

/** The link of those 64 bytes at a relay. */
export const linkOfBytes = (bytes: Uint8Array, relayUrl: string, needsPassword = false): RoomLink => ({
  relayUrl,
  roomId: roomIdOf(bytes.slice(0, 16)),
  key: bytes.slice(16, 48),
  secret: bytes.slice(48),
  ...(needsPassword && { needsPassword })
})

/** The relay may live under a path prefix, which may hold `/r/` itself: the last one counts. */
const roomPath = /^(?<prefix>.*)\/r\/(?<roomId>[^/]+)\/?$/

const invalid = (reason: RoomLinkProblem) => Result.fail(new RoomLinkInvalid({ reason }))

const withoutSurroundings = (text: string): string => text.replace(/^[\s<("'`]+/, "").replace(/[\s>)"'`.,;!]+$/, "")

/** The fields of a fragment. The values are base64url, so `+` and percent signs never belong to one. */
const fragmentFields = (hash: string): Result.Result<FragmentFields, RoomLinkInvalid> => {
  if (hash.length <= 1) return invalid("fragment-missing")
  const pairs = hash
    .slice(1)
    .replaceAll("&amp;", "&")
    .replaceAll(/%26(amp;|amp%3B)?/gi, "&")
    .replaceAll(/%3D/gi, "=")
    .split("&")
  return Result.succeed({
    getAll: (name) => pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1))
  })
}

interface FragmentFields {
  readonly getAll: (name: string) => ReadonlyArray<string>
}

const onlyValue = (field: "key" | "secret", values: ReadonlyArray<string>): Result.Result<string, RoomLinkInvalid> => {
  const [value, ...others] = values
  if (value === undefined || value === "") return invalid(`${field}-missing`)
  return others.length > 0 ? invalid(`${field}-repeated`) : Result.succeed(value)
}

const codecs = {
  16: Schema.decodeUnknownResult(bytesOf(16)),
  32: Schema.decodeUnknownResult(bytesOf(32))
} as const

const strictBytes = (
  field: "room-id" | "key" | "secret",
  byteLength: 16 | 32,
  value: string
): Result.Result<Uint8Array, RoomLinkInvalid> => {
  if (value.length !== textLength(byteLength)) return invalid(`${field}-wrong-length`)
  return Result.mapError(codecs[byteLength](value), () => new RoomLinkInvalid({ reason: `${field}-not-base64url` }))
}
