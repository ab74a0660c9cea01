/**
 * Judges what is no page: health, the API through the proxy, and what must not be public.
 */
import { Option, Schema } from "effect"
import { Challenge, Problem } from "../protocol/RoomApi.ts"
import { type Finding, failure, ok, warning } from "./Finding.ts"
import { headerOf, type Reply } from "./Observation.ts"

export const healthFindings = (healthz: Reply, readyz: Reply): ReadonlyArray<Finding> => [
  healthz.status === 200
    ? ok("health", "/healthz answers 200.")
    : failure("health", `/healthz answers ${healthz.status}: let the proxy pass it.`),
  readyz.status === 200
    ? ok("health", "/readyz answers 200.")
    : readyz.status === 503
      ? warning(
          "health",
          "/readyz answers 503: the relay takes no new rooms; it shuts down, or is full (PUG_MAX_ROOMS)."
        )
      : failure("health", `/readyz answers ${readyz.status}: let the proxy pass it.`)
]

const decodeChallenge = Schema.decodeUnknownOption(Schema.fromJsonString(Challenge))
const decodeProblem = Schema.decodeUnknownOption(Schema.fromJsonString(Problem))

/** `first` and `second` answer one and the same request for a challenge, `refusal` one that is no request at all. */
export const apiFindings = (first: Reply, second: Reply, refusal: Reply): ReadonlyArray<Finding> => {
  if (first.status === 429 || second.status === 429) return [tooMany]
  const challenge = Option.getOrUndefined(decodeChallenge(first.body))
  if (first.status !== 200 || challenge === undefined) {
    return [
      failure(
        "api",
        `POST /api/challenge answers ${first.status} and no challenge: let the proxy pass POST and its body under /api.`
      )
    ]
  }
  const again = Option.getOrUndefined(decodeChallenge(second.body))
  const findings = [
    ...(again?.token === challenge.token || headerOf(second, "age") !== ""
      ? [failure("api", "Two requests get one and the same challenge: a cache answers; switch it off for /api.")]
      : []),
    ...(headerOf(first, "cache-control").includes("no-store")
      ? []
      : [warning("api", "The API's answers may be kept by caches: let the proxy pass cache-control: no-store.")]),
    ...(Option.isSome(decodeProblem(refusal.body))
      ? []
      : [
          failure(
            "api",
            "The API's errors arrive as somebody else's page: switch off the proxy's error pages (nginx proxy_intercept_errors)."
          )
        ])
  ]
  return findings.length > 0 ? findings : [ok("api", "The API answers, uncached, and so do its errors.")]
}

const tooMany = warning(
  "api",
  "The relay has had too many requests from this address (429). If it was few, it takes the proxy for everybody: name the proxy in PUG_TRUSTED_PROXIES."
)

/** The metrics are the operator's. */
export const metricsFinding = (metrics: Reply): Finding =>
  metrics.status === 200 && /^# (HELP|TYPE) /m.test(metrics.body)
    ? failure("metrics", "/metrics can be read from here: keep it to the relay's own machine.")
    : ok("metrics", "/metrics cannot be read from here.")
