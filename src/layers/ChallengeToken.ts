/**
 * The bytes of a challenge token: version u8 | id 16 | bits u8 | expiry u64be | paramsDigest 32 | HMAC 32.
 *
 * The HMAC covers each field behind its length, so that no two field lists have one input. Everything that a check
 * relies on is read from here and never from the request (CVE-2025-24369). PROTOCOL.md section 8.3.
 */
import { createHmac, timingSafeEqual } from "node:crypto"
import { protocolVersion } from "../protocol/Limits.ts"

const offset = { id: 1, bits: 17, expiry: 18, digest: 26, mac: 58 } as const
const tokenBytes = 90

/** What a token says, once its HMAC has been found right. */
export interface TokenContent {
  /** 16 bytes. */
  readonly id: Uint8Array
  readonly bits: number
  /** Unix time in milliseconds. */
  readonly expiresAtMillis: number
  /** 32 bytes. */
  readonly paramsDigest: Uint8Array
}

export const write = (key: Uint8Array, content: TokenContent): string => {
  const token = Buffer.alloc(tokenBytes)
  token[0] = protocolVersion
  token.set(content.id, offset.id)
  token[offset.bits] = content.bits
  token.writeBigUInt64BE(BigInt(content.expiresAtMillis), offset.expiry)
  token.set(content.paramsDigest, offset.digest)
  token.set(macOf(key, token), offset.mac)
  return token.toString("base64url")
}

/** The content, or `undefined` if this key did not make the token. */
export const read = (key: Uint8Array, text: string): TokenContent | undefined => {
  const token = Buffer.from(text, "base64url")
  if (token.length !== tokenBytes || !timingSafeEqual(macOf(key, token), token.subarray(offset.mac))) return undefined
  return {
    id: token.subarray(offset.id, offset.bits),
    bits: token.readUInt8(offset.bits),
    expiresAtMillis: Number(token.readBigUInt64BE(offset.expiry)),
    paramsDigest: token.subarray(offset.digest, offset.mac)
  }
}

const label = Buffer.from("pug/v1 challenge")

const macOf = (key: Uint8Array, token: Buffer): Buffer => {
  const mac = createHmac("sha256", key)
  const add = (field: Uint8Array) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(field.length)
    mac.update(length).update(field)
  }
  add(label)
  add(token.subarray(0, offset.id))
  add(token.subarray(offset.id, offset.bits))
  add(token.subarray(offset.bits, offset.expiry))
  add(token.subarray(offset.expiry, offset.digest))
  add(token.subarray(offset.digest, offset.mac))
  return mac.digest()
}
