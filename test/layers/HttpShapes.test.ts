/**
 * Requests as bytes: what servers and proxies are known to understand differently is refused, answered once, and never
 * followed by an answer to what was hidden in it.
 */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { http as limits, maxBodyBytes } from "../../src/protocol/Limits.ts"
import { answersIn, exchange, exchangePieces, layer, Port } from "../support/ListeningRelay.ts"

interface Shape {
  readonly what: string
  readonly sent: ReadonlyArray<string>
  /** The status of each answer, until the server closes. */
  readonly answers: ReadonlyArray<number>
}

const lines = (...all: ReadonlyArray<string>) => `${all.join("\r\n")}\r\n`
const request = (first: string, ...headers: ReadonlyArray<string>) => lines(first, "Host: localhost", ...headers, "")
/** The last of a connection. */
const last = (first: string, ...headers: ReadonlyArray<string>) => request(first, "Connection: close", ...headers)

const hidden = request("GET /healthz HTTP/1.1")
const post = "POST /api/challenge HTTP/1.1"
const json = "Content-Type: application/json"
const body = JSON.stringify({ paramsDigest: "A".repeat(43) })

const withField = (name: string) => {
  const text = `{"${name}":{},${body.slice(1)}`
  return last(post, json, `Content-Length: ${text.length}`) + text
}

const shape = (what: string, answers: ReadonlyArray<number> | number, ...sent: ReadonlyArray<string>): Shape => ({
  what,
  answers: typeof answers === "number" ? [answers] : answers,
  sent
})

const upgrade = [
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Protocol: pug.v1"
]

