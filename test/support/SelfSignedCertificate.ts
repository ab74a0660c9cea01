/**
 * A certificate, for localhost unless another is wished for, and its key, made here, so that no key lies in the repository and no tool is needed.
 *
 * X.509 version 1 (RFC 5280 section 4.1) on P-256, in DER by hand: the few types that it takes.
 */
import { generateKeyPairSync, randomBytes, sign } from "node:crypto"

const der = (tag: number, ...parts: ReadonlyArray<Uint8Array>): Buffer => {
  const content = Buffer.concat(parts)
  const length = content.length
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
const sequence = (...parts: ReadonlyArray<Uint8Array>) => der(0x30, ...parts)
const identifier = (hex: string) => der(0x06, Buffer.from(hex, "hex"))
const time = (text: string) => der(0x17, Buffer.from(text))

const ecdsaWithSha256 = sequence(identifier("2a8648ce3d040302"))
const commonName = (name: string) => sequence(der(0x31, sequence(identifier("550403"), der(0x0c, Buffer.from(name)))))

const pem = (label: string, bytes: Buffer): string =>
  [
    `-----BEGIN ${label}-----`,
    ...(bytes.toString("base64").match(/.{1,64}/g) ?? []),
    `-----END ${label}-----`,
    ""
  ].join("\n")

export interface Wish {
  /** Whom it names. */
  readonly name?: string
  /** Its last second: YYMMDDhhmmssZ. */
  readonly until?: string
}

/** Both as PEM. */
export const make = ({ name = "localhost", until = "491231235959Z" }: Wish = {}): {
  readonly cert: string
  readonly key: string
} => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const content = sequence(
    der(0x02, Buffer.from([1]), randomBytes(8)),
    ecdsaWithSha256,
    commonName(name),
    sequence(time("250101000000Z"), time(until)),
    commonName(name),
    publicKey.export({ type: "spki", format: "der" })
  )
  const signature = der(0x03, Buffer.from([0]), sign("sha256", content, privateKey))
  return {
    cert: pem("CERTIFICATE", sequence(content, ecdsaWithSha256, signature)),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString()
  }
}
