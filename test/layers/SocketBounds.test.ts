/** How many sockets one address may hold open, over real sockets from several addresses of this machine. */
import { assert, describe, it, type TestContext } from "@effect/vitest"
import { Option } from "effect"
import { once } from "node:events"
import { connect, createServer, type Server } from "node:net"
import { networkOf } from "../../src/domain/SourceAddress.ts"
import * as SocketBounds from "../../src/layers/SocketBounds.ts"

/** A server that greets who is let in, and what it has refused. */
const listen = async ({ onTestFinished }: TestContext, maxPerAddress: number, ...trusted: ReadonlyArray<string>) => {
  const server = createServer()
  const refused = { full: 0, address: 0 }
  const trustedProxies = trusted.map((text) => Option.getOrThrow(networkOf(text)))
  SocketBounds.keep(server, { maxPerAddress, trustedProxies, refused })
  server.on("connection", (socket) => void (socket.destroyed || socket.on("error", () => undefined).write("hello")))
  onTestFinished(() => void server.close())
  await once(server.listen(0, "127.0.0.1"), "listening")
  return { server, refused }
}

/** Whether a socket from this address is let in, and how to go. */
const visit = async ({ onTestFinished }: TestContext, server: Server, localAddress: string) => {
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  const socket = connect({ port, host: "127.0.0.1", localAddress }).on("error", () => undefined)
  onTestFinished(() => void socket.destroy())
  const isIn = await Promise.race([once(socket, "data").then(() => true), once(socket, "close").then(() => false)])
  return { isIn, leave: () => socket.destroy() }
}

describe("the sockets of one address", () => {
  it("are closed past its bound, without taking the place of another address", async (context) => {
    const { refused, server } = await listen(context, 2)
    const isIn = async (address: string) => (await visit(context, server, address)).isIn

    assert.deepStrictEqual(
      [await isIn("127.0.0.2"), await isIn("127.0.0.2"), await isIn("127.0.0.2"), await isIn("127.0.0.2")],
      [true, true, false, false]
    )
    assert.isTrue(await isIn("127.0.0.3"))
    assert.deepStrictEqual(refused, { full: 0, address: 2 })
  })

  it("leave their place when they go", async (context) => {
    const { server } = await listen(context, 1)
    const first = await visit(context, server, "127.0.0.2")
    first.leave()

    // The server sees the end of one socket some time before or after the begin of the next.
    let next = await visit(context, server, "127.0.0.2")
    while (!next.isIn) next = await visit(context, server, "127.0.0.2")

    assert.isTrue(next.isIn)
    assert.isFalse((await visit(context, server, "127.0.0.2")).isIn)
  })

  it("are not counted for a trusted proxy, which stands for many", async (context) => {
    const { refused, server } = await listen(context, 1, "127.0.0.0/30")
    const isIn = async (address: string) => (await visit(context, server, address)).isIn

    assert.deepStrictEqual(
      [await isIn("127.0.0.2"), await isIn("127.0.0.2"), await isIn("127.0.0.4"), await isIn("127.0.0.4")],
      [true, true, true, false]
    )
    assert.strictEqual(refused.address, 1)
  })

  it("have no bound where it is 0", async (context) => {
    const { refused, server } = await listen(context, 0)

    for (let i = 0; i < 5; i++) assert.isTrue((await visit(context, server, "127.0.0.2")).isIn)
    assert.deepStrictEqual(refused, { full: 0, address: 0 })
  })

  it("that are too many in all are counted too", async (context) => {
    const { refused, server } = await listen(context, 5)
    server.maxConnections = 1

    assert.isTrue((await visit(context, server, "127.0.0.2")).isIn)
    assert.isFalse((await visit(context, server, "127.0.0.3")).isIn)
    assert.deepStrictEqual(refused, { full: 1, address: 0 })
  })
})
