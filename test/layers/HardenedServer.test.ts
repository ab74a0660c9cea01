/**
 * The deadlines of a server and its bound of sockets, over real sockets: each deadline is short in its own test and far
 * away in all others, so that what closes a connection is the one that the test names.
 */
import { assert, describe, it, type TestContext } from "@effect/vitest"
import { once } from "node:events"
import type { RequestListener, Server } from "node:http"
import { connect, type Socket } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import * as HardenedServer from "../../src/layers/HardenedServer.ts"
import { http as limits } from "../../src/protocol/Limits.ts"
import * as SelfSignedCertificate from "../support/SelfSignedCertificate.ts"

const soonMillis = 150
const lateMillis = 600_000

/** Every deadline is late but these. */
const deadlines = (soon: Partial<HardenedServer.HttpLimits>): HardenedServer.HttpLimits => ({
  ...limits,
  handshakeTimeoutMillis: lateMillis,
  headersTimeoutMillis: lateMillis,
  requestTimeoutMillis: lateMillis,
  keepAliveTimeoutMillis: lateMillis,
  idleTimeoutMillis: lateMillis,
  connectionsCheckingIntervalMillis: 50,
  ...soon
})

type Context = Pick<TestContext, "onTestFinished">

const answerAtOnce: RequestListener = (request, response) =>
  void request.resume().on("end", () => response.end("hello"))

const listen = async (
  { onTestFinished }: Context,
  hardening: HardenedServer.Hardening,
  answer: RequestListener = answerAtOnce
) => {
  const server = HardenedServer.make(hardening).on("request", answer).listen(0)
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  await once(server, "listening")
  return server
}

/** A client of the server that never ends its side, and what it is told before the server ends its own. */
const visit = ({ onTestFinished }: Context, server: Server) => {
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  const client = connect({ port, host: "localhost", allowHalfOpen: true }).setEncoding("latin1")
  let answer = ""
  client.on("error", () => undefined).on("data", (chunk) => (answer += String(chunk)))
  onTestFinished(() => void client.destroy())
  const ended = Promise.race([once(client, "end"), once(client, "close")])
  return { client, answer: ended.then(() => answer) }
}

/** The same with a promise of the end of the server's side, for who is told nothing. */
const meet = async (context: Context, hardening: HardenedServer.Hardening, answer?: RequestListener) => {
  const server = await listen(context, hardening, answer)
  const closed = once(server, "connection").then(([socket]) => once(socket, "close"))
  return { server, closed, ...visit(context, server) }
}

/** Says something every now and then until the server ends, so that the connection is never idle. */
const dribble = async (client: Socket, text: string) => {
  while (client.readable) {
    client.write(text)
    await sleep(soonMillis / 3)
  }
}

const host = ["Host: localhost"]
const upgrade = [...host, "Connection: Upgrade"]
const request = (...lines: ReadonlyArray<string>) => [...lines, "", ""].join("\r\n")

