import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"
import { PassThrough } from "node:stream"
import { assert, describe, it } from "@effect/vitest"
import * as SharedReadBuffer from "../../src/layers/SharedReadBuffer.ts"

const accepted = async () => {
  const server = createServer().listen(0, "localhost")
  await once(server, "listening")
  const address = server.address()
  const client = connect(typeof address === "object" && address !== null ? address.port : 0, "localhost")
  const [socket]: Array<Socket> = await once(server, "connection")
  server.close()
  if (socket === undefined) throw new Error("nothing was accepted")
  return { socket, client }
}

/** Reads until so many bytes have come. */
const reading = (socket: Socket, bytes: number) => {
  const read: Array<Buffer> = []
  const stores = new Set<ArrayBufferLike>()
  const done = new Promise<string>((resolve) => {
    const isInstalled = SharedReadBuffer.install(socket, (chunk) => {
      read.push(Buffer.from(chunk))
      stores.add(chunk.buffer)
      const all = Buffer.concat(read).toString()
      if (all.length === bytes) resolve(all)
    })
    assert.isTrue(isInstalled)
  })
  socket.on("data", () => assert.fail("a data event"))
  return { done, stores }
}

describe("SharedReadBuffer", () => {
  it("reads accepted sockets into one buffer, and tells of their end as ever", async () => {
    const [one, two] = [await accepted(), await accepted()]
    const first = reading(one.socket, 11)
    const second = reading(two.socket, 5)
    const ended = once(one.socket, "end")

    one.client.write("hello ")
    two.client.write("other")
    one.client.write("world")

    assert.strictEqual(await first.done, "hello world")
    assert.strictEqual(await second.done, "other")
    assert.strictEqual(new Set([...first.stores, ...second.stores]).size, 1)
    one.client.end()
    await ended
    one.socket.destroy()
    two.socket.destroy()
  })

  it("is held back by pause, and goes on with resume", async () => {
    const { socket, client } = await accepted()
    const { done } = reading(socket, 4)

    socket.pause()
    client.write("late")
    await new Promise((resolve) => setImmediate(resolve))
    const isHeldBack = await Promise.race([
      done.then(() => false),
      new Promise((resolve) => setImmediate(resolve, true))
    ])
    socket.resume()

    assert.isTrue(isHeldBack)
    assert.strictEqual(await done, "late")
    socket.destroy()
    client.destroy()
  })

  it("leaves alone what is no TCP socket", () => {
    const stream = new PassThrough()

    assert.isFalse(SharedReadBuffer.install(stream, () => {}))
    assert.strictEqual(stream.listenerCount("data"), 0)
  })
})
