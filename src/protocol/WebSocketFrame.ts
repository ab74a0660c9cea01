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
  for (let start = 0; start < bytes.length;) {
    const end = endOfFrame(bytes, start)
    const kind = bytes[start] === (finalFragment | opcode.text) ? opcode.text : opcode.binary
    onMessage(kind, bytes.subarray(payloadStart(bytes, start), end))
    start = end
  }
}

/** Such bytes in parts of at most `maxBytes`, each of whole frames; a frame that is longer is a part of its own. */
export const wholeFramesWithin = (bytes: Uint8Array, maxBytes: number): ReadonlyArray<Uint8Array> => {
  if (bytes.length <= maxBytes) return [bytes]
  const parts: Array<Uint8Array> = []
  let partStart = 0
  for (let start = 0; start < bytes.length;) {
    const end = endOfFrame(bytes, start)
    if (end - partStart > maxBytes && start > partStart) {
      parts.push(bytes.subarray(partStart, start))
      partStart = start
    }
    start = end
  }
  parts.push(bytes.subarray(partStart))
  return parts
}

/** Of the length that stands in a header: in its second byte, or in the two or eight behind it. */
const lengthBytes = (bytes: Uint8Array, start: number): number => {
  const short = bytes[start + 1] ?? 0
  return short < 126 ? 0 : short === 126 ? 2 : 8
}

const payloadStart = (bytes: Uint8Array, start: number): number => start + 2 + lengthBytes(bytes, start)

const endOfFrame = (bytes: Uint8Array, start: number): number => {
  const from = start + 2
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (lengthBytes(bytes, start)) {
    case 0:
      return from + view.getUint8(start + 1)
    case 2:
      return from + 2 + view.getUint16(from)
    default:
      return from + 8 + view.getUint32(from + 4)
  }
}
