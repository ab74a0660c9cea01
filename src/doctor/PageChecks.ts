/**
 * Judges the page and its files: whether a browser gets them whole, unchanged and under the right path.
 */
import { type Finding, failure, ok, warning } from "./Finding.ts"
import { headerOf, type Reply } from "./Observation.ts"
import { addressOf, type Target } from "./Target.ts"

/** What the page loads by itself, as addresses. */
export const filesOf = (target: Target, page: Reply): ReadonlyArray<string> =>
  [...page.body.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+)"/g)].map(
    ([, reference = ""]) => new URL(reference, addressOf(target, "/")).href
  )

/** `home` is the page at the address itself, `room` the page at the address of a room. */
export const pageFindings = (target: Target, home: Reply, room: Reply): ReadonlyArray<Finding> => {
  if (home.status !== 200) return [failure("page", statusText(target, home.status))]
  if (!home.body.includes("<pug-app")) {
    return [
      failure(
        "page",
        "Another page stands at this address: does the proxy pass this host name and path to the relay, and on to no other?"
      )
    ]
  }
  const findings = [
    ...(isPage(home)
      ? []
      : [failure("page", "The page does not arrive as text/html: let the proxy keep content-type.")]),
    ...(hasInline(home)
      ? [
          failure(
            "page",
            "Something on the way has written scripts into the page: switch off rewriting (analytics, optimisers, sub_filter)."
          )
        ]
      : []),
    ...(filesOf(target, home).some((file) => !file.startsWith(addressOf(target, "/")))
      ? [
          failure(
            "page",
            `The page looks for its files outside of ${addressOf(target, "/")}: set PUG_PUBLIC_URL to this address, and let the proxy pass the path on as it is.`
          )
        ]
      : []),
    ...(room.status === 200 && room.body.replace(forNoSearchEngine, "") === home.body
      ? []
      : [failure("page", `A room's address (/r/...) does not show the page (${room.status}): pass every path on.`)]),
    ...(headerOf(home, "cache-control") === "no-store"
      ? []
      : [warning("page", "The page may be kept by caches: let the proxy pass cache-control: no-store.")])
  ]
  return findings.length > 0 ? findings : [ok("page", "The page arrives unchanged, for rooms too.")]
}

/** `plain` came unpacked and `packed` as browsers ask for it; both are the same file. */
export const fileFindings = (file: string, plain: Reply, packed: Reply): ReadonlyArray<Finding> => {
  const name = new URL(file).pathname
  const type = headerOf(packed, "content-type")
  if (packed.status !== 200) {
    return [failure("files", `${name} answers ${packed.status}: let the proxy pass every path under the relay's.`)]
  }
  if (!expectedType(name).test(type)) {
    return [
      failure(
        "files",
        `${name} arrives as ${type || "nothing"}: let the proxy keep content-type, or browsers refuse it.`
      )
    ]
  }
  if (plain.body !== packed.body) {
    return [
      failure("files", `${name} differs when it comes packed: switch off rewriting and stale caches in the proxy.`)
    ]
  }
  return []
}

/** What a room's page has and the home page has not. */
const forNoSearchEngine = /\s*<meta name="robots"[^>]*>/

const isPage = (reply: Reply): boolean => /^text\/html\b/.test(headerOf(reply, "content-type"))

/** The page has one script, which is a file. */
const hasInline = (page: Reply): boolean =>
  [...page.body.matchAll(/<script\b([^>]*)>/g)].some(([, attributes = ""]) => !/\bsrc="/.test(attributes)) ||
  (page.body.match(/<script\b/g) ?? []).length !== 1

const expectedType = (name: string): RegExp => {
  if (name.endsWith(".js")) return /^(text|application)\/javascript\b/
  if (name.endsWith(".css")) return /^text\/css\b/
  if (name.endsWith(".svg")) return /^image\/svg\+xml\b/
  if (/\.(ico|png)$/.test(name)) return /^image\//
  return /^application\/(manifest\+)?json\b/
}

const statusText = (target: Target, status: number): string => {
  if (status === 404) {
    return target.path === ""
      ? "Nothing stands at this address (404): does the relay stand at a path (PUG_PUBLIC_URL)?"
      : `Nothing stands at ${target.path} (404): set PUG_PUBLIC_URL to this address, and let the proxy pass the path on as it is.`
  }
  if (status === 502 || status === 504) {
    return `The proxy does not reach the relay (${status}): compare its upstream with PUG_HOST and PUG_PORT.`
  }
  if (status === 503)
    return "The page is not there (503): the relay is down, or its client is not built (npm run build)."
  if (status >= 300 && status < 400)
    return `The address only redirects (${status}): give the one that people end up at.`
  return `The page answers ${status} instead of 200.`
}
