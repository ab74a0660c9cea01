/**
 * The source of an HTTP request: the address that counts for it, hashed by Admission at once and kept by nobody.
 *
 * The peer is whom the host's server names (`remoteAddress`): nobody on an onion listener, and whoever a host's own
 * middleware for forwarded headers has found. The relay's own trusted proxies come on top of that.
 */
import { Context, Effect, Option } from "effect"
import type { HttpServerRequest } from "effect/http"
import { networkOf, requester } from "../domain/SourceAddress.ts"
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
  let hasWarned = trusted.length > 0

  return (request: HttpServerRequest.HttpServerRequest): Effect.Effect<Source | undefined> =>
    Effect.suspend(() => {
      const forwardedFor = request.headers["x-forwarded-for"]
      const peer = Option.getOrUndefined(request.remoteAddress)
      const source = admission.sourceOf(requester(peer, forwardedFor, trusted))
      if (hasWarned || forwardedFor === undefined || peer === undefined) return Effect.succeed(source)
      hasWarned = true
      return Effect.as(RelayLog.log("unconfigured-proxy"), source)
    })
})
