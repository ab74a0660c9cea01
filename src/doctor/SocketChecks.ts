/**
 * Judges the WebSocket through the proxy: that it opens for the relay's own pages and nobody else's, that frames pass in
 * both directions, and that silence is not cut.
 */
import { closeCodes } from "../protocol/CloseCodes.ts"
import { joinDeadlineMillis, subprotocol } from "../protocol/Limits.ts"
import { type Finding, failure, ok, warning } from "./Finding.ts"
import type { SocketFacts } from "./Observation.ts"

/** A join with a wrong proof, which the relay has to refuse by name: so a frame has gone there and another come back. */
export const joinFindings = (facts: SocketFacts): ReadonlyArray<Finding> => {
  if (facts._tag === "Refused") return [failure("websocket", refusedText(facts.status))]
  if (facts._tag === "Broken") return [failure("websocket", brokenText(facts.reason))]
  const compression = /permessage-deflate/.test(facts.extensions)
    ? [
        failure(
          "websocket",
          "Messages are compressed on the way, which tells their content by their length: switch it off."
        )
      ]
    : []
  return [...compression, answerFinding(facts)]
}

const answerFinding = ({ closeCode, texts }: Extract<SocketFacts, { readonly _tag: "Opened" }>): Finding => {
  if (texts.some((text) => text.includes('"WorkRequired"'))) {
    return ok("websocket", "A WebSocket opens and frames pass; the relay asks for work before a join.")
  }
  switch (closeCode) {
    case closeCodes.joinRefused.code:
      return ok("websocket", "A WebSocket opens, frames pass, and a wrong proof is refused.")
    case closeCodes.joinForbidden.code:
      return ok("websocket", "A WebSocket opens and frames pass; a policy says who may join.")
    case closeCodes.busy.code:
      return warning(
        "websocket",
        "The relay has no place for another connection (4207): see PUG_MAX_CONNECTIONS, and name a proxy in PUG_TRUSTED_PROXIES."
      )
    case closeCodes.goingAway.code:
      return warning("websocket", "The relay shuts down (1001): ask again when it is back.")
    case undefined:
    case closeCodes.joinTimeout.code:
      return failure(
        "websocket",
        "A WebSocket opens but frames do not pass: switch off buffering and inspection on the way."
      )
    default:
      return failure(
        "websocket",
        `A WebSocket opens, but a wrong proof ends it with ${closeCode} instead of ${closeCodes.joinRefused.code}: something on the way cuts it.`
      )
  }
}

const refusedText = (status: number): string => {
  switch (status) {
    case 403:
      return "The relay refuses its own page's Origin (403): set PUG_PUBLIC_URL to this address, or let the proxy pass Host."
    case 404:
      return "There is no /ws at this address (404): let the proxy pass it, path included."
    case 400:
    case 426:
      return `The request for a WebSocket arrives as an ordinary one (${status}): nginx proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade and Connection "upgrade".`
    case 429:
      return "Too many connections from this address (429): if it was few, name the proxy in PUG_TRUSTED_PROXIES."
    case 502:
    case 504:
      return `The proxy does not reach the relay for /ws (${status}): compare its upstream with PUG_HOST and PUG_PORT.`
    default:
      return `The request for a WebSocket is answered with ${status} instead of 101.`
  }
}

const brokenText = (reason: string): string =>
  /subprotocol/i.test(reason)
    ? `The subprotocol ${subprotocol} gets lost: let the proxy pass Sec-WebSocket-Protocol in both directions.`
    : `The handshake of the WebSocket breaks (${reason}): let the proxy pass Upgrade, Connection and Sec-WebSocket-*.`

/** The same handshake from a page of somebody else. Where nobody gets through, it tells nothing. */
export const originFindings = (own: SocketFacts, foreign: SocketFacts): ReadonlyArray<Finding> =>
  own._tag === "Opened" || foreign._tag === "Opened" ? [originFinding(foreign)] : []

const originFinding = (facts: SocketFacts): Finding => {
  if (facts._tag === "Opened") {
    return failure(
      "origin",
      "A page of another site may open a WebSocket: let the proxy pass Origin as it is, and look at PUG_ALLOWED_ORIGINS."
    )
  }
  return facts._tag === "Refused" && facts.status === 403
    ? ok("origin", "Pages of other sites are refused.")
    : warning("origin", "Whether pages of other sites are refused cannot be told: they got another answer than 403.")
}

/**
 * A connection that does not join is closed by the relay itself at the deadline, with a code that says so; who cuts it
 * earlier stands on the way. Members ping more often than that. One that did not open tells nothing here.
 */
export const quietFindings = (facts: SocketFacts): ReadonlyArray<Finding> =>
  facts._tag === "Opened" ? [quietFinding(facts.closeCode)] : []

const quietFinding = (closeCode: number | undefined): Finding => {
  const seconds = joinDeadlineMillis / 1_000
  switch (closeCode) {
    case closeCodes.joinTimeout.code:
      return ok("idle", `A quiet connection is left alone for ${seconds} s.`)
    case brokenConnection:
      return failure(
        "idle",
        `A quiet connection is cut within ${seconds} s: give it a minute (nginx proxy_read_timeout and proxy_send_timeout, HAProxy timeout tunnel).`
      )
    case undefined:
      return failure(
        "idle",
        `The relay's close after ${seconds} s does not arrive: let the proxy pass on what it sends.`
      )
    default:
      return warning(
        "idle",
        `Whether quiet connections are cut cannot be told: the relay closed this one (${closeCode}).`
      )
  }
}

/** What a client is told of a connection that ended without a close frame (RFC 6455 section 7.1.5). */
const brokenConnection = 1006
