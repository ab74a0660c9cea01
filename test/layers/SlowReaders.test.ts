/**
 * What waits in a connection, to be read by its peer and of messages that are not whole: bounded for one and for all.
 */
import { assert, describe, it } from "@effect/vitest"
import { IncomingMessage } from "node:http"
import { Socket } from "node:net"
import { Duplex } from "node:stream"
import { WebSocketServer } from "ws"
import { WaitingBytes } from "../../src/domain/WaitingBytes.ts"
import { RelaySocket, WebSocketConnection } from "../../src/layers/WebSocketConnection.ts"
import { memory } from "../../src/protocol/Limits.ts"
import { rawFrame } from "../support/RawWebSocket.ts"

/** The relay's end of a connection whose reader takes one write after another, when it is told to. */
class StalledSocket extends Duplex {
  #taken: () => void = () => {}
  isStalled = false

  override _read(): void {}

  override _write(_chunk: Buffer, _encoding: string, taken: () => void): void {
    if (this.isStalled) this.#taken = taken
    else taken()
  }

  override _writev(_chunks: unknown, taken: () => void): void {
    this._write(Buffer.alloc(0), "", taken)
  }

  /** The reader reads all that waits. */
  resumeReading(): void {
    this.isStalled = false
    this.#taken()
  }
}

const maxSendBufferBytes = 65_536

/** A connection of the relay that has been opened, over a socket that stalls. */
const openConnection = (waitingLimitBytes = 1e9) => {
  const socket = new StalledSocket()
  const waiting = new WaitingBytes(waitingLimitBytes)
  const server = new WebSocketServer({ noServer: true, WebSocket: RelaySocket, clientTracking: false })
  const request = new IncomingMessage(new Socket())
  request.method = "GET"
  Object.assign(request.headers, {
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    "sec-websocket-version": "13"
  })
  const opened: Array<RelaySocket> = []
  server.handleUpgrade(request, socket, Buffer.alloc(0), (webSocket) => opened.push(webSocket))
  const [webSocket] = opened
  if (webSocket === undefined) throw new Error("no handshake")
  webSocket.on("error", () => {})
  const settings = { maxMessageBytes: 16_384, maxSendBufferBytes }
  const connection = new WebSocketConnection(webSocket, socket, settings, waiting)
  const closed = new Promise<void>((resolve) => {
    const ignore = () => {}
    connection.receive({ text: ignore, binary: ignore, heard: ignore, closed: () => resolve() })
  })
  return { connection, socket, waiting, closed, isOpen: () => webSocket.readyState === RelaySocket.OPEN }
}

/** Forty bytes in a buffer for batches. */
const smallBatch = () => Buffer.allocUnsafeSlow(2_048).subarray(0, 40)

describe("what waits for a reader", () => {
  it("is nothing as long as the socket takes it", () => {
    const { connection, waiting } = openConnection()

    assert.isTrue(connection.write(smallBatch()))

    assert.strictEqual(connection.heldBytes, 0)
    assert.strictEqual(waiting.sumBytes, 0)
  })

  it("is counted as memory, so that small frames count for more than their bytes", () => {
    const { connection, socket, waiting, isOpen } = openConnection()
    socket.isStalled = true
    let writes = 0
    while (isOpen()) {
      connection.write(smallBatch())
      writes += 1
    }

    assert.closeTo(writes, maxSendBufferBytes / (40 + memory.pieceBytes), 2)
    assert.strictEqual(waiting.sumBytes, connection.heldBytes)
  })

  it("keeps no large buffer alive for a few bytes", () => {
    const { connection, socket } = openConnection()
    socket.isStalled = true

    assert.isFalse(connection.write(smallBatch()), "the write that stalls is shared")
    assert.isTrue(connection.write(smallBatch()), "those behind it are copied")
    assert.isFalse(connection.write(Buffer.allocUnsafeSlow(2_048)), "a full buffer is not")
  })

  it("is nothing again once it has been read", async () => {
    const { connection, socket, waiting } = openConnection()
    socket.isStalled = true
    for (let i = 0; i < 10; i++) connection.write(smallBatch())

    socket.resumeReading()
    await new Promise((resolve) => setImmediate(resolve))

    assert.strictEqual(connection.heldBytes, 0)
    // The sum still holds what was noted last: it is looked at again when its bound is met.
    assert.isAbove(waiting.sumBytes, 0)
  })

  it("is counted until the connection has closed, and no longer", async () => {
    const { connection, socket, waiting, closed } = openConnection()
    socket.isStalled = true
    connection.write(Buffer.alloc(1_000))
    assert.isAbove(waiting.sumBytes, 0)

    connection.cut()
    await closed

    assert.strictEqual(waiting.sumBytes, 0)
  })

  it("past the bound of all together ends the connection at once", () => {
    const { connection, socket, isOpen } = openConnection(10_000)
    socket.isStalled = true

    connection.write(Buffer.alloc(10_001))

    assert.isFalse(isOpen())
    assert.isTrue(socket.destroyed)
  })
})

describe("what has arrived of a message that is not whole", () => {
  const cut = (bytes: Buffer) => bytes.subarray(0, -1)

  it.each([
    ["a binary message", cut(rawFrame(2, Buffer.alloc(16_384)))],
    ["a text", cut(rawFrame(1, "x".repeat(4_000)))],
    ["fragments", rawFrame(2, Buffer.alloc(8_000), { fin: false })]
  ])("is counted, near its length: %s", (_what, bytes) => {
    const { connection, socket, waiting } = openConnection()

    for (const byte of bytes) socket.emit("data", Buffer.of(byte))

    assert.isAtLeast(connection.heldBytes, bytes.length)
    assert.isAtMost(connection.heldBytes, bytes.length * 1.25 + memory.pieceBytes)
    assert.strictEqual(waiting.sumBytes, connection.heldBytes)
  })

  it("is forgotten once it is whole", () => {
    const { connection, socket, waiting } = openConnection()
    const whole = [
      rawFrame(2, "binary"),
      rawFrame(2, "frag", { fin: false }),
      rawFrame(0, "ments"),
      rawFrame(9, "ping")
    ]

    for (const byte of Buffer.concat(whole)) socket.emit("data", Buffer.of(byte))

    assert.strictEqual(connection.heldBytes, 0)
    assert.strictEqual(waiting.sumBytes, 0)
  })

  it("ends the connection past the bound of all together", () => {
    const { socket, isOpen } = openConnection(10_000)

    socket.emit("data", cut(rawFrame(2, Buffer.alloc(16_000))))

    assert.isFalse(isOpen())
  })
})
