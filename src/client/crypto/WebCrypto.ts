/**
 * The primitives of the seal, straight from the platform's WebCrypto (browsers and Node): SHA-256, HKDF-SHA-256 (RFC
 * 5869), PBKDF2-HMAC-SHA-256 (RFC 8018), AES-256-GCM (NIST SP 800-38D) and random bytes. The only file that calls
 * `crypto`.
 *
 * Keys are imported and derived non-extractable: after the import nothing in the page can read them back. A platform
 * without `crypto.subtle` (a page on plain http) is a defect here; whoever starts a client checks `isSupported` first.
 */
import { Effect } from "effect"

/** Bytes that WebCrypto takes: not shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>

/** False in an insecure context, where browsers hide `crypto.subtle`. */
export const isSupported: Effect.Effect<boolean> = Effect.sync(() => globalThis.crypto?.subtle !== undefined)

export const randomBytes = (length: number): Effect.Effect<Bytes> =>
  Effect.sync(() => crypto.getRandomValues(new Uint8Array(length)))

/** A copy in memory of its own, which WebCrypto takes and nobody else can change. */
export const ownBytes = (bytes: Uint8Array): Bytes => new Uint8Array(bytes)

export const concat = (...parts: ReadonlyArray<Uint8Array>): Bytes => {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** Whether two byte strings are equal. Not constant-time: for values that the other side has shown already. */
export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index])

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text)

export const sha256 = (bytes: Bytes): Effect.Effect<Bytes> =>
  Effect.promise(() => crypto.subtle.digest("SHA-256", bytes)).pipe(Effect.map((digest) => new Uint8Array(digest)))

/** Input keying material for `hkdf` and `hkdfAesKey`. */
export const importHkdfKey = (secret: Uint8Array): Effect.Effect<CryptoKey> =>
  Effect.promise(() => crypto.subtle.importKey("raw", ownBytes(secret), "HKDF", false, ["deriveKey", "deriveBits"]))

export interface HkdfContext {
  /** Empty stands for none: RFC 5869 makes them the same. */
  readonly salt: Bytes
  readonly info: Bytes
}

export const hkdf = (key: CryptoKey, context: HkdfContext, byteLength: number): Effect.Effect<Bytes> =>
  Effect.promise(() =>
    crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", ...context }, key, byteLength * 8)
  ).pipe(Effect.map((bits) => new Uint8Array(bits)))

/** A key for AES-256-GCM that cannot be read back. */
export const hkdfAesKey = (key: CryptoKey, context: HkdfContext): Effect.Effect<CryptoKey> =>
  Effect.promise(() =>
    crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", ...context },
      key,
      { name: "AES-GCM", length: 256 },
      false,
      ["encrypt", "decrypt"]
    )
  )

/** Stretches a password. It takes a noticeable time, and the platform spends it off the thread of the page. */
export const pbkdf2 = (password: Bytes, salt: Bytes, iterations: number, byteLength: number): Effect.Effect<Bytes> =>
  Effect.promise(() =>
    crypto.subtle
      .importKey("raw", password, "PBKDF2", false, ["deriveBits"])
      .then((key) =>
        crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, key, byteLength * 8)
      )
  ).pipe(Effect.map((bits) => new Uint8Array(bits)))

export interface GcmContext {
  readonly nonce: Bytes
  readonly additionalData: Bytes
}

/** Ciphertext and 16-byte tag. */
export const aesGcmEncrypt = (key: CryptoKey, context: GcmContext, plaintext: Bytes): Effect.Effect<Bytes> =>
  Effect.promise(() => crypto.subtle.encrypt(gcmParameters(context), key, plaintext)).pipe(
    Effect.map((ciphertext) => new Uint8Array(ciphertext))
  )

/** The plaintext, or `undefined` if the tag does not verify. WebCrypto has no other reason to refuse. */
export const aesGcmDecrypt = (
  key: CryptoKey,
  context: GcmContext,
  ciphertext: Bytes
): Effect.Effect<Bytes | undefined> =>
  Effect.promise(() =>
    crypto.subtle.decrypt(gcmParameters(context), key, ciphertext).then(
      (plaintext) => new Uint8Array(plaintext),
      () => undefined
    )
  )

const gcmParameters = (context: GcmContext): AesGcmParams => ({
  name: "AES-GCM",
  iv: context.nonce,
  additionalData: context.additionalData,
  tagLength: 128
})
