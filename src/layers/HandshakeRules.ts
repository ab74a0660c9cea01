/**
 * Which requests may become a WebSocket, decided before the handshake. Pure, on headers alone. PROTOCOL.md section 4.1.
 *
 * `ws` refuses a wrong key or version itself; it asks neither for a Host (RFC 6455 section 4.2.1) nor about the Origin.
 */
import { anySubprotocol, subprotocol } from "../protocol/Limits.ts"
import type { RelaySettings } from "../services/RelayConfig.ts"

export interface HandshakeRefusal {
  readonly status: 400 | 403 | 426 | 429
  readonly message: string
  readonly retryAfterSeconds?: number
}

type Headers = Readonly<Record<string, string | ReadonlyArray<string> | undefined>>

type Origins = Pick<RelaySettings, "allowedOrigins" | "publicUrl" | "onionLocation">

/** What keeps a request from the handshake, or `undefined`. */
export const refusalOf = (headers: Headers, origins: Origins): HandshakeRefusal | undefined => {
  const { host, origin, upgrade } = headers
  if (typeof upgrade !== "string" || upgrade.toLowerCase() !== "websocket") {
    return { status: 426, message: "This address speaks WebSocket (RFC 6455)." }
  }
  if (typeof host !== "string" || host === "") return { status: 400, message: "A request has one Host." }
  if (hasBody(headers)) return { status: 400, message: "A handshake has no body." }
  if (subprotocolOf(headers) === undefined) {
    return { status: 400, message: `The subprotocol ${subprotocol} is missing.` }
  }
  if (typeof origin === "string" && !isAllowed(origin, host, origins)) {
    return { status: 403, message: "This origin is not allowed." }
  }
  return undefined
}

/**
 * The subprotocol to speak: ours, or else one of another version, so that its client can be told by a close code that it
 * does not fit. A browser shows no refused handshake, and would try for ever.
 */
export const subprotocolOf = (headers: Headers): string | undefined => {
  const offered = headers["sec-websocket-protocol"]
  const names = typeof offered === "string" ? offered.split(",").map((name) => name.trim()) : []
  return names.includes(subprotocol) ? subprotocol : names.find((name) => anySubprotocol.test(name))
}

/** Its bytes would be taken for frames, or, by a proxy in front, for the next request. */
const hasBody = (headers: Headers): boolean =>
  headers["transfer-encoding"] !== undefined || !["0", undefined].includes(textOf(headers["content-length"]))

const textOf = (value: Headers[string]): string | undefined => value?.toString()

const isAllowed = (origin: string, host: string, { allowedOrigins, onionLocation, publicUrl }: Origins): boolean =>
  allowedOrigins.includes(origin) ||
  [publicUrl, onionLocation].some((url) => url !== undefined && new URL(url).origin === origin) ||
  (publicUrl === undefined && isOfHost(origin, host))

/** Same host and port. The scheme is taken from the Origin, because a proxy in front may have ended TLS. */
const isOfHost = (origin: string, host: string): boolean => {
  const [scheme = ""] = /^https?:/.exec(origin) ?? []
  const own = `${scheme}//${host}`
  // Parsed, because proxies also write the default port; a Host that is more than host and port is none.
  return URL.canParse(own) && !/[@/?#\\]/.test(host) && new URL(own).origin === origin
}
