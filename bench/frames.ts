/**
 * Bytes that a client sends, ready for the generator: masked WebSocket frames (RFC 6455 section 5.2) and the upgrade.
 */
import { randomBytes } from "node:crypto"

/** The same for all; not zero, because `ws` skips the work for a mask of zeros. */
export const mask = Buffer.from("37fa213d", "hex")

const opcodes = { text: 1, binary: 2, close: 8 } as const

/** A whole, final, masked frame. */
export const maskedFrame = (kind: keyof typeof opcodes, content: string | Uint8Array): Buffer => {
  const payload = Buffer.from(content)
  const head = headOf(0x80 | opcodes[kind], payload.length)
  const masked = payload.map((byte, index) => byte ^ (mask[index % mask.length] ?? 0))
  return Buffer.concat([head, mask, masked])
}

const headOf = (first: number, length: number): Buffer => {
  if (length < 126) return Buffer.from([first, 0x80 | length])
  const head = Buffer.alloc(length < 65_536 ? 4 : 10)
  head[0] = first
  head[1] = 0x80 | (length < 65_536 ? 126 : 127)
  if (length < 65_536) head.writeUInt16BE(length, 2)
  else head.writeBigUInt64BE(BigInt(length), 2)
  return head
}

/** Where the payload of a masked frame starts. */
export const payloadStart = (frame: Uint8Array): number => frame.length - payloadLength(frame)

const payloadLength = (frame: Uint8Array): number => {
  const length = (frame[1] ?? 0) & 0x7f
  const bytes = Buffer.from(frame)
  return length < 126 ? length : length === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
}

/** What a sealed payload looks like from outside. */
export const payloadOf = (bytes: number): Buffer => randomBytes(bytes)

/** The request that opens a WebSocket. */
export const upgradeRequest = (path: string, port: number, subprotocol?: string): Buffer =>
  Buffer.from(
    [
      `GET ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Version: 13",
      `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
      ...(subprotocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${subprotocol}`]),
      "",
      ""
    ].join("\r\n")
  )
