/**
 * What all keys of a room's seal are derived from: `k`, and where the link asks for one the room's password stretched.
 * PROTOCOL.md section 7.6.
 *
 * The password goes no further than this file: what leaves it is a key that cannot be read back. The salt depends on `k`,
 * so that nobody can try passwords, or work ahead for it, before having the link; not even a relay, which chooses the
 * room ID.
 */
import { Effect, Schema } from "effect"
import { identifierBytes } from "../../protocol/Identifiers.ts"
import { seal as limits } from "../../protocol/Limits.ts"
import type { RoomLink } from "../RoomLink.ts"
import { type Bytes, concat, hkdf, importHkdfKey, ownBytes, pbkdf2, utf8 } from "./WebCrypto.ts"

/** The password does not go with the link. It says nothing of the password itself. */
export class PasswordRefused extends Schema.TaggedError<PasswordRefused>()("PasswordRefused", {
  reason: Schema.Literals([
    /** The link asks for one, and there is none, or nothing but space. */
    "missing",
    /** The link asks for none: somebody has left that out of it, or the password belongs to another room. */
    "unexpected"
  ])
}) {}

/** Input for `deriveSealKeys`. Where the link asks for no password it is `k` alone, as if there were no passwords. */
export const deriveMessageKey = Effect.fnUntraced(function* (link: RoomLink, password = "") {
  const isMissing = normalPassword(password) === ""
  if (link.needsPassword && isMissing) return yield* new PasswordRefused({ reason: "missing" })
  if (!link.needsPassword && !isMissing) return yield* new PasswordRefused({ reason: "unexpected" })
  const key = yield* importHkdfKey(link.key)
  if (isMissing) return key
  const stretched = yield* stretchPassword(key, link, password)
  const joined = concat(link.key, stretched)
  const messageKey = yield* importHkdfKey(joined)
  joined.fill(0)
  stretched.fill(0)
  return messageKey
})

/**
 * A password as it is stretched. Keyboards and systems spell one text in several ways (`é` in one character or two, wide
 * letters, other spaces); compatibility composition (NFKC, NIST SP 800-63B) makes them one. Space around it comes from
 * copying and from a phone's keyboard, and nobody means it.
 */
export const normalPassword = (password: string): string =>
  password.normalize("NFKC").replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "")

const saltLabel = utf8("pug/v1 password salt")

const stretchPassword = (key: CryptoKey, { roomId }: RoomLink, password: string): Effect.Effect<Bytes> =>
  hkdf(key, { salt: ownBytes(identifierBytes(roomId)), info: saltLabel }, limits.passwordSaltBytes).pipe(
    Effect.flatMap((salt) =>
      pbkdf2(utf8(normalPassword(password)), salt, limits.passwordIterations, limits.passwordKeyBytes)
    )
  )
