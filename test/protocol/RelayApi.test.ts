/** The HTTP API as clients of other languages see it: the OpenAPI that follows from its definition. */
import { assert, describe, it } from "@effect/vitest"
import { OpenApi } from "effect/http-api"
import { CreationForbidden, InvalidBody, RelayApi, RelayBusy, TooManyRequests } from "../../src/protocol/RelayApi.ts"

const { components, info, paths } = OpenApi.fromApi(RelayApi)

const statusesOf = (path: string): ReadonlyArray<string> => Object.keys(paths[path]?.post?.responses ?? {})

/** Of a problem's schema: the texts and numbers that its fields may be. */
const valuesOf = (name: string, field: string): unknown => {
  const { properties } = Object(components.schemas[`${name}Encoded`])
  return Object(properties)[field]?.enum
}

describe("the API", () => {
  it("has two requests, each with its answers", () => {
    assert.deepStrictEqual(Object.keys(paths), ["/api/challenge", "/api/rooms"])
    assert.deepStrictEqual(statusesOf("/api/challenge"), ["200", "400", "429"])
    assert.deepStrictEqual(statusesOf("/api/rooms"), ["201", "400", "403", "429", "503"])
  })

  it("says what it is", () => {
    assert.deepInclude(info, { title: "Pug Network", version: "1" })
    assert.include(info.description, "docs/PROTOCOL.md")
    assert.deepInclude(paths["/api/challenge"]?.post, {
      operationId: "rooms.challenge",
      summary: "A proof-of-work challenge for what hashes to `paramsDigest`."
    })
    assert.deepInclude(paths["/api/rooms"]?.post, {
      operationId: "rooms.create",
      summary: "Creates a room for a solved challenge, clamped to the relay's ranges."
    })
  })

  it.each([
    ["InvalidBody", 400, "Bad Request", ["invalid-body"]],
    [
      "CreationForbidden",
      403,
      "Forbidden",
      [
        "challenge-forged",
        "challenge-expired",
        "challenge-mismatch",
        "challenge-spent",
        "insufficient-work",
        "creation-refused"
      ]
    ],
    ["TooManyRequests", 429, "Too Many Requests", ["too-many-requests"]],
    ["RelayBusy", 503, "Service Unavailable", ["busy"]]
  ])("refuses by a problem: %s", (name, status, title, codes) => {
    assert.deepStrictEqual(valuesOf(name, "type"), ["about:blank"])
    assert.deepStrictEqual(valuesOf(name, "status"), [status])
    assert.deepStrictEqual(valuesOf(name, "title"), [title])
    assert.deepStrictEqual(valuesOf(name, "code"), codes)
  })

  it("has a problem to throw for each, with its name", () => {
    assert.deepInclude(new InvalidBody({ path: "ttlSeconds" }), { _tag: "InvalidBody", path: "ttlSeconds" })
    assert.deepInclude(new CreationForbidden({ code: "challenge-spent" }), { _tag: "CreationForbidden" })
    assert.deepInclude(new TooManyRequests({ retryAfterSeconds: 3 }), { _tag: "TooManyRequests", retryAfterSeconds: 3 })
    assert.deepInclude(new RelayBusy({ retryAfterSeconds: 3 }), { _tag: "RelayBusy", retryAfterSeconds: 3 })
  })
})
