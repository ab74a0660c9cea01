/**
 * The HTTP API as its clients meet it, on a real server: PROTOCOL.md section 3, and every kind of bad input.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { createHash } from "node:crypto"
import { challengeLifetimeMillis, maxBodyBytes } from "../../src/protocol/Limits.ts"
import { createRoomLayout } from "../../src/protocol/ProofOfWork.ts"
import { Gateway } from "../../src/services/Gateway.ts"
import { PolicyRefused } from "../../src/services/Policies.ts"
import { RoomRegistry } from "../../src/services/RoomRegistry.ts"
import * as HttpRelay from "../support/HttpRelay.ts"
import { fetchFrom, post } from "../support/HttpRelay.ts"
import { makeSecrets } from "../support/RoomSecrets.ts"
import * as Solver from "../support/Solver.ts"

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url")
const { joinVerifier, creatorVerifier } = makeSecrets().parameters()
const verifiers = { joinVerifier: base64url(joinVerifier), creatorVerifier: base64url(creatorVerifier) }

const digestFor = (ttlSeconds: number, capacity: number) =>
  base64url(
    createHash("sha256").update(createRoomLayout({ ttlSeconds, capacity, joinVerifier, creatorVerifier })).digest()
  )

/** A body of POST /api/rooms that is good: its challenge is asked for and solved. */
const paidRoom = Effect.fnUntraced(function* (ttlSeconds = 3_600, capacity = 5) {
  const { json } = yield* post("/api/challenge", { paramsDigest: digestFor(ttlSeconds, capacity) })
  const work = Solver.solve({ token: String(json["token"]), bits: Number(json["bits"]) })
  return { ...work, ttlSeconds, capacity, ...verifiers }
})

/** Node asks for it where a body is a stream; the DOM's types do not know it. */
const halfDuplex = { duplex: "half" }

const roomCount = Effect.gen(function* () {
  return (yield* (yield* RoomRegistry).count).rooms
})

const assertProblem = (answer: HttpRelay.Answer, status: number, code: string) => {
  assert.strictEqual(answer.status, status, answer.text)
  assert.strictEqual(answer.json["code"], code, answer.text)
  assert.strictEqual(answer.json["status"], status)
  assert.strictEqual(answer.json["type"], "about:blank")
  assert.isString(answer.json["title"])
  assert.match(answer.headers.get("content-type") ?? "", /^application\/problem\+json/)
  assert.notMatch(answer.text, /Error:|\n\s+at |node_modules|\.[jt]s\b/)
}

const relay = Effect.provide(HttpRelay.layer())

describe("POST /api/challenge", () => {
  it.effect("answers with a token, its bits and how long it is good", () =>
    Effect.gen(function* () {
      const { status, json, headers } = yield* post("/api/challenge", { paramsDigest: digestFor(60, 2) })

      assert.strictEqual(status, 200)
      assert.match(String(json["token"]), /^[A-Za-z0-9_-]{120}$/)
      assert.deepInclude(json, { bits: 18, expiresInMillis: challengeLifetimeMillis })
      assert.hasAllKeys(json, ["token", "bits", "expiresInMillis"])
      assert.strictEqual(headers.get("cache-control"), "no-store")
      assert.isNull(headers.get("set-cookie"))
    }).pipe(Effect.provide(HttpRelay.layer({ settings: { powBits: 18 } })))
  )

  it.effect.each([
    { what: "no digest", body: {}, path: "paramsDigest" },
    { what: "a short digest", body: { paramsDigest: "AAAA" }, path: "paramsDigest" },
    { what: "a digest of another spelling", body: { paramsDigest: `${"A".repeat(42)}B` }, path: "paramsDigest" },
    { what: "a digest that is no text", body: { paramsDigest: [1] }, path: "paramsDigest" },
    { what: "an unknown field", body: { paramsDigest: digestFor(60, 2), bits: 0 }, path: "bits" }
  ])("refuses $what and names the field", ({ body, path }) =>
    Effect.gen(function* () {
      const answer = yield* post("/api/challenge", body)

      assertProblem(answer, 400, "invalid-body")
      assert.strictEqual(answer.json["path"], path)
    }).pipe(relay)
  )
})

