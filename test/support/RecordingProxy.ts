/**
 * A TCP proxy in front of a relay that keeps every byte of both directions, and the WebSocket payloads unmasked.
 *
 * What it has recorded is what the relay has received and answered. Client frames are masked on the wire (RFC 6455
 * section 5.3), so a search of the raw bytes alone would find nothing in them.
 */
import { connect, createServer, type Socket } from "node:net"

export interface RecordingProxy {
  readonly port: number
  /** All bytes so far, as they went over the wire and unmasked, one buffer per connection and direction. */
  readonly recorded: () => ReadonlyArray<Buffer>
  /** From here on nothing passes on the connections that are open, and nobody is told: a black hole. New ones pass. */
  readonly swallow: () => void
  /** Breaks every connection and takes no new one, until `comeUp`. */
  readonly goDown: () => void
  readonly comeUp: () => void
  readonly close: () => Promise<void>
}

export const startProxy = async (targetPort: number): Promise<RecordingProxy> => {
  const streams: Array<Array<Buffer>> = []
  const sockets = new Set<Socket>()
  const swallowed = new WeakSet<Socket>()
  let isDown = false

  const record = (from: Socket, to: Socket) => {
    const chunks: Array<Buffer> = []
    streams.push(chunks)
    from.on("data", (chunk) => {
      chunks.push(chunk)
      if (!swallowed.has(from)) to.write(chunk)
    })
    from.on("close", () => (swallowed.has(from) ? undefined : to.destroy()))
    from.on("error", () => undefined)
  }
  const server = createServer((client) => {
    if (isDown) return void client.destroy()
    const relay = connect(targetPort, "localhost")
    sockets.add(client).add(relay)
    record(client, relay)
    record(relay, client)
  })
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the proxy has no port")

  return {
    port: address.port,
    recorded: () =>
      streams.flatMap((chunks) => {
        const bytes = Buffer.concat(chunks)
        return [bytes, ...unmasked(bytes)]
      }),
    swallow: () => sockets.forEach((socket) => swallowed.add(socket)),
    goDown: () => {
      isDown = true
      sockets.forEach((socket) => socket.destroy())
    },
    comeUp: () => void (isDown = false),
    close: async () => {
      sockets.forEach((socket) => socket.destroy())
      await new Promise<void>((resolve) => server.close(() => resolve()))
    }
  }
}

/** The payloads of the masked frames behind a WebSocket handshake, joined; nothing if there is no handshake. */
const unmasked = (bytes: Buffer): ReadonlyArray<Buffer> => {
  const head = bytes.indexOf("\r\n\r\n")
  if (head < 0 || !/^GET [^\r]*\r\n[\s\S]*upgrade: *websocket/i.test(bytes.toString("latin1", 0, head))) return []
  const payloads: Array<Buffer> = []
  let offset = head + 4
  while (offset + 2 <= bytes.length) {
    const short = bytes.readUInt8(offset + 1) & 0x7f
    const lengthBytes = short < 126 ? 0 : short === 126 ? 2 : 8
    const start = offset + 2 + lengthBytes + 4
    if (start > bytes.length) break
    const length =
      lengthBytes === 0
        ? short
        : lengthBytes === 2
          ? bytes.readUInt16BE(offset + 2)
          : Number(bytes.readBigUInt64BE(offset + 2))
    const mask = bytes.subarray(start - 4, start)
    payloads.push(Buffer.from(bytes.subarray(start, start + length).map((byte, at) => byte ^ (mask[at % 4] ?? 0))))
    offset = start + length
  }
  return [Buffer.concat(payloads)]
}
