/**
 * Judges what is below HTTP: the way there, the certificate, the redirect from plain HTTP, HTTP/2, the clock.
 */
import { doctor as limits } from "../protocol/Limits.ts"
import { type Finding, failure, ok, warning } from "./Finding.ts"
import { headerOf, type Http2Facts, type Reply, type TlsFacts, type Unreachable } from "./Observation.ts"
import { addressOf, type Target } from "./Target.ts"

/** Why nothing answers, and what to do. */
export const unreachableText = ({ reason }: Unreachable): string => {
  switch (reason) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "The name does not resolve: set its A and AAAA records, or mind the spelling."
    case "ECONNREFUSED":
      return "Nothing listens there: start the proxy, or the relay with this PUG_PORT and PUG_HOST."
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return "No answer in time: let the firewall pass the port, and see that the process is not stuck."
    case "ECONNRESET":
    case "EPROTO":
    case "ERR_SSL_WRONG_VERSION_NUMBER":
    case "HPE_INVALID_CONSTANT":
      return `The answer is not in the protocol of the address (${reason}): does https meet a port of http, or the reverse?`
    default:
      return `No answer that can be read (${reason}).`
  }
}

/** A certificate that browsers would refuse is a failure, unless the operator says that it is meant so. */
export const tlsFindings = (facts: TlsFacts, nowMillis: number, isInsecure: boolean): ReadonlyArray<Finding> => {
  const refused = isInsecure ? warning : failure
  const daysLeft = Math.floor((facts.validToMillis - nowMillis) / 86_400_000)
  const chain =
    facts.chainFault === undefined
      ? ok("tls", `The chain of the certificate is trusted, over ${facts.version}.`)
      : refused("tls", chainText(facts.chainFault))
  const name = facts.isForHost
    ? ok("tls", "The certificate is for this host name.")
    : refused("tls", "The certificate is for another host name: ask for one that names this host.")
  const end =
    facts.validToMillis <= nowMillis
      ? refused("tls", "The certificate has expired: renew it and let the proxy read it again.")
      : facts.validToMillis - nowMillis < limits.renewalMillis
        ? warning("tls", `The certificate ends in ${daysLeft} days: see why it is not renewed by itself.`)
        : ok("tls", `The certificate is good for ${daysLeft} days.`)
  return [chain, name, end]
}

const chainText = (fault: string): string => {
  switch (fault) {
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_GET_ISSUER_CERT":
      return "The chain is not whole: send the intermediate certificates too (nginx ssl_certificate fullchain.pem)."
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
      return "The certificate is self-signed, so browsers refuse it: get one from an authority that they trust."
    case "CERT_HAS_EXPIRED":
      return "The chain is not trusted, because a certificate in it has expired."
    default:
      return `The chain of the certificate is not trusted (${fault}).`
  }
}

/** `name` is what was asked for over plain HTTP; `undefined` if nothing listens there. */
export const redirectFinding = (target: Target, name: string, reply: Reply | undefined): Finding => {
  if (reply === undefined) return ok("redirect", "Nothing answers plain HTTP.")
  const location = headerOf(reply, "location")
  const isRedirect = reply.status >= 301 && reply.status <= 308 && reply.status !== 304
  if (!isRedirect || !location.startsWith("https:")) {
    return failure(
      "redirect",
      `Plain HTTP answers ${reply.status} instead of going to https: redirect every path (nginx "return 308 https://$host$request_uri").`
    )
  }
  if (location !== addressOf(target, name)) {
    return warning(
      "redirect",
      'Plain HTTP goes to https but not to the same address, so links break: keep host and path ("$request_uri").'
    )
  }
  return reply.status === 301 || reply.status === 308
    ? ok("redirect", "Plain HTTP goes to the same address on https.")
    : warning("redirect", `The redirect to https is a temporary one (${reply.status}): use 308.`)
}

/** Browsers open a WebSocket within HTTP/2 wherever a server says that they may. */
export const http2Finding = (application: string, facts: Http2Facts): Finding => {
  if (application !== "h2") return ok("http2", "The page travels over HTTP/1.1.")
  if (facts._tag === "NotOffered")
    return ok("http2", "The page travels over HTTP/2, WebSockets beside it over HTTP/1.1.")
  if (facts.status === 200) return ok("http2", "WebSockets open within HTTP/2 (RFC 8441).")
  return failure(
    "http2",
    `The proxy offers WebSockets within HTTP/2 and then answers ${facts.status ?? "nothing"}: pass them on, or stop offering (HAProxy h2-workaround-bogus-websocket-clients).`
  )
}

/** The clock of whoever answers: the proxy's, if it writes its own Date. */
export const clockFinding = (reply: Reply, nowMillis: number): Finding => {
  const date = Date.parse(headerOf(reply, "date"))
  if (Number.isNaN(date)) return ok("clock", "The answer has no Date, so clocks cannot be compared.")
  const skew = date - nowMillis
  if (Math.abs(skew) <= limits.maxClockSkewMillis) return ok("clock", "Its clock agrees with the one here.")
  const seconds = Math.round(Math.abs(skew) / 1_000)
  return warning(
    "clock",
    `Its clock is ${seconds} s ${skew > 0 ? "ahead of" : "behind"} the one here: set both by NTP, for messages show the relay's time.`
  )
}
