/** What the doctor makes of certificates, redirects and ports that are not what they should be: real ones, on loopback. */
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Effect } from "effect"
import { once } from "node:events"
import { createServer as createHttp, type RequestListener } from "node:http"
import { createServer as createHttps } from "node:https"
import type { AddressInfo, Server } from "node:net"
import { examine } from "../../src/doctor/Doctor.ts"
import type { TlsFacts } from "../../src/doctor/Observation.ts"
import { parse } from "../../src/doctor/Target.ts"
import { http2Finding, tlsFindings } from "../../src/doctor/TransportChecks.ts"
import * as SelfSignedCertificate from "../support/SelfSignedCertificate.ts"

/** The port of a server that is there as long as the test. */
const portOf = <S extends Server & { closeAllConnections(): void }>(make: () => S) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const server = make()
      await once(server.listen(0), "listening")
      return server
    }),
    (server) =>
      Effect.sync(() => {
        server.close()
        server.closeAllConnections()
      })
    // A server on TCP has a port.
  ).pipe(Effect.map((server) => (server.address() as AddressInfo).port))

const nothing: RequestListener = (_request, response) => void response.writeHead(404).end()

/** What the doctor says under one heading of an address that has nothing but this. */
const findings = Effect.fnUntraced(function* (check: string, url: string, httpPort?: number) {
  const target = parse(url)
  assert.isDefined(target)
  const all = yield* examine({ target, isInsecure: false, isPatient: false, httpPort })
  return all.filter((finding) => finding.check === check).map(({ level, text }) => `${level}: ${text}`)
})

const dayMillis = 86_400_000

/** The last second of a certificate that ends in so many days, as ASN.1 writes it. */
const inDays = (days: number) =>
  Effect.map(DateTime.now, (now) =>
    DateTime.formatIso(DateTime.add(now, { hours: days * 24 })).replaceAll(/^20|[-:T]|\.\d+/g, "")
  )

describe("a certificate", () => {
  it.live.each([
    ["that has expired", { days: -1 }, /^failure: The certificate has expired/],
    ["that ends soon", { days: 5.5 }, /^warning: The certificate ends in 5 days/],
    ["of another name", { days: 90, name: "chat.example.org" }, /^failure: The certificate is for another host name/],
    ["that it has signed itself", { days: 90 }, /^failure: The certificate is self-signed/]
  ] as const)("%s is told, with what to do", ([, { days, ...wish }, expected]) =>
    Effect.gen(function* () {
      const until = yield* inDays(days)
      const port = yield* portOf(() => createHttps(SelfSignedCertificate.make({ ...wish, until }), nothing))

      const found = yield* findings("tls", `https://localhost:${port}`)

      assert.isTrue(
        found.some((line) => expected.test(line)),
        found.join("\n")
      )
    }).pipe(Effect.scoped)
  )

  const good: TlsFacts = {
    chainFault: undefined,
    isForHost: true,
    validToMillis: 90 * dayMillis,
    version: "TLSv1.3",
    application: "h2"
  }

  it.each([
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", /fullchain\.pem/],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", /fullchain\.pem/],
    ["CERT_HAS_EXPIRED", /a certificate in it has expired/],
    ["CERT_REVOKED", /not trusted \(CERT_REVOKED\)/]
  ])("whose chain ends with %s is told by what is wrong", (chainFault, text) => {
    const [chain, ...others] = tlsFindings({ ...good, chainFault }, 0, false)

    assert.strictEqual(chain?.level, "failure")
    assert.match(chain?.text ?? "", text)
    assert.deepStrictEqual(
      others.map(({ level }) => level),
      ["ok", "ok"]
    )
  })
})

describe("an address", () => {
  it.live("of https at a port of http is told", () =>
    Effect.gen(function* () {
      const port = yield* portOf(() => createHttp(nothing))

      const [found] = yield* findings("connect", `https://localhost:${port}`)

      assert.match(found ?? "", /^failure: .*does https meet a port of http/)
    }).pipe(Effect.scoped)
  )

  it.live("of http at a port of https is told", () =>
    Effect.gen(function* () {
      const port = yield* portOf(() => createHttps(SelfSignedCertificate.make(), nothing))

      const [found] = yield* findings("connect", `http://localhost:${port}`)

      assert.match(found ?? "", /^failure: .*(does https meet a port of http|or the reverse)/)
    }).pipe(Effect.scoped)
  )
})

describe("plain HTTP", () => {
  const answering = (status: number, location?: (path: string) => string): RequestListener =>
    function (request, response) {
      response.writeHead(status, location === undefined ? {} : { location: location(request.url ?? "/") }).end()
    }

  it.live.each([
    [
      "that goes to the same address",
      (port: number) => answering(308, (path) => `https://localhost:${port}${path}`),
      /^ok: /
    ],
    ["that answers for itself", () => answering(200), /^failure: Plain HTTP answers 200 .*return 308/],
    ["that goes to plain HTTP", () => answering(308, (path) => `http://localhost${path}`), /^failure: /],
    [
      "that loses the path",
      (port: number) => answering(308, () => `https://localhost:${port}/`),
      /^warning: .*\$request_uri/
    ],
    [
      "that goes for now",
      (port: number) => answering(302, (path) => `https://localhost:${port}${path}`),
      /^warning: .*use 308/
    ]
  ] as const)("%s is told so", ([, answer, expected]) =>
    Effect.gen(function* () {
      const port = yield* portOf(() => createHttps(SelfSignedCertificate.make(), nothing))
      const httpPort = yield* portOf(() => createHttp(answer(port)))

      const [found] = yield* findings("redirect", `https://localhost:${port}`, httpPort)

      assert.match(found ?? "", expected)
    }).pipe(Effect.scoped)
  )
})

describe("WebSockets within HTTP/2", () => {
  it.each([
    ["h2", { _tag: "Offered", status: 200 }, "ok", /open within HTTP\/2/],
    ["h2", { _tag: "Offered", status: 400 }, "failure", /answers 400.*h2-workaround-bogus-websocket-clients/],
    ["h2", { _tag: "Offered", status: undefined }, "failure", /answers nothing/],
    ["h2", { _tag: "NotOffered" }, "ok", /beside it over HTTP\/1\.1/],
    ["http/1.1", { _tag: "NotOffered" }, "ok", /over HTTP\/1\.1/]
  ] as const)("over %s, %o, is %s", (application, facts, level, text) => {
    const finding = http2Finding(application, facts)

    assert.strictEqual(finding.level, level)
    assert.match(finding.text, text)
  })
})
