/**
 * Takes whole binary messages straight from the TCP socket, ahead of `ws`, and hands every other byte on to it in order.
 *
 * The data path of a chat is one kind of frame: final, masked, binary, complete in the chunk that Node has read. Those
 * are unmasked in place and delivered without the receiver of `ws`. Control frames, text, fragments, frames that a chunk
 * has cut, and everything malformed stay with `ws`: conformance is its work alone (RFC 6455 section 5). It offers no hook
 * for this, so its one `data` listener is taken off the socket and called from here; if that is not found as expected,
 * `ws` keeps the whole path.
 */
import type { Duplex } from "node:stream"
import * as SharedReadBuffer from "./SharedReadBuffer.ts"

export interface DirectFrames {
  readonly maxPayloadBytes: number
  /** A whole message. The bytes are good until it returns. */
  readonly onBinary: (payload: Uint8Array) => void
}

/** Puts itself between socket and `ws`. False if `ws` does not listen as expected: then nothing has changed. */
export const install = (socket: Duplex, frames: DirectFrames): boolean => {
  const [listener, ...others] = socket.listeners("data")
  if (listener === undefined || others.length > 0) return false
  socket.removeAllListeners("data")
  // A copy, because `ws` may keep what it gets until its message is whole.
  const splitter = new FrameSplitter(frames, (bytes) => listener.call(socket, Buffer.from(bytes)))
  const read = (chunk: Buffer) => splitter.read(chunk)
  SharedReadBuffer.install(socket, read)
  socket.on("data", read)
  return true
}

const finalBinary = 0x82
const closeOpcode = 8
const masked = 0x80
const noBytes = Buffer.alloc(0)

/** Follows the frame boundaries of one connection. */
export class FrameSplitter {
  readonly #frames: DirectFrames
  readonly #forward: (bytes: Buffer) => void
  /** A header that a chunk has cut. */
  #cutHeader = noBytes
  /** Bytes, still to come, of a frame that goes to `ws`. */
  #owed = 0
  /** What goes to `ws` is a message like ours, only cut: there is nothing in it to refuse. */
  #isOwedSound = false
  #isInFragments = false
  #isClosing = false

  constructor(frames: DirectFrames, forward: (bytes: Buffer) => void) {
    this.#frames = frames
    this.#forward = forward
  }

  read(arrived: Buffer): void {
    const chunk = this.#cutHeader.length === 0 ? arrived : Buffer.concat([this.#cutHeader, arrived])
    this.#cutHeader = noBytes
    let offset = 0
    let forwarded = 0
    // `ws` refuses a frame only after this turn. Until it has had the chance, nothing behind that frame is delivered.
    let isDoubtful = this.#owed > 0 && !this.#isOwedSound
    const forwardUpTo = (end: number) => {
      if (end > forwarded) this.#forward(chunk.subarray(forwarded, end))
    }
    while (offset < chunk.length) {
      if (this.#owed > 0) {
        const passing = Math.min(this.#owed, chunk.length - offset)
        this.#owed -= passing
        offset += passing
        continue
      }
      // Nothing follows a close frame (RFC 6455 section 5.5.1).
      if (this.#isClosing) return forwardUpTo(offset)
      const start = payloadStart(chunk, offset)
      if (start > chunk.length) {
        this.#cutHeader = Buffer.from(chunk.subarray(offset))
        return forwardUpTo(offset)
      }
      const length = payloadLength(chunk, offset)
      const end = start + length
      const isSound = this.#isSound(chunk, offset, length)
      if (isSound && !isDoubtful && end <= chunk.length) {
        forwardUpTo(offset)
        unmask(chunk, start, end)
        this.#frames.onBinary(chunk.subarray(start, end))
        offset = end
        forwarded = end
      } else {
        this.#leave(chunk, offset, end - offset, isSound)
        isDoubtful ||= !isSound
      }
    }
    forwardUpTo(offset)
  }

  /** Whether the frame is a whole binary message that nobody would refuse. */
  #isSound(chunk: Buffer, offset: number, length: number): boolean {
    return (
      chunk[offset] === finalBinary &&
      !this.#isInFragments &&
      length > 0 &&
      length <= this.#frames.maxPayloadBytes &&
      chunk.readUInt8(offset + 1) >= masked
    )
  }

  /** The frame at `offset` goes to `ws`; what it means for those behind it. */
  #leave(chunk: Buffer, offset: number, frameBytes: number, isSound: boolean): void {
    const first = chunk.readUInt8(offset)
    const isFinal = first >= 0x80
    const opcode = first & 0x0f
    this.#owed = frameBytes
    this.#isOwedSound = isSound
    if (opcode === closeOpcode) this.#isClosing = true
    if (!isFinal) this.#isInFragments = true
    else if (opcode === 0) this.#isInFragments = false
  }
}

/** Where the payload of the frame at `offset` begins; beyond the chunk if the header is not all there. */
const payloadStart = (chunk: Buffer, offset: number): number => {
  if (offset + 2 > chunk.length) return Infinity
  const second = chunk.readUInt8(offset + 1)
  const short = second & 0x7f
  return offset + 2 + (short === 127 ? 8 : short === 126 ? 2 : 0) + (second >= masked ? 4 : 0)
}

/** The payload's bytes by a header that is all there; infinite if no message is that long. */
const payloadLength = (chunk: Buffer, offset: number): number => {
  const short = chunk.readUInt8(offset + 1) & 0x7f
  if (short < 126) return short
  if (short === 126) return chunk.readUInt16BE(offset + 2)
  return chunk.readUInt32BE(offset + 2) === 0 ? chunk.readUInt32BE(offset + 6) : Infinity
}

/** Unmasks in place, 32 bits at a time; the mask stands in the four bytes before (RFC 6455 section 5.3). */
const unmask = (chunk: Buffer, start: number, end: number): void => {
  const view = new DataView(chunk.buffer, chunk.byteOffset)
  const mask = view.getInt32(start - 4)
  const last = end - ((end - start) % 4)
  for (let at = start; at < last; at += 4) view.setInt32(at, view.getInt32(at) ^ mask)
  for (let at = last; at < end; at += 1) view.setUint8(at, view.getUint8(at) ^ (mask >>> (24 - (at - last) * 8)))
}
