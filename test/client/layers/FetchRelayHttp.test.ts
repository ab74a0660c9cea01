/** The two API calls over real HTTP: what is sent, what is understood, and what every other answer becomes. */
import { createServer, type Server } from "node:http"
import { assert, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import * as FetchRelayHttp from "../../../src/client/layers/FetchRelayHttp.ts"
import { RelayHttp } from "../../../src/client/services/RelayHttp.ts"
import { bytesOf, link } from "../support/ScriptedRelay.ts"

interface Answer {
  readonly status: number
  readonly body: string
}

interface Heard {
  path: string
  headers: Readonly<Record<string, unknown>>
  body: string
}

/** A server that answers everything with one answer and keeps the last request. */
const serve = (answer: Answer) =>
  Effect.acquireRelease(
    Effect.callback<{ readonly url: string; readonly heard: Heard; readonly server: Server }>((resume) => {
      const heard: Heard = { path: "", headers: {}, body: "" }
      const server = createServer((request, response) => {
        heard.path = `${request.method} ${request.url}`
        heard.headers = request.headers
        request.on("data", (chunk: Buffer) => (heard.body += chunk.toString()))
        request.on("end", () => response.writeHead(answer.status, { location: "/elsewhere" }).end(answer.body))
      })
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        const port = typeof address === "object" ? address?.port : undefined
        resume(Effect.succeed({ url: `http://127.0.0.1:${port}/chat`, heard, server }))
      })
    }),
    ({ server }) => Effect.sync(() => server.close())
  )

const challenge = { token: "t".repeat(120), bits: 18, expiresInMillis: 120_000 }

const askChallenge = (url: string) =>
  RelayHttp.use((http) => Effect.result(http.challenge(url, bytesOf(32, 0)))).pipe(Effect.provide(FetchRelayHttp.layer))

it.live("asks for a challenge below the relay's path, without cookies or referrer", () =>
  Effect.gen(function* () {
    const { url, heard } = yield* serve({ status: 200, body: JSON.stringify(challenge) })

    const answer = yield* askChallenge(url)

    assert.deepStrictEqual(Result.getOrThrow(answer), challenge)
    assert.strictEqual(heard.path, "POST /chat/api/challenge")
    assert.strictEqual(heard.body, `{"paramsDigest":"${"A".repeat(43)}"}`)
    assert.strictEqual(heard.headers["content-type"], "application/json")
    assert.isUndefined(heard.headers["cookie"])
    assert.isUndefined(heard.headers["referer"])
  }).pipe(Effect.scoped)
)

it.live("creates a room with everything that the work was bound to", () =>
  Effect.gen(function* () {
    const created = { roomId: link.roomId, remainingMillis: 60_000, capacity: 5 }
    const { url, heard } = yield* serve({ status: 201, body: JSON.stringify(created) })
    const verifiers = { joinVerifier: bytesOf(32, 0), creatorVerifier: bytesOf(32, 0) }

    const answer = yield* RelayHttp.use((http) =>
      http.createRoom(url, { token: challenge.token, nonce: 7, ttlSeconds: 60, capacity: 5, ...verifiers })
    ).pipe(Effect.provide(FetchRelayHttp.layer))

    assert.deepStrictEqual(answer, created)
    assert.strictEqual(heard.path, "POST /chat/api/rooms")
    assert.deepStrictEqual(JSON.parse(heard.body), {
      token: challenge.token,
      nonce: 7,
      ttlSeconds: 60,
      capacity: 5,
      joinVerifier: "A".repeat(43),
      creatorVerifier: "A".repeat(43)
    })
  }).pipe(Effect.scoped)
)

for (const [title, answer, code] of [
  ["a problem as what it says", { status: 503, body: '{"status":503,"code":"busy"}' }, "busy"],
  ["a page as no relay", { status: 200, body: "<html></html>" }, "unexpected-answer"],
  ["another JSON as no relay", { status: 200, body: "{}" }, "unexpected-answer"],
  ["an error page as no relay", { status: 502, body: "Bad gateway" }, "unexpected-answer"],
  ["a redirect as unreachable, and does not follow it", { status: 307, body: "" }, "unreachable"]
] as const) {
  it.live(`reports ${title}`, () =>
    Effect.gen(function* () {
      const { url } = yield* serve(answer)

      const refused = yield* askChallenge(url)

      assert.strictEqual(Result.isFailure(refused) && refused.failure.code, code)
    }).pipe(Effect.scoped)
  )
}

it.live("reports a relay that is not there as unreachable", () =>
  Effect.gen(function* () {
    const { url } = yield* Effect.scoped(serve({ status: 200, body: "" }))

    const refused = yield* askChallenge(url)

    assert.strictEqual(Result.isFailure(refused) && refused.failure.code, "unreachable")
  })
)