describe("POST /api/rooms", () => {
  it.effect("creates a room for solved work", () =>
    Effect.gen(function* () {
      const { status, json } = yield* post("/api/rooms", yield* paidRoom(120, 7))

      assert.strictEqual(status, 201)
      assert.match(String(json["roomId"]), /^[A-Za-z0-9_-]{21}[AQgw]$/)
      assert.deepInclude(json, { remainingMillis: 120_000, capacity: 7 })
      assert.hasAllKeys(json, ["roomId", "remainingMillis", "capacity"])
      assert.strictEqual(yield* roomCount, 1)
    }).pipe(relay)
  )

  it.effect.each([
    [-1, -1, 60, 2],
    [0, 0, 60, 2],
    [59, 1, 60, 2],
    [60, 2, 60, 2],
    [86_400, 50, 86_400, 50],
    [86_401, 51, 86_400, 50],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 86_400, 50],
    [-Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 60, 2]
  ])("clamps lifetime and capacity %j to the relay's range", ([ttl = 0, capacity = 0, seconds = 0, seats = 0]) =>
    Effect.gen(function* () {
      const { status, json } = yield* post("/api/rooms", yield* paidRoom(ttl, capacity))

      assert.strictEqual(status, 201)
      assert.deepInclude(json, { remainingMillis: seconds * 1_000, capacity: seats })
    }).pipe(relay)
  )

  it.effect.each([
    "1.5",
    `"60"`,
    "null",
    "true",
    "[60]",
    "{}",
    "1e300",
    "-1e300",
    "9007199254740992",
    "0.1e1e1",
    "NaN"
  ])("refuses %s as a lifetime, a capacity or a nonce", (value) =>
    Effect.gen(function* () {
      const good = JSON.stringify(yield* paidRoom())

      for (const field of ["ttlSeconds", "capacity", "nonce"]) {
        const answer = yield* post("/api/rooms", good.replace(new RegExp(`("${field}":)\\d+`), `$1${value}`))

        assertProblem(answer, 400, "invalid-body")
        const isJson = !["0.1e1e1", "NaN"].includes(value)
        assert.strictEqual(answer.json["path"], isJson ? field : undefined)
      }
      assert.strictEqual(yield* roomCount, 0)
    }).pipe(relay)
  )

  it.effect.each(["ttlSeconds", "capacity", "nonce", "token", "joinVerifier", "creatorVerifier"])(
    "refuses a body without %s and names it",
    (field) =>
      Effect.gen(function* () {
        const answer = yield* post("/api/rooms", { ...(yield* paidRoom()), [field]: undefined })

        assertProblem(answer, 400, "invalid-body")
        assert.strictEqual(answer.json["path"], field)
      }).pipe(relay)
  )

  it.effect.each([
    { what: "a negative nonce", change: { nonce: -1 }, path: "nonce" },
    { what: "a short token", change: { token: "A".repeat(119) }, path: "token" },
    { what: "a long token", change: { token: "A".repeat(121) }, path: "token" },
    { what: "a token of another alphabet", change: { token: `${"A".repeat(119)}+` }, path: "token" },
    { what: "a short verifier", change: { joinVerifier: "AAAA" }, path: "joinVerifier" },
    { what: "a padded verifier", change: { creatorVerifier: `${"A".repeat(43)}=` }, path: "creatorVerifier" },
    { what: "an unknown field", change: { name: "our room" }, path: "name" },
    { what: "bits of one's own choice", change: { bits: 0 }, path: "bits" }
  ])("refuses $what, names the field and repeats nothing", ({ change, path }) =>
    Effect.gen(function* () {
      const answer = yield* post("/api/rooms", { ...(yield* paidRoom()), ...change })

      assertProblem(answer, 400, "invalid-body")
      assert.strictEqual(answer.json["path"], path)
      assert.notInclude(answer.text, "our room")
      assert.strictEqual(yield* roomCount, 0)
    }).pipe(relay)
  )

  it.effect("refuses __proto__ and constructor as fields", () =>
    Effect.gen(function* () {
      const good = JSON.stringify(yield* paidRoom())
      for (const field of [`"__proto__":{"ttlSeconds":60}`, `"constructor":{}`]) {
        assertProblem(yield* post("/api/rooms", `{${field},${good.slice(1)}`), 400, "invalid-body")
      }
    }).pipe(relay)
  )

  it.effect.each(["", " ", "{", "null", "[]", "1", `"text"`, "true", "{}x", "\u0000", "%7B%7D", "a=b"])(
    "refuses %j, which is no object of JSON",
    (body) =>
      Effect.gen(function* () {
        const answer = yield* post("/api/rooms", body)

        assertProblem(answer, 400, "invalid-body")
      }).pipe(relay)
  )

  it.effect("refuses bytes that are no UTF-8 and a depth that is absurd", () =>
    Effect.gen(function* () {
      const headers = { "content-type": "application/json" }
      const bytes = yield* fetchFrom("/api/rooms", { method: "POST", headers, body: Uint8Array.of(0xff, 0xfe, 0x7b) })

      assertProblem(bytes, 400, "invalid-body")
      assertProblem(yield* post("/api/rooms", "[".repeat(2_000) + "]".repeat(2_000)), 400, "invalid-body")
    }).pipe(relay)
  )
})

