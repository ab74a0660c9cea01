/**
 * Server-to-client WebSocket framing (RFC 6455 section 5.2): a whole, unmasked, uncompressed message behind its header.
 *
 * The relay frames a log entry once and writes the same bytes to every member, so a room hands out finished frames.
 * The reader undoes exactly that; it is for in-memory connections, and no parser of what arrives from the network.
 */

export const opcode = { text: 1, binary: 2 } as const
export type Opcode = (typeof opcode)[keyof typeof opcode]

/** FIN, no reserved bits. */
const finalFragment = 0x80

/** The bytes that a frame header takes for a payload of this many bytes. */
export const frameHeaderBytes = (payloadBytes: number): number =>
  payloadBytes < 126 ? 2 : payloadBytes < 65_536 ? 4 : 10

/** Writes a frame header at `offset` of `target`; returns the offset of the payload. Payloads are below 2^32 bytes. */
export const writeFrameHeader = (target: Uint8Array, offset: number, kind: Opcode, payloadBytes: number): number => {
  target[offset] = finalFragment | kind
  if (payloadBytes < 126) {
    target[offset + 1] = payloadBytes
    return offset + 2
  }
  if (payloadBytes < 65_536) {
    target[offset + 1] = 126
    target[offset + 2] = payloadBytes >>> 8
    target[offset + 3] = payloadBytes
    return offset + 4
  }
  target[offset + 1] = 127
  target.fill(0, offset + 2, offset + 6)
  target[offset + 6] = payloadBytes >>> 24
  target[offset + 7] = payloadBytes >>> 16
  target[offset + 8] = payloadBytes >>> 8
  target[offset + 9] = payloadBytes
  return offset + 10
}

/** A finished frame around a payload. */
export const frame = (kind: Opcode, payload: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(frameHeaderBytes(payload.length) + payload.length)
  bytes.set(payload, writeFrameHeader(bytes, 0, kind, payload.length))
  return bytes
}

/** Calls `onMessage` for each frame in bytes that `frame` and `writeFrameHeader` have made. */
export const readFrames = (bytes: Uint8Array, onMessage: (kind: Opcode, payload: Uint8Array) => void): void => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let offset = 0
  while (offset < bytes.length) {
    const kind = view.getUint8(offset) === (finalFragment | opcode.text) ? opcode.text : opcode.binary
    const short = view.getUint8(offset + 1)
    const length = short < 126 ? short : short === 126 ? view.getUint16(offset + 2) : view.getUint32(offset + 6)
    const start = offset + frameHeaderBytes(length)
    onMessage(kind, bytes.subarray(start, start + length))
    offset = start + length
  }
}
