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

/** Writes a frame header at the start of `target` and returns the offset of the payload. Payloads are below 2^32 bytes. */
export const writeFrameHeader = (target: Uint8Array, kind: Opcode, payloadBytes: number): number => {
  target[0] = finalFragment | kind
  if (payloadBytes < 126) {
    target[1] = payloadBytes
    return 2
  }
  const view = new DataView(target.buffer, target.byteOffset, target.byteLength)
  if (payloadBytes < 65_536) {
    target[1] = 126
    view.setUint16(2, payloadBytes)
    return 4
  }
  target[1] = 127
  view.setUint32(2, 0)
  view.setUint32(6, payloadBytes)
  return 10
}

/** A finished frame around a payload. */
export const frame = (kind: Opcode, payload: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(frameHeaderBytes(payload.length) + payload.length)
  bytes.set(payload, writeFrameHeader(bytes, kind, payload.length))
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
