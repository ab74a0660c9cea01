/**
 * The doctor in front of the real relay: nothing to say of a healthy one, and one finding for each thing that a proxy can
 * spoil.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { examine } from "../../src/doctor/Doctor.ts"
import { hasFailed } from "../../src/doctor/Finding.ts"
import { parse } from "../../src/doctor/Target.ts"
import { RoomRegistry } from "../../src/index.ts"
import { type Fault, type Passing, start } from "../support/FaultyProxy.ts"
import * as HttpRelay from "../support/HttpRelay.ts"
import * as SelfSignedCertificate from "../support/SelfSignedCertificate.ts"

const findingsAt = Effect.fnUntraced(function* (
  url: string,
  options: { isInsecure?: boolean; httpPort?: number } = {}
) {
  const target = parse(url)
  assert.isDefined(target)
  return yield* examine({ target, isInsecure: false, isPatient: false, httpPort: undefined, ...options })
})

/** What is not ok about a relay behind a proxy with this fault. */
const complaints = (fault: Fault, path = "") =>
  Effect.gen(function* () {
    const { url } = yield* start(yield* HttpRelay.HttpAddress, fault)
    const findings = yield* findingsAt(`${url}${path}`)
    return findings.filter(({ level }) => level !== "ok").map(({ check, level, text }) => `${level} ${check}: ${text}`)
  })

const withHeader = (name: string, value: string | ReadonlyArray<string> | undefined) => (passing: Passing) => {
  const { [name]: _, ...headers } = passing.headers
  return {
    ...passing,
    headers: value === undefined ? headers : { ...headers, [name]: typeof value === "string" ? value : [...value] }
  }
}

const at = (pattern: RegExp, spoil: (passing: Passing) => Passing): Fault => ({
  answer: (passing, path) => (pattern.test(path) ? spoil(passing) : passing)
})

const withBody =
  (text: string) =>
  (passing: Passing): Passing => ({
    ...passing,
    headers: { ...passing.headers, "content-encoding": "identity" },
    body: Buffer.from(text)
  })

const withStatus =
  (status: number) =>
  (passing: Passing): Passing => ({ ...passing, status })

const challenge = { token: "A".repeat(120), bits: 18, expiresInMillis: 120_000 }

