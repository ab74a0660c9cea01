/** Whom a request counts for by its headers, and what the operator is told of proxies that the relay was not told of. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Option } from "effect"
import { HttpServerRequest } from "effect/http"
import { lines, type LogLine } from "../../src/layers/RelayLog.ts"
import * as InMemoryAdmission from "../../src/layers/InMemoryAdmission.ts"
import * as RequestSource from "../../src/layers/RequestSource.ts"
import { defaultSettings, RelayConfig } from "../../src/services/RelayConfig.ts"
import { Admission } from "../../src/services/Admission.ts"
import * as LogRecorder from "../support/LogRecorder.ts"

type RequestHeaders = Readonly<Record<string, string>>

/** By addresses for the sources, in order of the requests, and the lines that were logged. */
const outcomes = (requests: ReadonlyArray<readonly [peer: string | undefined, headers: RequestHeaders]>) =>
  Effect.gen(function* () {
    const sourceOf = yield* RequestSource.make
    const admission = yield* Admission
    const known = ["127.0.0.1", "10.0.0.1", "198.51.100.7", "203.0.113.9"]
    const counted: Array<string | undefined> = []
    for (const [remoteAddress, headers] of requests) {
      const request = HttpServerRequest.fromWeb(new Request("http://localhost/", { headers }))
      const source = yield* sourceOf(request.modify({ remoteAddress: Option.fromUndefinedOr(remoteAddress) }))
      counted.push(known.find((address) => admission.sourceOf(address) === source))
    }
    return { counted, logged: yield* LogRecorder.LogLines }
  })

const test = (
  what: string,
  trusted: ReadonlyArray<string>,
  requests: ReadonlyArray<readonly [string | undefined, RequestHeaders]>,
  expected: { readonly counted: ReadonlyArray<string | undefined>; readonly logged: ReadonlyArray<LogLine> }
) =>
  it.effect(what, () =>
    Effect.gen(function* () {
      const { counted, logged } = yield* outcomes(requests)

      assert.deepStrictEqual(counted, expected.counted)
      assert.lengthOf(logged, expected.logged.length)
      for (const [index, line] of expected.logged.entries()) assert.include(logged[index], lines[line][1])
      // The words of a request are not part of a line.
      assert.notMatch(logged.join("\n"), /198\.51|203\.0|10\.0\.0/)
    }).pipe(
      Effect.provide(
        InMemoryAdmission.layer.pipe(
          Layer.provideMerge(Layer.succeed(RelayConfig, { ...defaultSettings, trustedProxies: trusted })),
          Layer.provideMerge(LogRecorder.layer)
        )
      )
    )
  )

const from = (header: string, value: string): RequestHeaders => ({ [header]: value })
const spoof = from("x-forwarded-for", "203.0.113.9")

describe("a request with forwarding headers", () => {
  test(
    "counts for its peer while no proxy is trusted, and that is told once",
    [],
    [
      ["198.51.100.7", spoof],
      ["198.51.100.7", from("forwarded", "for=203.0.113.9")],
      ["10.0.0.1", spoof]
    ],
    { counted: ["198.51.100.7", "198.51.100.7", "10.0.0.1"], logged: ["unconfigured-proxy"] }
  )

  for (const header of ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"]) {
    test(`is told of if it has ${header}`, [], [["127.0.0.1", from(header, "203.0.113.9")]], {
      counted: ["127.0.0.1"],
      logged: ["unconfigured-proxy"]
    })
  }

  test("is told of if its peer is another proxy than the one that is trusted", ["127.0.0.1"], [["10.0.0.1", spoof]], {
    counted: ["10.0.0.1"],
    logged: ["unconfigured-proxy"]
  })

  test(
    "counts for whom a trusted proxy names, without a word",
    ["127.0.0.1"],
    [["127.0.0.1", { "x-forwarded-for": "198.51.100.7", "x-forwarded-proto": "https" }]],
    { counted: ["198.51.100.7"], logged: [] }
  )

  test(
    "counts for whom the proxy names, whatever Forwarded it has passed on",
    ["127.0.0.1"],
    [["127.0.0.1", { "x-forwarded-for": "198.51.100.7", forwarded: "for=203.0.113.9" }]],
    { counted: ["198.51.100.7"], logged: [] }
  )

  test(
    "counts for a trusted proxy that says Forwarded alone, and that is told once",
    ["127.0.0.1"],
    [
      ["127.0.0.1", from("forwarded", "for=203.0.113.9")],
      ["127.0.0.1", from("forwarded", "for=198.51.100.7")]
    ],
    { counted: ["127.0.0.1", "127.0.0.1"], logged: ["unread-proxy"] }
  )

  test("counts for nobody through an onion, and is not told of", ["127.0.0.1"], [[undefined, spoof]], {
    counted: [undefined],
    logged: []
  })
})

it.effect("a request without forwarding headers is not told of", () =>
  Effect.gen(function* () {
    assert.deepStrictEqual((yield* outcomes([["198.51.100.7", {}]])).logged, [])
  }).pipe(Effect.provide(InMemoryAdmission.layer.pipe(Layer.provideMerge(LogRecorder.layer))))
)
