/**
 * A WebSocket client made of bytes: it sends any frame, well formed or not, in any pieces, and reads what comes back.
 */
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { connect, type Socket } from "node:net"

/** A frame as it stands on the wire (RFC 6455 section 5.2). */
export interface RawFrame {
  readonly fin: boolean
  readonly rsv: number
  readonly opcode: number
  readonly payload: Buffer
}

export interface FrameOptions {
  readonly fin?: boolean
  /** The three reserved bits, as a number from 0 to 7. */
  readonly rsv?: number
  readonly isMasked?: boolean
  /** How the length is written: in 7, 16 or 64 bits. Default: the shortest. */
  readonly lengthBits?: 7 | 16 | 64
  /** The length that the header claims, if it is not the payload's. */
  readonly claimedLength?: bigint
}

/** A client's frame. */
export const rawFrame = (opcode: number, payload: Uint8Array | string = "", options: FrameOptions = {}): Buffer => {
  const { fin = true, rsv = 0, isMasked = true } = options
  const bytes = Buffer.from(payload)
  const length = options.claimedLength ?? BigInt(bytes.length)
  const bits = options.lengthBits ?? (length < 126n ? 7 : length < 65_536n ? 16 : 64)
  const first = Buffer.from([(fin ? 0x80 : 0) | (rsv << 4) | opcode])
  const maskBit = isMasked ? 0x80 : 0
  const size = Buffer.alloc(bits === 7 ? 1 : bits === 16 ? 3 : 9)
  if (bits === 7) size.writeUInt8(maskBit | Number(length))
  else if (bits === 16) {
    size.writeUInt8(maskBit | 126)
    size.writeUInt16BE(Number(length), 1)
  } else {
    size.writeUInt8(maskBit | 127)
    size.writeBigUInt64BE(length, 1)
  }
  if (!isMasked) return Buffer.concat([first, size, bytes])
  const mask = randomBytes(4)
  return Buffer.concat([first, size, mask, bytes.map((byte, at) => byte ^ (mask[at % 4] ?? 0))])
}

/** A close frame with a code and a reason. */
export const closeFrame = (code: number, reason: Uint8Array | string = ""): Buffer => {
  const payload = Buffer.alloc(2 + Buffer.byteLength(reason))
  payload.writeUInt16BE(code)
  payload.set(Buffer.from(reason), 2)
  return rawFrame(8, payload)
}

/** The whole frames at the start of a server's bytes. */
export const parseFrames = (bytes: Buffer): ReadonlyArray<RawFrame> => {
  const frames: Array<RawFrame> = []
  let offset = 0
  while (offset + 2 <= bytes.length) {
    const first = bytes.readUInt8(offset)
    const short = bytes.readUInt8(offset + 1)
    const headerBytes = short < 126 ? 2 : short === 126 ? 4 : 10
    if (offset + headerBytes > bytes.length) break
    const length =
      short < 126 ? short : short === 126 ? bytes.readUInt16BE(offset + 2) : Number(bytes.readBigUInt64BE(offset + 2))
    const end = offset + headerBytes + length
    if (end > bytes.length) break
    frames.push({
      fin: first >= 0x80,
      rsv: (first >> 4) & 7,
      opcode: first & 0x0f,
      payload: bytes.subarray(offset + headerBytes, end)
    })
    offset = end
  }
  return frames
}

export interface RawWebSocket {
  readonly socket: Socket
  /** Sends in pieces of so many bytes, each in a packet of its own as far as the kernel lets it. */
  readonly send: (bytes: Uint8Array, pieceBytes?: number) => Promise<void>
  /** All frames until the server has closed the connection. */
  readonly untilClosed: () => Promise<ReadonlyArray<RawFrame>>
  /** All frames so far, once there are so many. */
  readonly frames: (count: number) => Promise<ReadonlyArray<RawFrame>>
}

/** Opens a connection and completes the handshake; more headers are whole lines. */
export const openRaw = async (
  port: number,
  path = "/ws",
  headers: ReadonlyArray<string> = []
): Promise<RawWebSocket> => {
  const socket = connect(port, "localhost").setNoDelay(true)
  await once(socket, "connect")
  const closed = once(socket, "close")
  socket.on("error", () => undefined)
  socket.write(
    [
      `GET ${path} HTTP/1.1`,
      "Host: localhost",
      "Connection: Upgrade",
      "Upgrade: websocket",
      `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Protocol: pug.v1",
      ...headers,
      "",
      ""
    ].join("\r\n")
  )
  let received = Buffer.alloc(0)
  let start = 0
  let arrived = () => {}
  socket.on("data", (chunk) => {
    received = Buffer.concat([received, chunk])
    arrived()
    // Whoever gets a close frame has nothing more to say here; the server then need not wait for an answer.
    if (start > 0 && parseFrames(received.subarray(start)).some(({ opcode }) => opcode === 8)) socket.end()
  })
  const until = async <A>(look: () => A | undefined): Promise<A> => {
    while (true) {
      const found = look()
      if (found !== undefined) return found
      await new Promise<void>((resolve) => {
        arrived = resolve
        void closed.then(() => resolve())
      })
      if (socket.closed) {
        const last = look()
        if (last !== undefined) return last
        throw new Error(`the server closed the connection early: ${received.toString("latin1")}`)
      }
    }
  }
  start = await until(() => {
    const end = received.indexOf("\r\n\r\n")
    return end < 0 ? undefined : end + 4
  })
  if (!received.toString("latin1", 0, start).startsWith("HTTP/1.1 101")) throw new Error("no handshake")

  return {
    socket,
    send: async (bytes, pieceBytes = bytes.length) => {
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        // The server may have ended the connection meanwhile: then there is nobody left to hear the rest.
        if (socket.writable) socket.write(bytes.subarray(at, at + pieceBytes))
        // A turn of the event loop between the pieces, so that they arrive one by one.
        if (pieceBytes < bytes.length) await new Promise((resolve) => setImmediate(resolve))
      }
    },
    untilClosed: async () => {
      await closed
      return parseFrames(received.subarray(start))
    },
    frames: (count) =>
      until(() => {
        const frames = parseFrames(received.subarray(start))
        return frames.length >= count ? frames : undefined
      })
  }
}
