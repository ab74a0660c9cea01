/**
 * What every response of the relay carries, which page is served where, and that a host's own responses stay its own.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { HttpRouter, HttpServerResponse } from "effect/http"
import { headers as sent } from "../../src/layers/SecurityHeaders.ts"
import * as HttpRelay from "../support/HttpRelay.ts"
import { fetchFrom, post, requestFrom } from "../support/HttpRelay.ts"

const room = "/r/AAAAAAAAAAAAAAAAAAAAAA"

const always: Readonly<Record<string, RegExp>> = {
  "content-security-policy":
    /^default-src 'none'; .*script-src 'self'.*frame-ancestors 'none'.*require-trusted-types-for 'script'/,
  "cross-origin-embedder-policy": /^require-corp$/,
  "cross-origin-opener-policy": /^same-origin$/,
  "cross-origin-resource-policy": /^same-origin$/,
  "permissions-policy": /camera=\(\)/,
  "referrer-policy": /^no-referrer$/,
  "x-content-type-options": /^nosniff$/
}

const assertOurs = (answer: HttpRelay.Answer, what: string) => {
  for (const [name, value] of Object.entries(always)) {
    assert.match(answer.headers.get(name) ?? "", value, `${name} of ${what}`)
  }
  for (const name of ["server", "x-powered-by", "set-cookie", "location", "refresh"]) {
    assert.isNull(answer.headers.get(name), `${name} of ${what}`)
  }
}

/** Of the program, whose server is its own, on top. */
const hsts = "strict-transport-security"
const assertOursAlone = (answer: HttpRelay.Answer, what: string) => {
  assertOurs(answer, what)
  assert.strictEqual(answer.headers.get(hsts), "max-age=63072000; includeSubDomains", what)
}

const relay = Effect.provide(HttpRelay.layer())

describe("every response", () => {
  it.effect("carries the security headers, errors too", () =>
    Effect.gen(function* () {
      const gets = ["/", room, "/r/", "/healthz", "/readyz", "/api/openapi.json", "/api/rooms", "/api/x", "/ws", "/x"]
      for (const path of gets) assertOursAlone(yield* fetchFrom(path), path)
      assertOursAlone(yield* post("/api/rooms", "{"), "400")
      assertOursAlone(yield* post("/api/rooms", "x".repeat(5_000)), "413")
      assertOursAlone(yield* post("/api/rooms", "{}", { "content-type": "text/plain" }), "415")
      assertOursAlone(yield* post("/x", "{}"), "POST 404")
      assertOursAlone(yield* fetchFrom("/", { method: "HEAD" }), "HEAD")
    }).pipe(relay)
  )

  it.effect("carries them where no route is reached", () =>
    Effect.gen(function* () {
      const requests = [
        ["GET", "/r/%zz"],
        ["HEAD", "/ws"],
        ["PROPFIND", "/"],
        ["PROPFIND", room],
        ["OPTIONS", "/ws"],
        // Not by fetch, which forbids it.
        ["TRACE", "/"]
      ] as const
      for (const [method, path] of requests) {
        const answer = yield* requestFrom(method, path)
        assertOursAlone(answer, `${method} ${path}`)
        assert.isAtLeast(answer.status, 400, `${method} ${path}`)
      }
    }).pipe(relay)
  )

  it.effect("that is not a file of the build is stored by nobody", () =>
    Effect.gen(function* () {
      for (const path of ["/", room, "/healthz", "/readyz", "/api/rooms", "/api/x", "/x"]) {
        assert.strictEqual((yield* fetchFrom(path)).headers.get("cache-control"), "no-store", path)
      }
      assert.strictEqual((yield* post("/api/rooms", "{")).headers.get("cache-control"), "no-store")
    }).pipe(relay)
  )
})