describe("the size of a body", () => {
  it.effect("is read up to its limit and refused past it", () =>
    Effect.gen(function* () {
      const good = JSON.stringify(yield* paidRoom())

      assertProblem(yield* post("/api/rooms", good.padEnd(maxBodyBytes + 1)), 413, "body-too-large")
      assertProblem(yield* post("/api/rooms", good.padEnd(1_000_000)), 413, "body-too-large")
      assert.strictEqual((yield* post("/api/rooms", good.padEnd(maxBodyBytes))).status, 201)
    }).pipe(relay)
  )

  it.effect("is refused past its limit also when nobody has said it beforehand", () =>
    Effect.gen(function* () {
      const chunks = (count: number) =>
        new ReadableStream<Uint8Array>({
          start: (controller) => {
            for (let i = 0; i < count; i++) controller.enqueue(new Uint8Array(1_024).fill(32))
            controller.close()
          }
        })
      const send = (count: number) =>
        fetchFrom("/api/rooms", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: chunks(count),
          ...halfDuplex
        })

      assertProblem(yield* send(5), 413, "body-too-large")
      assertProblem(yield* send(4), 400, "invalid-body")
    }).pipe(relay)
  )
})

describe("the type of a body", () => {
  it.effect.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/jsonx",
    "json"
  ])("is refused if it is %s", (contentType) =>
    Effect.gen(function* () {
      const answer = yield* post("/api/rooms", yield* paidRoom(), { "content-type": contentType })

      assertProblem(answer, 415, "unsupported-media-type")
      assert.strictEqual(yield* roomCount, 0)
    }).pipe(relay)
  )

  it.effect("is refused if there is none", () =>
    Effect.gen(function* () {
      const answer = yield* fetchFrom("/api/rooms", { method: "POST", body: new Uint8Array(2) })

      assertProblem(answer, 415, "unsupported-media-type")
    }).pipe(relay)
  )

  it.effect.each(["application/json", "application/json; charset=utf-8", "Application/JSON"])(
    "may be %s",
    (contentType) =>
      Effect.gen(function* () {
        assert.strictEqual((yield* post("/api/rooms", yield* paidRoom(), { "content-type": contentType })).status, 201)
      }).pipe(relay)
  )
})

describe("work that is not good", () => {
  it.effect("is refused with a code each, and nothing is stored", () =>
    Effect.gen(function* () {
      const room = yield* paidRoom()
      const forged = `${room.token.slice(0, 60)}${room.token[60] === "A" ? "B" : "A"}${room.token.slice(61)}`
      const other = yield* paidRoom(60, 2)
      const spliced = room.token.slice(0, 40) + other.token.slice(40)
      const lazy = Solver.find(room.token, (bits) => bits < 2)

      const cases: ReadonlyArray<readonly [string, object]> = [
        ["challenge-forged", { ...room, token: forged }],
        ["challenge-forged", { ...room, token: spliced }],
        ["challenge-forged", { ...room, token: "A".repeat(120) }],
        ["challenge-mismatch", { ...room, ttlSeconds: 3_601 }],
        ["challenge-mismatch", { ...room, capacity: 6 }],
        ["challenge-mismatch", { ...room, joinVerifier: verifiers.creatorVerifier }],
        ["challenge-mismatch", { ...room, creatorVerifier: verifiers.joinVerifier }],
        ["insufficient-work", { ...room, nonce: lazy.nonce }]
      ]
      for (const [code, body] of cases) assertProblem(yield* post("/api/rooms", body), 403, code)

      assert.strictEqual(yield* roomCount, 0)
      assert.strictEqual((yield* post("/api/rooms", room)).status, 201, "the challenge is still good")
    }).pipe(relay)
  )

  it.effect("is refused when it has been used, whatever came of it, and once of many at a time", () =>
    Effect.gen(function* () {
      const room = yield* paidRoom()
      const answers = yield* Effect.all(
        Array.from({ length: 10 }, () => post("/api/rooms", room)),
        { concurrency: "unbounded" }
      )

      assert.lengthOf(
        answers.filter(({ status }) => status === 201),
        1
      )
      for (const answer of answers) if (answer.status !== 201) assertProblem(answer, 403, "challenge-spent")
      assert.strictEqual(yield* roomCount, 1)
    }).pipe(relay)
  )

  it.effect("is refused when its time is over", () =>
    Effect.gen(function* () {
      const [early, late] = [yield* paidRoom(), yield* paidRoom()]

      yield* TestClock.adjust(challengeLifetimeMillis - 1)
      assert.strictEqual((yield* post("/api/rooms", early)).status, 201)
      yield* TestClock.adjust(1)

      assertProblem(yield* post("/api/rooms", late), 403, "challenge-expired")
    }).pipe(relay)
  )
})