const shapes: ReadonlyArray<Shape> = [
  // Smuggling: two readings of where a body ends.
  shape(
    "a length beside chunks",
    400,
    request(post, json, "Content-Length: 5", "Transfer-Encoding: chunked"),
    `0\r\n\r\n${hidden}`
  ),
  shape(
    "chunks beside a length",
    400,
    request(post, json, "Transfer-Encoding: chunked", "Content-Length: 5"),
    `0\r\n\r\n${hidden}`
  ),
  shape("two lengths", 400, request(post, json, "Content-Length: 0", `Content-Length: ${hidden.length}`) + hidden),
  shape("one length twice", 400, request(post, json, "Content-Length: 5", "Content-Length: 5") + "12345"),
  shape("a list of lengths", 400, request(post, json, "Content-Length: 5, 5") + "12345"),
  shape("a length with a sign", 400, request(post, json, "Content-Length: +5") + "12345"),
  shape("a length below zero", 400, request(post, json, "Content-Length: -5") + "12345"),
  shape("a length in hexadecimal", 400, request(post, json, "Content-Length: 0x5") + "12345"),
  shape("a length past every number", 400, request(post, json, "Content-Length: 18446744073709551617")),
  shape("chunks that are not the last coding", 400, request(post, json, "Transfer-Encoding: chunked, gzip") + hidden),
  shape("a coding that is almost chunked", 400, request(post, json, "Transfer-Encoding: xchunked") + hidden),
  shape(
    "chunked twice",
    400,
    request(post, json, "Transfer-Encoding: chunked", "Transfer-Encoding: chunked, x") + hidden
  ),
  shape("a chunk without a size", 400, request(post, json, "Transfer-Encoding: chunked") + "\r\n\r\n"),
  shape("a chunk size with a sign", 400, request(post, json, "Transfer-Encoding: chunked") + "-1\r\n\r\n"),
  shape(
    "a chunk that is longer than its size",
    400,
    request(post, json, "Transfer-Encoding: chunked") + "1\r\nabc\r\n0\r\n\r\n"
  ),
  shape(
    "a chunk that ends in a bare line feed",
    400,
    request(post, json, "Transfer-Encoding: chunked") + "1\na\n0\n\n"
  ),
  shape(
    "chunk extensions past their limit",
    413,
    request(post, json, "Transfer-Encoding: chunked") + `1;${"x".repeat(20_000)}\r\na\r\n0\r\n\r\n`
  ),
  shape(
    "chunks past the limit of a body",
    413,
    last(post, json, "Transfer-Encoding: chunked") +
      `${(maxBodyBytes + 1).toString(16)}\r\n${"x".repeat(maxBodyBytes + 1)}\r\n0\r\n\r\n`
  ),

  // Lines.
  shape(
    "a folded line",
    400,
    lines("GET /healthz HTTP/1.1", "Host: localhost", "X-A: 1", " Transfer-Encoding: chunked", "")
  ),
  shape("a space before the colon", 400, request("GET /healthz HTTP/1.1", "Transfer-Encoding : chunked")),
  shape("a name with a space in it", 400, request("GET /healthz HTTP/1.1", "X A: 1")),
  shape("a line without a colon", 400, request("GET /healthz HTTP/1.1", "X-A")),
  shape("bare line feeds", 400, "GET /healthz HTTP/1.1\nHost: localhost\n\n"),
  shape("a bare carriage return", 400, request("GET /healthz HTTP/1.1", "X-A: 1\rX-B: 2")),
  shape("a zero byte in a header", 400, request("GET /healthz HTTP/1.1", "X-A: a\0b")),
  shape(
    "a header line past the limit",
    431,
    request("GET /healthz HTTP/1.1", `X-A: ${"a".repeat(limits.maxHeaderBytes)}`)
  ),
  shape("an address past the limit", 431, request(`GET /${"a".repeat(limits.maxHeaderBytes)} HTTP/1.1`)),
  shape(
    "as many header lines as may be",
    200,
    last("GET /healthz HTTP/1.1", ...Array(limits.maxHeadersCount - 2).fill("X-A: 1"))
  ),
  shape(
    "one header line more",
    431,
    last("GET /healthz HTTP/1.1", ...Array(limits.maxHeadersCount - 1).fill("X-A: 1"))
  ),
  shape(
    "a Host behind more header lines than may be",
    431,
    lines(
      "GET /healthz HTTP/1.1",
      "Connection: close",
      ...Array(limits.maxHeadersCount * 2).fill("X-A: 1"),
      "Host: localhost",
      ""
    )
  ),

  // Whom and how.
  shape("no Host", 400, lines("GET /healthz HTTP/1.1", "Connection: close", "")),
  shape("two Hosts", 400, last("GET /healthz HTTP/1.1", "Host: evil.example")),
  shape("HTTP/1.0, which knew no Host", 200, lines("GET /healthz HTTP/1.0", "")),
  shape("the preface of HTTP/2", 400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  shape("an unknown version", 400, request("GET /healthz HTTP/9.9")),
  shape("an unknown method", 400, request("FETCH /healthz HTTP/1.1")),
  shape("a method in small letters", 400, request("get /healthz HTTP/1.1")),
  shape("TLS where HTTP is spoken", 400, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
  shape("an address in absolute form, whose path counts", 200, last("GET http://evil.example/healthz HTTP/1.1")),
  shape("no state by GET", 405, last("GET /api/rooms HTTP/1.1")),
  shape("TRACE, which would give headers back", 404, last("TRACE / HTTP/1.1", "X-Secret: 1")),
  shape("CONNECT, which would make a proxy of it", [], request("CONNECT evil.example:443 HTTP/1.1")),
  shape("OPTIONS of everything", 404, last("OPTIONS * HTTP/1.1")),

  // Bodies.
  shape("a body that is no JSON by its type", 415, last(post, "Content-Length: 2") + "{}"),
  shape("a body in time", 200, last(post, json, `Content-Length: ${body.length}`) + body),
  shape(
    "a body that asks first",
    [100, 200],
    last(post, json, `Content-Length: ${body.length}`, "Expect: 100-continue"),
    body
  ),
  shape(
    "a body that asks first and is too long",
    413,
    last(post, json, "Content-Length: 99999", "Expect: 100-continue")
  ),
  shape("another expectation", 417, last(post, json, "Content-Length: 2", "Expect: a-miracle") + "{}"),
  shape(
    "a GET with a body, and what follows it",
    [200, 200],
    request("GET /healthz HTTP/1.1", "Content-Length: 5") + "12345" + last("GET /readyz HTTP/1.1")
  ),
  shape(
    "requests behind each other",
    [200, 404, 200],
    hidden + request("GET /nowhere HTTP/1.1") + last("GET /readyz HTTP/1.1")
  ),
  shape("an answer behind which nothing is read any more", 200, last("GET /healthz HTTP/1.1") + hidden),

  // Names that objects have by themselves.
  ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"].flatMap((name) => [
    shape(`a header named ${name}`, 200, last("GET /healthz HTTP/1.1", `${name}: x`)),
    shape(
      `a header named ${name} at the handshake`,
      400,
      request("GET /ws HTTP/1.1", ...upgrade.slice(0, 4), `${name}: x`)
    ),
    shape(`a field named ${name}`, 400, withField(name))
  ]),

  // The handshake.
  shape("a handshake with a body", 400, request("GET /ws HTTP/1.1", ...upgrade, "Content-Length: 5") + "12345"),
  shape("a handshake whose body is to come", 400, request("GET /ws HTTP/1.1", ...upgrade, "Content-Length: 5")),
  shape("a handshake with chunks", 400, request("GET /ws HTTP/1.1", ...upgrade, "Transfer-Encoding: chunked")),
  shape("frames before the handshake is over", 400, request("GET /ws HTTP/1.1", ...upgrade) + "\x81\x80\0\0\0\0"),
  shape("a request behind a handshake", 400, request("GET /ws HTTP/1.1", ...upgrade) + hidden),
  shape(
    "a request behind another upgrade",
    400,
    request("GET /healthz HTTP/1.1", "Connection: Upgrade", "Upgrade: h2c") + hidden
  ),
  shape("a handshake by POST", 404, request("POST /ws HTTP/1.1", ...upgrade)),
  shape("a handshake with two Hosts", 400, request("GET /ws HTTP/1.1", "Host: evil.example", ...upgrade)),
  shape("a handshake without Host", 400, lines("GET /ws HTTP/1.1", ...upgrade, "")),
  shape("two protocols to upgrade to", 426, request("GET /ws HTTP/1.1", ...upgrade, "Upgrade: h2c")),
  shape("a handshake at a longer path", 404, request("GET /ws/ HTTP/1.1", ...upgrade)),
  shape("a handshake at a path in capitals", 404, request("GET /WS HTTP/1.1", ...upgrade))
]

it.layer(layer(), { excludeTestServices: true })("a request with", (it) => {
  it.effect.each(shapes)("$what", ({ answers, sent }) =>
    Effect.gen(function* () {
      const port = yield* Port

      const bytes = yield* Effect.promise(() => exchangePieces(sent, port))

      const found = answersIn(bytes)
      assert.deepStrictEqual(
        found.map(({ status }) => status),
        answers
      )
      for (const { headers, status } of found.filter(({ status }) => status >= 200)) {
        assert.include(headers["content-security-policy"], "default-src 'none'", `${status}`)
        assert.strictEqual(headers["x-content-type-options"], "nosniff")
        assert.strictEqual(headers["strict-transport-security"], "max-age=63072000; includeSubDomains")
        assert.notProperty(headers, "server")
      }
      assert.notInclude(bytes, "X-Secret")
      assert.match(yield* Effect.promise(() => exchange(last("GET /healthz HTTP/1.1"), port)), /^HTTP\/1\.1 200 /)
    })
  )
})
