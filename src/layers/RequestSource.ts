/**
 * The source of an HTTP request: the address that counts for it, hashed by Admission at once and kept by nobody.
 *
 * The peer is whom the host's server names (`remoteAddress`): nobody on an onion listener, and whoever a host's own
 * middleware for forwarded headers has found. The relay's own trusted proxies come on top of that.
 */
import { Context, Effect, Option } from "effect"
import type { Headers, HttpServerRequest } from "effect/http"
import { isWithin, networkOf, requester } from "../domain/SourceAddress.ts"
import { Admission, type Source } from "../services/Admission.ts"
import { RelayConfig } from "../services/RelayConfig.ts"
import * as RelayLog from "./RelayLog.ts"

/** The source of the request that is being answered. */
export const CurrentSource = Context.Reference<Source | undefined>("pug-network/layers/RequestSource/CurrentSource", {
  defaultValue: () => undefined
})

/**
 * What tells the source of a request. It is to be asked before the request is waited for: a socket that has gone has no
 * address any more. A network among the trusted proxies that is none is a defect.
 */
export const make = Effect.gen(function* () {
  const admission = yield* Admission
  const { trustedProxies } = yield* RelayConfig
  const trusted = trustedProxies.map((text) => Option.getOrThrow(networkOf(text)))
  const hasSaid = new Set<RelayLog.LogLine>()

  return (request: HttpServerRequest.HttpServerRequest): Effect.Effect<Source | undefined> =>
    Effect.suspend(() => {
      const { headers } = request
      const peer = Option.getOrUndefined(request.remoteAddress)
      const source = admission.sourceOf(requester(peer, headers["x-forwarded-for"], trusted))
      if (peer === undefined || !forwarding.some((name) => name in headers)) return Effect.succeed(source)
      const line = complaint(isWithin(peer, trusted), headers)
      if (line === undefined || hasSaid.has(line)) return Effect.succeed(source)
      hasSaid.add(line)
      return Effect.as(RelayLog.log(line), source)
    })
})

/** By these a proxy says for whom it asks, and where. Anybody may send them. */
const forwarding = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"]

/** What is odd about a request that has one of them. */
const complaint = (isTrusted: boolean, headers: Headers.Headers): RelayLog.LogLine | undefined => {
  if (!isTrusted) return "unconfigured-proxy"
  return "forwarded" in headers && !("x-forwarded-for" in headers) ? "unread-proxy" : undefined
}
