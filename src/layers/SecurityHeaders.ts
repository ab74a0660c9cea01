/**
 * The response headers of everything the relay serves, errors included; a host's own responses are not touched.
 * What would bind more than the response, such as Strict-Transport-Security, is for the host to send.
 *
 * The policy lets the client's own files run and nothing else: no inline script or style, no other origin, DOM sinks only
 * through the named Trusted Types policies (`lit-html` for templates, `pug-worker` for the worker's address). Nobody puts
 * a page of the relay into a frame but the sites that the operator names, and those the one page that is for it.
 */
import { Effect } from "effect"
import { HttpMiddleware, HttpRouter, HttpServerResponse } from "effect/http"
import { RelayTally } from "../services/RelayTally.ts"
import * as Supervision from "./Supervision.ts"

/** What the page may load and do; tests serve screens under it too. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types lit-html pug-worker"
].join("; ")

/** On every response of the relay. */
export const headers = {
  "content-security-policy": contentSecurityPolicy,
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), xr-spatial-tracking=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY"
} as const

/** What a page adds to be framed, by these origins alone. A host that isolates its pages (COEP) is to take it too. */
export const framedBy = (origins: ReadonlyArray<string>): Readonly<Record<string, string>> => ({
  "content-security-policy": contentSecurityPolicy.replace(
    "frame-ancestors 'none'",
    `frame-ancestors ${origins.join(" ")}`
  ),
  "cross-origin-resource-policy": "cross-origin"
})

/** Sets the headers of the relay, or `sent`. What the page for frames has said stays, and is not contradicted. */
export const secured = (
  response: HttpServerResponse.HttpServerResponse,
  sent: Readonly<Record<string, string>> = headers
): HttpServerResponse.HttpServerResponse => {
  const { "content-security-policy": policy = contentSecurityPolicy } = response.headers
  if (policy === contentSecurityPolicy) return HttpServerResponse.setHeaders(response, sent)
  // X-Frame-Options knows no list of origins; frame-ancestors says all of it (CSP level 3, section 6.4.2.1).
  return HttpServerResponse.removeHeader(
    HttpServerResponse.setHeaders(response, { ...sent, ...response.headers }),
    "x-frame-options"
  )
}

/** For every route of the relay: its headers, an answer to a defect, and no line in the host's access log, which would name rooms. */
export const securityHeaders = HttpRouter.middleware(
  Effect.map(
    RelayTally,
    (tally) => (route) =>
      Supervision.answered(route).pipe(
        Effect.map((response) => secured(response)),
        HttpMiddleware.withLoggerDisabled,
        Effect.provideService(RelayTally, tally)
      )
  )
)
