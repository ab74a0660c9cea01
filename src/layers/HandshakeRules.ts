/**
 * Which requests may become a WebSocket, decided before the handshake. Pure, on headers alone. PROTOCOL.md section 4.1.
 *
 * `ws` refuses a wrong key or version itself; it asks neither for a Host (RFC 6455 section 4.2.1) nor about the Origin.
 */
import { subprotocol } from "../protocol/Limits.ts"

export interface HandshakeRefusal {
  readonly status: 400 | 403 | 426
  readonly message: string
}

type Headers = Readonly<Record<string, string | ReadonlyArray<string> | undefined>>

/** `allowedOrigins` are those besides the relay's own. */
export const refusalOf = (
  headers: Headers,
  allowedOrigins: ReadonlyArray<string>,
  publicUrl: string | undefined
): HandshakeRefusal | undefined => {
  const { host, origin, upgrade } = headers
  if (typeof upgrade !== "string" || upgrade.toLowerCase() !== "websocket") {
    return { status: 426, message: "This address speaks WebSocket (RFC 6455)." }
  }
  if (typeof host !== "string" || host === "") return { status: 400, message: "The Host header is missing." }
  const offered = headers["sec-websocket-protocol"]
  if (typeof offered !== "string" || !offered.split(",").some((name) => name.trim() === subprotocol)) {
    return { status: 400, message: `The subprotocol ${subprotocol} is missing.` }
  }
  if (typeof origin === "string" && !isOwn(origin, host, publicUrl) && !allowedOrigins.includes(origin)) {
    return { status: 403, message: "This origin is not allowed." }
  }
  return undefined
}

/** Same host and port. The scheme is taken from the Origin, because a proxy in front may have ended TLS. */
const isOwn = (origin: string, host: string, publicUrl: string | undefined): boolean => {
  if (publicUrl !== undefined) return new URL(publicUrl).origin === origin
  const [scheme = ""] = /^https?:/.exec(origin) ?? []
  const own = `${scheme}//${host}`
  // Parsed, because proxies also write the default port; a Host that is more than host and port is none.
  return URL.canParse(own) && !/[@/?#\\]/.test(host) && new URL(own).origin === origin
}
