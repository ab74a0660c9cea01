import { assert, describe, it } from "@effect/vitest"
import { refusalOf, subprotocolOf } from "../../src/layers/HandshakeRules.ts"
import { defaultSettings } from "../../src/services/RelayConfig.ts"

const good = { host: "relay.example", upgrade: "websocket", "sec-websocket-protocol": "pug.v1" }

const statusOf = (
  changes: Readonly<Record<string, string | ReadonlyArray<string> | undefined>>,
  allowedOrigins: ReadonlyArray<string> = [],
  publicUrl?: string
) => refusalOf({ ...good, ...changes }, { allowedOrigins, publicUrl, onionLocation: undefined })?.status

describe("HandshakeRules", () => {
  it("let a client in that has no Origin", () => {
    assert.isUndefined(statusOf({}))
  })

  it.each([undefined, "", "h2c", "foo", "websocket, h2c", ["websocket"]])(
    "want the upgrade to be websocket: %j",
    (upgrade) => {
      assert.strictEqual(statusOf({ upgrade }), 426)
    }
  )

  it("read the upgrade without regard to case (RFC 6455 section 4.2.1)", () => {
    assert.isUndefined(statusOf({ upgrade: "WebSocket" }))
  })

  it.each([undefined, "", ["a", "b"]])("want a Host: %j", (host) => {
    assert.strictEqual(statusOf({ host }), 400)
  })

  it.each([undefined, "", "pug.v", "PUG.V1", "pug.v1x", "pug.v99999", "chat", ["pug.v1"]])(
    "want the subprotocol: %j",
    (offered) => {
      assert.strictEqual(statusOf({ "sec-websocket-protocol": offered }), 400)
    }
  )

  it.each(["pug.v1", "pug.v2, pug.v1", "pug.v1,pug.v2", " pug.v1 ", "pug.v2"])(
    "find the subprotocol among others: %j",
    (offered) => {
      assert.isUndefined(statusOf({ "sec-websocket-protocol": offered }))
    }
  )

  it.each([
    ["pug.v2, pug.v1", "pug.v1"],
    ["chat, pug.v3, pug.v2", "pug.v3"],
    ["chat", undefined]
  ])("speak their own version if it is offered, else the first other one: %s", (offered, expected) => {
    assert.strictEqual(subprotocolOf({ "sec-websocket-protocol": offered }), expected)
  })

  it.each(["https://relay.example", "http://relay.example"])("let the relay's own pages in: %s", (origin) => {
    assert.isUndefined(statusOf({ origin }))
  })

  it.each([
    "https://evil.example",
    "https://relay.example.evil.example",
    "https://evil-relay.example",
    "https://relay.example:8443",
    "https://sub.relay.example",
    "null",
    "",
    "relay.example",
    "file://",
    "https://"
  ])("keep a foreign origin out: %j", (origin) => {
    assert.strictEqual(statusOf({ origin }), 403)
  })

  it("compare ports", () => {
    const host = "localhost:3000"

    assert.isUndefined(statusOf({ host, origin: "http://localhost:3000" }))
    assert.strictEqual(statusOf({ host, origin: "http://localhost:3001" }), 403)
    assert.strictEqual(statusOf({ host, origin: "http://localhost" }), 403)
  })

  it.each([
    ["relay.example:443", "https://relay.example"],
    ["relay.example:80", "http://relay.example"],
    ["Relay.Example", "https://relay.example"]
  ])("know the Host that a proxy spells out: %s for %s", (host, origin) => {
    assert.isUndefined(statusOf({ host, origin }))
  })

  it.each([
    ["relay.example:80", "https://relay.example"],
    ["relay.example:443", "http://relay.example"],
    ["relay.example@evil.example", "https://relay.example"],
    ["evil.example/relay.example", "https://relay.example"],
    [" ", "https://relay.example"],
    ["[", "https://relay.example"]
  ])("take no other Host for the same: %j for %s", (host, origin) => {
    assert.strictEqual(statusOf({ host, origin }), 403)
  })

  it("let allowed origins in, exactly as they were given", () => {
    const allowed = ["https://app.example"]

    assert.isUndefined(statusOf({ origin: "https://app.example" }, allowed))
    assert.strictEqual(statusOf({ origin: "http://app.example" }, allowed), 403)
    assert.strictEqual(statusOf({ origin: "https://app.example:8443" }, allowed), 403)
    assert.strictEqual(statusOf({ origin: "https://other.example" }, allowed), 403)
  })

  it("go by the public URL and not by the Host where there is one", () => {
    const publicUrl = "https://chat.example/relay"

    assert.isUndefined(statusOf({ origin: "https://chat.example" }, [], publicUrl))
    assert.strictEqual(statusOf({ origin: "http://chat.example" }, [], publicUrl), 403)
    assert.strictEqual(statusOf({ origin: "https://relay.example" }, [], publicUrl), 403)
  })

  it("let the relay's own pages in the Tor network in, beside those of the public URL and without one", () => {
    const onionLocation = "http://pug.onion/relay"
    const of = (origin: string, publicUrl?: string) =>
      refusalOf({ ...good, origin }, { allowedOrigins: [], publicUrl, onionLocation })?.status

    assert.isUndefined(of("http://pug.onion"))
    assert.isUndefined(of("http://pug.onion", "https://chat.example"))
    assert.isUndefined(of("https://chat.example", "https://chat.example"))
    assert.strictEqual(of("https://pug.onion"), 403)
    assert.strictEqual(of("http://other.onion"), 403)
  })

  it.each([{ "content-length": "1" }, { "content-length": "00" }, { "transfer-encoding": "chunked" }])(
    "let no body in, whose bytes would be taken for frames: %j",
    (changes) => {
      assert.strictEqual(statusOf(changes), 400)
      assert.isUndefined(statusOf({ "content-length": "0" }))
    }
  )

  it("say nothing in a refusal that the request had said", () => {
    const refusal = refusalOf({ ...good, origin: "https://evil.example" }, defaultSettings)

    assert.deepStrictEqual(refusal, { status: 403, message: "This origin is not allowed." })
  })
})