describe("the page for frames", () => {
  const origins = ["https://club.example", "http://[::1]:8080"]

  it.effect("is not there as long as the operator has named no site", () =>
    Effect.gen(function* () {
      const answer = yield* fetchFrom("/embed")

      assert.strictEqual(answer.status, 404)
      assertOursAlone(answer, "/embed")
    }).pipe(relay)
  )

  it.effect("is for the frames of the named sites alone, and all other pages for none", () =>
    Effect.gen(function* () {
      const { headers, status, text } = yield* fetchFrom("/embed")
      const home = yield* fetchFrom("/")

      assert.strictEqual(status, 200)
      assert.include(text, "<html data-framed")
      assert.include(headers.get("content-security-policy") ?? "", `; frame-ancestors ${origins.join(" ")}; `)
      assert.isNull(headers.get("x-frame-options"))
      assert.strictEqual(headers.get("x-robots-tag"), "noindex, nofollow")
      assert.strictEqual(headers.get("cross-origin-resource-policy"), "cross-origin")
      const changed = ["content-security-policy", "cross-origin-resource-policy", "x-frame-options"]
      const kept = Object.keys(sent).filter((name) => !changed.includes(name))
      assert.deepStrictEqual(
        kept.map((name) => headers.get(name)),
        kept.map((name) => home.headers.get(name))
      )
      for (const path of ["/", room, "/embed/x", "/healthz"]) {
        const answer = yield* fetchFrom(path)
        assertOurs(answer, path)
      }
      assert.strictEqual(home.headers.get("x-frame-options"), "DENY")
      assert.notInclude(home.text, "data-framed")
    }).pipe(Effect.provide(HttpRelay.layer({ settings: { embedOrigins: origins } })))
  )
})

describe("the page", () => {
  it.effect(
    "is one and the same at / and at every room, which search engines are kept from by header and by page",
    () =>
      Effect.gen(function* () {
        const home = yield* fetchFrom("/")
        const page = yield* fetchFrom(room)
        const robots = `<meta name="robots" content="noindex, nofollow" />`

        assert.strictEqual(home.status, 200)
        assert.match(home.headers.get("content-type") ?? "", /^text\/html; charset=utf-8$/)
        assert.isNull(home.headers.get("x-robots-tag"))
        assert.notInclude(home.text, "robots")
        assert.include(page.text, robots)
        assert.strictEqual(page.text.replace(robots, "").replace(/\s+/g, " "), home.text.replace(/\s+/g, " "))
        assert.strictEqual(page.headers.get("x-robots-tag"), "noindex, nofollow")
        assert.strictEqual(
          (yield* fetchFrom("/r/anything at all/deeper")).headers.get("x-robots-tag"),
          "noindex, nofollow"
        )
      }).pipe(relay)
  )

  it.effect("loads files with a hash in their name, which may be kept for ever", () =>
    Effect.gen(function* () {
      const { text } = yield* fetchFrom("/")
      const files = [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? "")

      assert.isAbove(files.length, 0)
      for (const path of files) {
        const file = yield* fetchFrom(path)
        assert.strictEqual(file.status, 200, path)
        assert.strictEqual(file.headers.get("cache-control"), "public, max-age=31536000, immutable")
        assert.match(path, /-[A-Za-z0-9_-]{8}\.(js|css)$/)
        assertOurs(file, path)
      }
    }).pipe(relay)
  )

  it.effect("sends files in Brotli to who takes it, and only then", () =>
    Effect.gen(function* () {
      const { text } = yield* fetchFrom("/")
      const [, script = ""] = /src="(\/assets\/[^"]+\.js)"/.exec(text) ?? []
      const encodingFor = (accepted: string) =>
        Effect.map(fetchFrom(script, { headers: { "accept-encoding": accepted } }), ({ headers }) =>
          headers.get("content-encoding")
        )

      for (const accepted of ["br", "gzip, BR", "gzip;q=0.5, br;q=0.001", "br ; q=1"]) {
        assert.strictEqual(yield* encodingFor(accepted), "br", accepted)
      }
      for (const accepted of ["br;q=0", "gzip, br; Q=0.000", "gzip", "x-br", "gzip;br=1"]) {
        assert.isNull(yield* encodingFor(accepted), accepted)
      }
    }).pipe(relay)
  )

  it.effect("gives away no file outside the build", () =>
    Effect.gen(function* () {
      for (const path of [
        "/assets/../../package.json",
        "/assets/%2e%2e/%2e%2e/package.json",
        "/package.json",
        "/.env"
      ]) {
        assert.strictEqual((yield* fetchFrom(path)).status, 404, path)
      }
    }).pipe(relay)
  )
})