describe("the operator", () => {
  it.effect("refuses a creation by name, seeing the headers and the wish, and the challenge stays good", () => {
    let seen: unknown
    return Effect.gen(function* () {
      const room = yield* paidRoom(60, 2)
      const answer = yield* post("/api/rooms", room, { cookie: "session=none" })

      assertProblem(answer, 403, "creation-refused")
      assert.strictEqual(answer.json["detail"], "sign-in")
      assert.deepStrictEqual(seen, { ttlSeconds: 60, capacity: 2 })
      assert.strictEqual((yield* post("/api/rooms", room, { cookie: "session=1" })).status, 201)
    }).pipe(
      Effect.provide(
        HttpRelay.layer({
          createPolicy: ({ headers, ...wish }) => {
            seen = wish
            return headers["cookie"] === "session=1" ? Effect.void : Effect.fail(new PolicyRefused({ name: "sign-in" }))
          }
        })
      )
    )
  })

  it.effect("sets how many rooms there may be: past it the answer is busy, and the work is not taken", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const { json } = yield* post("/api/rooms", yield* paidRoom())
      const second = yield* paidRoom()

      assertProblem(yield* post("/api/rooms", second), 503, "busy")
      assert.strictEqual((yield* fetchFrom("/readyz")).status, 503)
      yield* registry.end(json["roomId"] as Parameters<typeof registry.end>[0], "ended-by-operator")
      yield* TestClock.adjust(0)

      assert.strictEqual((yield* post("/api/rooms", second)).status, 201)
    }).pipe(Effect.provide(HttpRelay.layer({ settings: { maxRooms: 1 } })))
  )

  it.effect("whose policy fails by a fault of its own gets an answer that tells nothing of it", () =>
    Effect.gen(function* () {
      const answer = yield* post("/api/rooms", yield* paidRoom())

      assertProblem(answer, 500, "internal-error")
      assert.notInclude(answer.text, "secret")
      assert.strictEqual((yield* fetchFrom("/healthz")).status, 200)
    }).pipe(Effect.provide(HttpRelay.layer({ createPolicy: () => Effect.die(new Error("a secret")) })))
  )
})

describe("other paths and methods", () => {
  it.effect.each(["GET", "PUT", "PATCH", "DELETE"])("are not allowed on the API: %s", (method) =>
    Effect.gen(function* () {
      for (const path of ["/api/rooms", "/api/challenge", "/api/rooms?a=1"]) {
        const answer = yield* fetchFrom(path, { method })

        assertProblem(answer, 405, "method-not-allowed")
        assert.strictEqual(answer.headers.get("allow"), "POST")
      }
    }).pipe(relay)
  )

  it.effect.each(["/api/", "/api/room", "/api/rooms/1", "/api/roomss", "/api/openapi.yaml"])(
    "are not found: %s",
    (path) =>
      Effect.gen(function* () {
        assertProblem(yield* fetchFrom(path), 404, "not-found")
        assertProblem(yield* post(path, {}), 404, "not-found")
      }).pipe(relay)
  )
})

describe("health", () => {
  it.effect("says that the relay lives and takes rooms, until it drains", () =>
    Effect.gen(function* () {
      const gateway = yield* Gateway
      const statuses = Effect.all([fetchFrom("/healthz"), fetchFrom("/readyz")])

      const before = yield* statuses
      yield* gateway.drain
      const after = yield* statuses

      assert.deepStrictEqual(
        [...before, ...after].map(({ status, text }) => ({ status, text })),
        [
          { status: 200, text: `{"status":"ok"}` },
          { status: 200, text: `{"status":"ok"}` },
          { status: 200, text: `{"status":"ok"}` },
          { status: 503, text: `{"status":"unavailable"}` }
        ]
      )
      assertProblem(yield* post("/api/rooms", yield* paidRoom()), 503, "busy")
    }).pipe(relay)
  )
})

describe("the description of the API", () => {
  it.effect("names both calls and their answers", () =>
    Effect.gen(function* () {
      const { status, json } = yield* fetchFrom("/api/openapi.json")
      // OpenAPI's own shape.
      const paths = json["paths"] as Record<string, { post: { responses: object; requestBody: object } }>

      assert.strictEqual(status, 200)
      assert.hasAllKeys(paths, ["/api/challenge", "/api/rooms"])
      assert.containsAllKeys(paths["/api/challenge"]?.post.responses, ["200", "400"])
      assert.containsAllKeys(paths["/api/rooms"]?.post.responses, ["201", "400", "403", "503"])
    }).pipe(relay)
  )
})
