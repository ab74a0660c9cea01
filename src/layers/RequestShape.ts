/**
 * What a request must be before anybody reads it, where proxies and servers are known to differ about it.
 *
 * Node's strict parser refuses the other shapes itself: a length beside chunks, two lengths, folded lines, a bare line
 * feed. It drops a second Host and headers past its count in silence, so that these are counted here.
 */
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import type { IncomingMessage } from "node:http"
import type { HttpServerRequest } from "effect/http"
import { http as limits } from "../protocol/Limits.ts"

export interface ShapeFault {
  readonly status: 400 | 431
  readonly message: string
}

/** What is wrong with the head of a request, or `undefined`. */
export const faultOf = (request: HttpServerRequest.HttpServerRequest): ShapeFault | undefined => {
  const incoming = NodeHttpServerRequest.toIncomingMessage(request)
  if (incoming.rawHeaders.length > 2 * limits.maxHeadersCount) {
    return { status: 431, message: `A request has at most ${limits.maxHeadersCount} header lines.` }
  }
  const hosts = hostCount(incoming)
  // RFC 9112 section 3.2. HTTP/1.0 knew no Host.
  if (hosts > 1 || (hosts === 0 && incoming.httpVersion !== "1.0")) {
    return { status: 400, message: "A request has one Host." }
  }
  return undefined
}

/** How many Host lines there are. The names stand at the even places. */
export const hostCount = ({ rawHeaders }: Pick<IncomingMessage, "rawHeaders">): number =>
  rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "host").length