describe.concurrent("a server cuts a client", () => {
  it("that says nothing", async (context) => {
    const { closed } = await meet(context, { limits: deadlines({ headersTimeoutMillis: soonMillis }) })

    await closed
  })

  it("that sends half a request and no more", async (context) => {
    const { client, answer } = await meet(context, { limits: deadlines({ headersTimeoutMillis: soonMillis }) })

    client.write("GET / HTTP/1.1\r\nHost: loc")

    assert.match(await answer, /^HTTP\/1\.1 408 /)
  })

  it("that sends a header now and then, for ever", async (context) => {
    const { client, answer } = await meet(context, { limits: deadlines({ headersTimeoutMillis: soonMillis }) })

    client.write("GET / HTTP/1.1\r\n")
    void dribble(client, "X: y\r\n")

    assert.match(await answer, /^HTTP\/1\.1 408 /)
  })

  it("that sends a byte of its body now and then", async (context) => {
    const soon = { headersTimeoutMillis: soonMillis, requestTimeoutMillis: soonMillis }
    const { client, answer } = await meet(context, { limits: deadlines(soon) })

    client.write(request("POST / HTTP/1.1", ...host, "Content-Length: 100000"))
    void dribble(client, "x")

    assert.match(await answer, /^HTTP\/1\.1 408 /)
  })

  it("that sends no more of its body", async (context) => {
    const soon = { headersTimeoutMillis: soonMillis, requestTimeoutMillis: soonMillis }
    const { client, answer } = await meet(context, { limits: deadlines(soon) })

    client.write(request("POST / HTTP/1.1", ...host, "Content-Length: 9"))

    assert.match(await answer, /^HTTP\/1\.1 408 /)
  })

  it("that keeps a connection after its answer and asks for nothing more", async (context) => {
    const { client, answer } = await meet(context, { limits: deadlines({ keepAliveTimeoutMillis: soonMillis }) })

    client.write(request("GET / HTTP/1.1", ...host))

    assert.match(await answer, /^HTTP\/1\.1 200 [^]*hello$/)
  })

  it("that does not read its answer", async (context) => {
    // More than the buffers of both kernels hold.
    const answer: RequestListener = (_request, response) => void response.end(Buffer.alloc(64 * 1_048_576))
    const { client, closed } = await meet(context, { limits: deadlines({ idleTimeoutMillis: soonMillis * 5 }) }, answer)

    client.pause().write(request("GET / HTTP/1.1", ...host))

    await closed
  })

  it("that says nothing where TLS is spoken", async (context) => {
    const { server, closed } = await meet(context, {
      tls: SelfSignedCertificate.make(),
      limits: deadlines({ handshakeTimeoutMillis: soonMillis })
    })

    const [error] = await once(server, "tlsClientError")

    assert.strictEqual(error.code, "ERR_TLS_HANDSHAKE_TIMEOUT")
    await closed
  })

  it("that stops in the middle of a TLS handshake", async (context) => {
    const { server, client, closed } = await meet(context, {
      tls: SelfSignedCertificate.make(),
      limits: deadlines({ handshakeTimeoutMillis: soonMillis })
    })

    // A ClientHello that announces 512 bytes and holds five.
    client.write(Buffer.from("1603010200010001fc0303", "hex"))
    const [error] = await once(server, "tlsClientError")

    assert.strictEqual(error.code, "ERR_TLS_HANDSHAKE_TIMEOUT")
    await closed
  })

  it("that asks for an upgrade, is refused and does not go", async (context) => {
    const { server, client, closed } = await meet(context, {
      limits: deadlines({ handshakeTimeoutMillis: soonMillis })
    })
    server.on("upgrade", (_request, socket) => socket.end("HTTP/1.1 403 Forbidden\r\n\r\n"))

    client.write(request("GET / HTTP/1.1", ...upgrade, "Upgrade: websocket"))

    await closed
  })

  it("that asks for an upgrade and sends no more of its body", async (context) => {
    const { server, client, closed } = await meet(context, {
      limits: deadlines({ handshakeTimeoutMillis: soonMillis })
    })
    server.on("upgrade", () => undefined)

    client.write(request("POST / HTTP/1.1", ...upgrade, "Upgrade: foo", "Content-Length: 9"))

    await closed
  })
})

describe.concurrent("a server", () => {
  it("has the deadlines of the limits, unless it is given others", async (context) => {
    const server = await listen(context, {})

    assert.strictEqual(server.headersTimeout, limits.headersTimeoutMillis)
    assert.strictEqual(server.requestTimeout, limits.requestTimeoutMillis)
    assert.strictEqual(server.keepAliveTimeout, limits.keepAliveTimeoutMillis)
    assert.strictEqual(server.timeout, limits.idleTimeoutMillis)
  })

  it("that has no routes yet asks to come again, and keeps nobody waiting", async (context) => {
    const server = HardenedServer.make({ limits: deadlines({}) }).listen(0)
    context.onTestFinished(() => void server.close())
    await once(server, "listening")

    for (const lines of [host, [...upgrade, "Upgrade: websocket"]]) {
      const early = visit(context, server)
      early.client.write(request("GET / HTTP/1.1", ...lines))

      assert.match(await early.answer, /^HTTP\/1\.1 503 .*retry-after: 1/is)
    }
  })

  it("closes the socket past its bound before it is read, and takes another when one has gone", async (context) => {
    const server = await listen(context, { maxConnections: 2, limits: deadlines({}) })
    const [first, second] = [visit(context, server), visit(context, server)]
    await Promise.all([first, second].map(({ client }) => once(client, "connect")))
    const third = visit(context, server)
    third.client.write(request("GET / HTTP/1.1", ...host))
    assert.strictEqual(await third.answer, "")

    second.client.write(request("GET / HTTP/1.1", ...host, "Connection: close"))
    assert.match(await second.answer, /hello$/)
    second.client.destroy()
    // The server has seen it go once it takes a newcomer; until then it closes them.
    let answer = ""
    while (answer === "") {
      const newcomer = visit(context, server)
      newcomer.client.write(request("GET / HTTP/1.1", ...host, "Connection: close"))
      answer = await newcomer.answer
    }

    assert.match(answer, /hello$/)
    assert.isFalse(first.client.destroyed)
  })
})
