/**
 * Everything a relay logs: whole lines that stand here, with a count at most. No other file of the server logs.
 *
 * What went wrong may hold anything, an address, a room, what somebody wrote, so it is never part of a line.
 * docs/OPERATIONS.md lists the lines; test/architecture.test.ts lets nobody else call a logger.
 */
import { Effect, type LogLevel } from "effect"

/** By a name for the code, with the level and the words for the operator. */
export const lines = {
  room: ["Error", "a room has failed and was ended"],
  connection: ["Error", "a connection has failed and was closed"],
  policy: ["Error", "a policy of this application has failed and was taken for a refusal"],
  http: ["Error", "a request has failed and was answered with 500"],
  deadline: ["Error", "what was to happen at a deadline has failed"],
  link: ["Error", "what came from another node could not be handled, and its link was ended"],
  process: ["Fatal", "something has failed that nobody had caught: the relay says goodbye and ends"],
  "certificate-kept": [
    "Warn",
    "PUG_TLS_CERT has changed to what is no certificate that can be used: the old one stays"
  ],
  "certificate-kept-for-key": [
    "Warn",
    "PUG_TLS_KEY has changed to what is not the key of the certificate: the old certificate stays"
  ],
  "unconfigured-proxy": [
    "Warn",
    "a request came with X-Forwarded-For or its like from an address that is no trusted proxy: if a proxy stands in front, " +
      "name it in PUG_TRUSTED_PROXIES (trustedProxies), or all who come through it share the limits of one address, and the " +
      "address that people open in PUG_PUBLIC_URL (publicUrl)"
  ],
  "unread-proxy": [
    "Warn",
    "a trusted proxy says by Forwarded alone who asks, which is not read: let it send X-Forwarded-For, or all who come " +
      "through it share the limits of one address"
  ],
  "bus-away": [
    "Warn",
    "the bus between nodes is away: rooms of other nodes are out of reach, and in 4 s their members are told"
  ],
  "bus-back": ["Info", "the bus between nodes is back"],
  "bus-insecure": [
    "Error",
    "a NATS server that this node was led to is not safe to use, and is not used (docs/CLUSTER.md section 7)"
  ],
  "bus-forbids": [
    "Error",
    "the NATS server refuses what this node says: the permissions of its nkey are not those of its slot (PUG_CLUSTER_SLOT)"
  ],
  "bus-outdated": ["Warn", "the NATS server is older than 2.14.3, and has known holes: update it"],
  "client-not-built": ["Warn", "the browser client is not built (npm run build): only the API and /ws are served"]
} as const satisfies Readonly<Record<string, readonly [LogLevel.Severity, string]>>

export type LogLine = keyof typeof lines

/** Logs a line; `count` is how often it has happened so far. */
export const log = (line: LogLine, count = 1): Effect.Effect<void> => {
  const [level, words] = lines[line]
  return Effect.logWithLevel(level)(count === 1 ? words : `${words}, ${count} times so far`)
}
