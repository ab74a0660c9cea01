/**
 * The address of the relay that is looked at, as people have it: its origin, and the path under which it stands.
 */
import { type Finding, failure, ok } from "./Finding.ts"

export interface Target {
  /** Scheme, host and port. */
  readonly origin: string
  /** "" at the root of the host, or a path without a slash at its end. */
  readonly path: string
  readonly isSecure: boolean
  /** Without brackets, if it is an IPv6 address. */
  readonly host: string
  readonly port: number
}

/** `undefined` if the text is no address of a relay. */
export const parse = (text: string): Target | undefined => {
  if (!/^https?:\/\/[^?#@]+$/.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  const isSecure = url.protocol === "https:"
  return {
    origin: url.origin,
    path: url.pathname.replace(/\/+$/, ""),
    isSecure,
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (isSecure ? 443 : 80) : Number(url.port)
  }
}

/** The address of something of the relay's: "/healthz". */
export const addressOf = ({ origin, path }: Target, name: string): string => `${origin}${path}${name}`

/** Browsers encrypt in a secure context only: https, or the machine itself, or an onion, which Tor Browser trusts. */
export const addressFinding = ({ host, isSecure, origin }: Target): Finding =>
  isSecure || /^(localhost|.*\.localhost|127\..*|::1|.*\.onion)$/.test(host)
    ? ok("address", `Browsers encrypt at ${origin}.`)
    : failure(
        "address",
        "Browsers encrypt on https and localhost only: give the relay a certificate (PUG_TLS_CERT) or a proxy with one."
      )
