/**
 * What only real sockets can show: a reader that stops, frames in pieces, and who is refused before the handshake.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { once } from "node:events"
import { connect as connectTcp } from "node:net"
import { WebSocket } from "ws"
import { encodeClientFrame } from "../../src/protocol/ClientFrame.ts"
import { maxFragments, subprotocol } from "../../src/protocol/Limits.ts"
import { overSockets, RelayAddress } from "./contract/RelayUnderTest.ts"
import { makeRoom } from "./contract/Room.ts"

/** A client of `ws`, which can stop reading and send fragments. */
const openClient = Effect.gen(function* () {
  const address = yield* RelayAddress
  const client = yield* Effect.acquireRelease(
    Effect.sync(() => new WebSocket(address, subprotocol)),
    (client) => Effect.sync(() => client.terminate())
  )
  yield* Effect.promise(() => once(client, "open"))
  const closed = new Promise<number>((resolve) => client.on("close", resolve))
  return { client, closed: Effect.promise(() => closed) }
})

describe("a reader that stops", () => {
  it.live("is cut at a bound of bytes with a code of its own, and the others go on", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const slow = yield* openClient
      slow.client.send(encodeClientFrame(room.asGuest()))
      yield* creator.nextOf("MemberJoined")
      slow.client.pause()

      // More than its bound and the buffers of both kernels hold; the creator hears each before it sends the next.
      const payload = new Uint8Array(16_384)
      for (let i = 0; i < 512; i++) {
        yield* creator.sendRaw(payload)
        yield* creator.nextOf("Delivered")
      }
      let arrivedBytes = 0
      slow.client.on("message", (data: Buffer) => (arrivedBytes += data.length))
      slow.client.resume()

      assert.strictEqual(yield* slow.closed, 4205)
      assert.isBelow(arrivedBytes, 512 * payload.length)
      assert.deepInclude(yield* creator.nextOf("MemberLeft"), { reason: "lost" })
      const guest = yield* room.guest()
      yield* guest.sendRaw(Uint8Array.of(1))
      yield* guest.nextOf("Delivered")
    }).pipe(
      Effect.provide(
        overSockets({
          settings: {
            maxSendBufferBytes: 65_536,
            messageRate: { burst: 1e9, perSecond: 1e9 },
            byteRate: { burst: 1e12, perSecond: 1e12 }
          }
        })
      )
    )
  )
})

describe("a message in fragments", () => {
  it.live("is delivered whole up to the limit of fragments, and closes its sender past it", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const { client, closed } = yield* openClient
      client.send(encodeClientFrame(room.asGuest()))
      yield* creator.nextOf("MemberJoined")
      const send = (fragments: number) => {
        for (let i = 1; i <= fragments; i++) client.send(Buffer.of(i), { binary: true, fin: i === fragments })
      }

      send(maxFragments)
      assert.lengthOf((yield* creator.nextOf("Delivered")).payload, maxFragments)
      send(maxFragments + 1)

      assert.strictEqual(yield* closed, 1008)
      assert.deepInclude(yield* creator.nextOf("MemberLeft"), { reason: "lost" })
    }).pipe(Effect.provide(overSockets()))
  )

  it.live("is refused past the limit of bytes, however small the pieces", () =>
    Effect.gen(function* () {
      const { client, closed } = yield* openClient
      for (let i = 0; i < 17; i++) client.send(Buffer.alloc(1_024), { binary: true, fin: i === 16 })

      assert.strictEqual(yield* closed, 1009)
    }).pipe(Effect.provide(overSockets()))
  )

  it.live("is refused if it is empty", () =>
    Effect.gen(function* () {
      const { client, closed } = yield* openClient
      client.send(Buffer.alloc(0), { binary: true, fin: false })
      client.send(Buffer.alloc(0), { binary: true, fin: true })

      assert.strictEqual(yield* closed, 4104)
    }).pipe(Effect.provide(overSockets()))
  )
})

/** Sends the lines of a request as they are and returns all that comes back until the relay closes. */
const request = (lines: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const { port } = new URL(yield* RelayAddress)
    return yield* Effect.callback<string>((resume) => {
      const socket = connectTcp(Number(port), "localhost")
      let answer = ""
      socket.setEncoding("utf8")
      socket.on("data", (chunk) => (answer += String(chunk)))
      socket.on("error", () => undefined)
      socket.on("close", () => resume(Effect.succeed(answer)))
      socket.write([...lines, "", ""].join("\r\n"))
      return Effect.sync(() => socket.destroy())
    })
  })

const handshake = {
  Host: "localhost",
  Connection: "Upgrade",
  Upgrade: "websocket",
  "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Protocol": subprotocol
}

const statusOf = (changes: Readonly<Record<string, string | undefined>>, path = "/ws", method = "GET") =>
  Effect.gen(function* () {
    const headers = Object.entries({ ...handshake, ...changes }).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}: ${value}`]
    )
    const answer = yield* request([`${method} ${path} HTTP/1.1`, ...headers])
    return Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0)
  })

describe("before the handshake", () => {
  it.live.each([
    { what: "a foreign Origin", changes: { Origin: "https://evil.example" }, status: 403 },
    { what: "an opaque Origin", changes: { Origin: "null" }, status: 403 },
    { what: "no Host", changes: { Host: undefined }, status: 400 },
    { what: "an empty Host", changes: { Host: "" }, status: 400 },
    { what: "another protocol to upgrade to", changes: { Upgrade: "h2c" }, status: 426 },
    { what: "a made-up protocol to upgrade to", changes: { Upgrade: "foo" }, status: 426 },
    { what: "no upgrade", changes: { Upgrade: undefined, Connection: "close" }, status: 426 },
    { what: "no subprotocol", changes: { "Sec-WebSocket-Protocol": undefined }, status: 400 },
    { what: "another subprotocol", changes: { "Sec-WebSocket-Protocol": "chat" }, status: 400 },
    { what: "no key", changes: { "Sec-WebSocket-Key": undefined }, status: 400 },
    { what: "a malformed key", changes: { "Sec-WebSocket-Key": "short" }, status: 400 },
    { what: "an unknown version", changes: { "Sec-WebSocket-Version": "99" }, status: 400 }
  ])("refuses $what", ({ changes, status }) =>
    Effect.gen(function* () {
      assert.strictEqual(yield* statusOf({ ...changes }), status)
    }).pipe(Effect.provide(overSockets()))
  )

  it.live.each(["/", "/ws/x", "/other", "/api/rooms", "/r/AAAAAAAAAAAAAAAAAAAAAA"])(
    "opens no WebSocket at %s",
    (path) =>
      Effect.gen(function* () {
        assert.notStrictEqual(yield* statusOf({}, path), 101)
      }).pipe(Effect.provide(overSockets()))
  )

  it.live("opens one for the relay's own pages, and for clients without an Origin", () =>
    Effect.gen(function* () {
      const address = yield* RelayAddress
      for (const origin of [undefined, `http://${new URL(address).host}`]) {
        const client = new WebSocket(address, subprotocol, origin === undefined ? {} : { origin })
        yield* Effect.promise(() => once(client, "open"))
        assert.strictEqual(client.protocol, subprotocol)
        assert.strictEqual(client.extensions, "")
        client.terminate()
      }
    }).pipe(Effect.provide(overSockets()))
  )
})
