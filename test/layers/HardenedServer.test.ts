/**
 * Who stops halfway into a connection is cut: Node's own deadlines begin behind the TLS handshake and end at an upgrade.
 */
import { assert, describe, it, type TestContext } from "@effect/vitest"
import { once } from "node:events"
import { connect } from "node:net"
import * as HardenedServer from "../../src/layers/HardenedServer.ts"
import * as SelfSignedCertificate from "../support/SelfSignedCertificate.ts"

/** A server, a client of it that never ends its side, and the end of the server's side. */
const meet = async ({ onTestFinished }: TestContext, tls?: HardenedServer.TlsPair) => {
  const server = HardenedServer.make({ tls }).listen(0)
  await once(server, "listening")
  const closed = once(server, "connection").then(([socket]) => once(socket, "close"))
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  const client = connect({ port, host: "localhost", allowHalfOpen: true })
  client.on("error", () => undefined).resume()
  onTestFinished(() => {
    client.destroy()
    server.close()
  })
  return { server, client, closed }
}

const upgrade = ["Host: localhost", "Connection: Upgrade"]
const request = (...lines: ReadonlyArray<string>) => [...lines, ...upgrade, "", ""].join("\r\n")

describe.concurrent("the server of the entrypoint cuts a client", () => {
  it("that says nothing where TLS is spoken", async (context) => {
    const { server, closed } = await meet(context, SelfSignedCertificate.make())

    const [error] = await once(server, "tlsClientError")

    assert.strictEqual(error.code, "ERR_TLS_HANDSHAKE_TIMEOUT")
    await closed
  })

  it("that asks for an upgrade, is refused and does not go", async (context) => {
    const { server, client, closed } = await meet(context)
    server.on("upgrade", (_request, socket) => socket.end("HTTP/1.1 403 Forbidden\r\n\r\n"))

    client.write(request("GET / HTTP/1.1", "Upgrade: websocket"))

    await closed
  })

  it("that asks for an upgrade and sends no more of its body", async (context) => {
    const { client, closed } = await meet(context)

    client.write(request("POST / HTTP/1.1", "Upgrade: foo", "Content-Length: 9"))

    await closed
  })
})
