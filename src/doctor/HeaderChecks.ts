/**
 * Compares the headers that arrive with those that the relay sends: what a proxy has taken, changed or added.
 */
import { headers as sent } from "../layers/SecurityHeaders.ts"
import { doctor as limits } from "../protocol/Limits.ts"
import { type Finding, failure, ok, warning } from "./Finding.ts"
import { headerOf, type Reply } from "./Observation.ts"
import type { Target } from "./Target.ts"

export const headerFindings = (target: Target, reply: Reply): ReadonlyArray<Finding> => {
  const found = [
    ...Object.entries(sent).flatMap(([name, value]) => changeOf(name, value, reply.headers[name] ?? [])),
    ...(target.isSecure ? hstsFindings(reply) : []),
    ...strangers(reply)
  ]
  return found.length > 0 ? found : [ok("headers", "The security headers arrive as the relay sends them.")]
}

const changeOf = (name: string, value: string, arrived: ReadonlyArray<string>): ReadonlyArray<Finding> => {
  const [first] = arrived
  if (first === undefined) {
    return [
      failure("headers", `${name} does not arrive: let the proxy pass it (no proxy_hide_header, no header_down).`)
    ]
  }
  if (arrived.length > 1) {
    return [
      warning("headers", `${name} arrives ${arrived.length} times: take it out of the proxy, the relay sends it.`)
    ]
  }
  if (first === value) return []
  return name === "content-security-policy" && isLoose(first)
    ? [
        failure(
          "headers",
          `${name} is looser than the relay's, so scripts of others could run: take it out of the proxy.`
        )
      ]
    : [warning("headers", `${name} is not what this version of the relay sends: take it out of the proxy, or update.`)]
}

/** Whether a policy lets in what the relay's never does. */
const isLoose = (policy: string): boolean =>
  !policy.includes("default-src 'none'") || /'unsafe-|https?:|\*|data:|blob:/.test(policy)

const hstsFindings = (reply: Reply): ReadonlyArray<Finding> => {
  const seconds = Number(/max-age="?(\d+)/i.exec(headerOf(reply, "strict-transport-security"))?.[1] ?? 0)
  return seconds >= limits.minHstsSeconds
    ? []
    : [
        warning(
          "headers",
          "strict-transport-security is missing or below half a year: let the proxy pass the relay's, or send it for the host."
        )
      ]
}

/** Headers that the relay never sends. */
const strangers = (reply: Reply): ReadonlyArray<Finding> =>
  strangeHeaders.flatMap(({ advice, isStrange, name }) => {
    const value = headerOf(reply, name)
    return value !== "" && isStrange(value) ? [warning("headers", advice)] : []
  })

const always = () => true

const strangeHeaders: ReadonlyArray<{
  readonly name: string
  readonly isStrange: (value: string) => boolean
  readonly advice: string
}> = [
  {
    name: "server",
    isStrange: (value) => /\d/.test(value),
    advice: "Server tells the version of the proxy: hide it (nginx server_tokens off)."
  },
  { name: "x-powered-by", isStrange: always, advice: "X-Powered-By tells what runs: take it out of the proxy." },
  {
    name: "set-cookie",
    isStrange: always,
    advice: "The proxy sets a cookie, which marks people: switch off its sticky sessions or its challenge."
  },
  {
    name: "nel",
    isStrange: always,
    advice: "NEL makes browsers report visits to somebody: switch it off in the proxy or the network before it."
  },
  {
    name: "access-control-allow-origin",
    isStrange: always,
    advice: "The proxy sends Access-Control-Allow-Origin, which lets other sites read the relay: take it out."
  }
]