describe("the doctor", () => {
  it.live("has nothing to say of a healthy relay, and makes no room", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* complaints({}), [])
      assert.deepStrictEqual(yield* RoomRegistry.use(({ count }) => count), { rooms: 0, members: 0 })
    }).pipe(Effect.scoped, Effect.provide(HttpRelay.layer()))
  )

  it.live("has nothing to say of a healthy relay under a path", () =>
    Effect.gen(function* () {
      const findings = yield* findingsAt(`${yield* HttpRelay.HttpAddress}/chat`)
      assert.deepStrictEqual(
        findings.filter(({ check, level }) => level !== "ok" && !["websocket"].includes(check)),
        []
      )
    }).pipe(Effect.scoped, Effect.provide(HttpRelay.layer({ settings: { publicUrl: "http://localhost/chat" } })))
  )

  const faults: ReadonlyArray<readonly [what: string, fault: Fault, complaint: RegExp]> = [
    ["another page", at(/^\/$/, withBody("<title>It works</title>")), /^failure page: Another page/],
    ["a page that is not found", at(/^\/$/, withStatus(404)), /^failure page: .*PUG_PUBLIC_URL/],
    ["a gateway that finds nobody", at(/^\/$/, withStatus(502)), /^failure page: .*PUG_PORT/],
    [
      "a script of somebody else's",
      at(/^\/(r\/|$)/, (passing) =>
        withBody(passing.body.toString().replace("</body>", "<script>1</script></body>"))(passing)
      ),
      /^failure page: .*written scripts/
    ],
    ["a page that is no HTML", at(/^\/$/, withHeader("content-type", "text/plain")), /^failure page: .*content-type/],
    ["rooms that are not passed", at(/^\/r\//, withStatus(404)), /^failure page: A room's address/],
    ["a page that is cached", at(/^\/$/, withHeader("cache-control", "max-age=60")), /^warning page: .*no-store/],
    ["a file that is missing", at(/\.js$/, withStatus(404)), /^failure files: .*answers 404/],
    ["a file of a wrong type", at(/\.css$/, withHeader("content-type", "text/html")), /^failure files: .*text\/html/],
    [
      "a policy that is taken",
      { answer: withHeader("content-security-policy", undefined) },
      /^failure headers: content-security-policy does not arrive/
    ],
    [
      "a policy that is loosened",
      { answer: withHeader("content-security-policy", "default-src * 'unsafe-inline'") },
      /^failure headers: content-security-policy is looser/
    ],
    [
      "a header that the proxy repeats",
      { answer: withHeader("x-content-type-options", ["nosniff", "nosniff"]) },
      /^warning headers: x-content-type-options arrives 2 times/
    ],
    ["the proxy's version", { answer: withHeader("server", "nginx/1.22.1") }, /^warning headers: .*server_tokens/],
    ["a cookie", { answer: withHeader("set-cookie", "route=1") }, /^warning headers: .*cookie/],
    ["a health that is not passed", at(/^\/healthz/, withStatus(403)), /^failure health: \/healthz answers 403/],
    ["a relay that takes no rooms", at(/^\/readyz/, withStatus(503)), /^warning health: .*no new rooms/],
    ["an API that is not passed", at(/^\/api/, withStatus(405)), /^failure api: POST/],
    ["an API that is limited", at(/^\/api/, withStatus(429)), /^warning api: .*PUG_TRUSTED_PROXIES/],
    [
      "a cache before the API",
      {
        answer: (passing, path) =>
          path.startsWith("/api") && passing.status === 200 ? withBody(JSON.stringify(challenge))(passing) : passing
      },
      /^failure api: .*cache/
    ],
    [
      "error pages of the proxy",
      { answer: (passing) => (passing.status === 400 ? withBody("<h1>400</h1>")(passing) : passing) },
      /^failure api: .*proxy_intercept_errors/
    ],
    [
      "metrics for everybody",
      at(/^\/metrics/, (passing) => withBody("# TYPE pug_rooms gauge\npug_rooms 1\n")(withStatus(200)(passing))),
      /^failure metrics: /
    ],
    [
      "a clock that is behind",
      { answer: withHeader("date", "Sat, 01 Jan 2022 00:00:00 GMT") },
      /^warning clock: .*behind/
    ],
    [
      "a clock that is ahead",
      { answer: withHeader("date", "Fri, 01 Jan 2100 00:00:00 GMT") },
      /^warning clock: .*ahead of/
    ],
    [
      "an Upgrade that is dropped",
      { handshake: (line) => (/^upgrade:/i.test(line) ? "" : line) },
      /^failure websocket: .*(proxy_set_header Upgrade|answered with)/
    ],
    [
      "a Host that is changed",
      { handshake: (line) => (/^host:/i.test(line) ? "host: inner" : line) },
      /^failure websocket: .*PUG_PUBLIC_URL/
    ],
    [
      "a subprotocol that gets lost",
      { handshake: (line) => (/^sec-websocket-protocol:/i.test(line) ? "" : line) },
      /^failure websocket: .*\(400\)/
    ],
    [
      "an Origin that is made the relay's",
      { handshake: (line) => (/^origin: https:/i.test(line) ? "" : line) },
      /^failure origin: /
    ],
    ...[403, 404, 502].map(
      (status) =>
        [
          `a WebSocket that the proxy answers with ${status}`,
          { frames: () => `HTTP/1.1 ${status} No\r\nconnection: close\r\ncontent-length: 0\r\n\r\n` },
          new RegExp(`^failure websocket: .*\\(${status}\\)`)
        ] as const
    ),
    ["a WebSocket that the proxy cuts at once", { frames: () => false }, /^failure websocket: The handshake .* breaks/],
    [
      "a connection that is cut when frames come",
      { frames: (chunk) => (chunk.startsWith("HTTP/1.1 ") ? chunk : false) },
      /^failure websocket: .*1006/
    ]
  ]

  it.live.each(faults)("complains of %s, and of nothing else", ([, fault, complaint]) =>
    Effect.gen(function* () {
      const found = yield* complaints(fault)

      assert.isNotEmpty(found)
      assert.deepStrictEqual(
        found.filter((line) => !complaint.test(line)),
        []
      )
    }).pipe(Effect.scoped, Effect.provide(HttpRelay.layer()))
  )

  it.live("knows a relay at another path than the one it is asked about", () =>
    Effect.gen(function* () {
      const found = yield* complaints({}, "/chat")

      assert.match(found[0] ?? "", /^failure page: .*PUG_PUBLIC_URL/)
    }).pipe(Effect.scoped, Effect.provide(HttpRelay.layer()))
  )

  it.live("knows a proxy that strips the path at which people have the relay", () =>
    Effect.gen(function* () {
      const found = yield* complaints({ path: (path) => path.replace(/^\/chat/, "") }, "/chat")

      assert.match(found[0] ?? "", /^failure page: .*outside of .*\/chat\/: set PUG_PUBLIC_URL/)
    }).pipe(Effect.scoped, Effect.provide(HttpRelay.layer()))
  )

  it.live("refuses a certificate that browsers refuse, unless it is meant so", () =>
    Effect.gen(function* () {
      const { url } = yield* start(yield* HttpRelay.HttpAddress, { tls: SelfSignedCertificate.make() })
      const strict = yield* findingsAt(url)
      const lenient = yield* findingsAt(url, { isInsecure: true })

      assert.isTrue(strict.some(({ level, text }) => level === "failure" && text.includes("self-signed")))
      assert.isFalse(hasFailed(lenient))
      assert.isTrue(lenient.some(({ level, text }) => level === "warning" && text.includes("self-signed")))
    }).pipe(Effect.scoped, Effect.provide(HttpRelay.layer()))
  )

  it.live("says so where nothing listens, and looks no further", () =>
    Effect.gen(function* () {
      const findings = yield* findingsAt("http://localhost:1")

      assert.deepStrictEqual(
        findings.map(({ check, level }) => `${level} ${check}`),
        ["ok address", "failure connect"]
      )
    })
  )
})