describe("a relay under a prefix", () => {
  const host = Layer.merge(
    HttpRouter.add("GET", "/", HttpServerResponse.text("the host")),
    HttpRouter.add("GET", "/api/rooms", HttpServerResponse.text("rooms of the host"))
  )
  const mounted = Effect.provide(HttpRelay.layer({ prefix: "/chat", host }))

  it.effect("answers there as it does at the root", () =>
    Effect.gen(function* () {
      const page = yield* fetchFrom(`/chat${room}`)
      const [, script = ""] = /src="([^"]+)"/.exec(page.text) ?? []

      assert.strictEqual(page.status, 200)
      assert.match(script, /^\/chat\/assets\//)
      assert.strictEqual((yield* fetchFrom(script)).status, 200)
      assert.strictEqual((yield* fetchFrom("/chat/healthz")).status, 200)
      assert.strictEqual((yield* post("/chat/api/challenge", {})).json["path"], "paramsDigest")
      assert.strictEqual((yield* fetchFrom("/chat/api/rooms")).json["code"], "method-not-allowed")
      assert.strictEqual((yield* fetchFrom("/chat/api/x")).json["code"], "not-found")
      assert.strictEqual((yield* fetchFrom("/chat/ws")).status, 426)
      assertOurs(yield* fetchFrom("/chat/api/x"), "/chat/api/x")
      assertOurs(yield* fetchFrom("/chat/ws"), "/chat/ws")
    }).pipe(mounted)
  )

  it.effect("does not bind the host's domain to HTTPS", () =>
    Effect.gen(function* () {
      for (const path of [`/chat${room}`, "/chat/api/x", "/chat/ws", "/chat/healthz", "/chat/r/%zz", "/"]) {
        assert.isNull((yield* fetchFrom(path)).headers.get(hsts), path)
      }
    }).pipe(mounted)
  )

  it.effect("leaves the host's responses and uploads as they were", () =>
    Effect.gen(function* () {
      const page = yield* fetchFrom("/")

      assert.strictEqual(page.text, "the host")
      for (const name of Object.keys(always)) assert.isNull(page.headers.get(name), name)
      assert.strictEqual((yield* fetchFrom("/api/rooms")).text, "rooms of the host")
      assert.strictEqual((yield* fetchFrom("/ws")).status, 404)
    }).pipe(mounted)
  )
})

describe("a relay whose public address has a path", () => {
  it.effect("stands at that path and nowhere else", () =>
    Effect.gen(function* () {
      const page = yield* fetchFrom(`/chat${room}`)
      const [, script = ""] = /src="([^"]+)"/.exec(page.text) ?? []

      assert.match(script, /^\/chat\/assets\//)
      for (const path of [script, "/chat", "/chat/", "/chat/healthz"]) {
        assert.strictEqual((yield* fetchFrom(path)).status, 200, path)
      }
      for (const path of ["/", room, "/healthz", "/chatter", "/chat/x"]) {
        const answer = yield* fetchFrom(path)
        assert.strictEqual(answer.status, 404, path)
        assertOursAlone(answer, path)
      }
    }).pipe(Effect.provide(HttpRelay.layer({ settings: { publicUrl: "https://pug.example/chat" } })))
  )
})
