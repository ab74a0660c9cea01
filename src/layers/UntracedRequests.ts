/**
 * Keeps the relay's requests out of a host's traces: a span of Effect's HTTP server holds the address, which names a
 * room, and who asked. The tracer runs outside of all routes, so this is provided to the host's server and not to them.
 */
import { Effect, Layer, Option } from "effect"
import { HttpMiddleware } from "effect/http"

const decoded = Option.liftThrowable(decodeURIComponent)

/** The segments of a path as the router compares them, or more alike: a request too many untraced does no harm. */
const segmentsOf = (url: string): ReadonlyArray<string> =>
  (url.split(/[?#;]/, 1)[0] ?? "")
    .split("/")
    .filter((segment) => segment !== "")
    .map((segment) => Option.getOrElse(decoded(segment), () => segment).toLowerCase())

/** `prefix` is the path under which nothing is traced, besides what the host leaves out already. */
export const layer = (prefix: string): Layer.Layer<never> => {
  const own = segmentsOf(prefix)
  return Layer.effect(
    HttpMiddleware.TracerDisabledWhen,
    Effect.map(HttpMiddleware.TracerDisabledWhen, (isDisabledByHost) => (request) => {
      if (isDisabledByHost(request)) return true
      const segments = segmentsOf(request.url)
      return own.every((segment, index) => segment === segments[index])
    })
  )
}
