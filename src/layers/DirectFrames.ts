/**
 * Takes whole binary messages straight from the TCP socket, ahead of `ws`, and hands every other frame on to it in order.
 *
 * The data path of a chat is one kind of frame: final, masked, binary. Those are unmasked in place and delivered without
 * the receiver of `ws`. Control frames, text, fragments, and everything malformed stay with `ws`: conformance is its work
 * alone (RFC 6455 section 5). A frame that arrives in pieces waits here until it is whole, in one buffer, so that what a
 * slow sender holds is known and near its length; a frame that `ws` will refuse by its header goes on as it comes. `ws`
 * offers no hook for this, so its one `data` listener is taken off the socket and called from here; if that is not found
 * as expected, `ws` keeps the whole path.
 */
import type { Duplex } from "node:stream"
import { memory } from "../protocol/Limits.ts"
import * as SharedReadBuffer from "./SharedReadBuffer.ts"

export interface DirectFrames {
  readonly maxPayloadBytes: number
  /** The most that a message of any kind may have: `ws` refuses what is longer by its header. */
  readonly maxFrameBytes: number
  /** A whole message. The bytes are good until it returns. */
  readonly onBinary: (payload: Uint8Array) => void
  /** What is held of messages that are not whole yet, in bytes of memory, when it has changed. */
  readonly onHeld: (bytes: number) => void
}

/** Puts itself between socket and `ws`. False if `ws` does not listen as expected: then nothing has changed. */
export const install = (socket: Duplex, frames: DirectFrames): boolean => {
  const [listener, ...others] = socket.listeners("data")
  if (listener === undefined || others.length > 0) return false
  socket.removeAllListeners("data")
  const splitter = new FrameSplitter(frames, (bytes) => listener.call(socket, bytes))
  const read = (chunk: Buffer) => splitter.read(chunk)
  SharedReadBuffer.install(socket, read)
  socket.on("data", read)
  return true
}

const finalBinary = 0x82
const closeOpcode = 8
const masked = 0x80
/** Room for a header, so that the smallest buffer of a cut frame is not filled byte by byte. */
const smallestHoldBytes = 128
const noBytes = Buffer.alloc(0)

/** Follows the frame boundaries of one connection. */
export class FrameSplitter {
  readonly #frames: DirectFrames
  readonly #forward: (bytes: Buffer) => void
  /** The beginning of a frame that is not whole yet: the first `#heldBytes` of the buffer. */
  #held = noBytes
  #heldBytes = 0
  /** Bytes, still to come, of a frame that `ws` is about to refuse. */
  #owed = 0
  /** Memory of the fragments that `ws` holds until the last one has come. */
  #fragmentBytes = 0
  #isInFragments = false
  #isClosing = false
  #toldBytes = 0

  constructor(frames: DirectFrames, forward: (bytes: Buffer) => void) {
    this.#frames = frames
    this.#forward = forward
  }

  read(arrived: Buffer): void {
    this.#split(this.#heldBytes === 0 ? arrived : this.#append(arrived))
    const bytes = this.#held.length + this.#fragmentBytes
    if (bytes === this.#toldBytes) return
    this.#toldBytes = bytes
    this.#frames.onHeld(bytes)
  }

  #split(chunk: Buffer): void {
    let offset = 0
    // `ws` refuses a frame only after this turn. Until it has had the chance, nothing behind that frame is delivered.
    let isDoubtful = this.#owed > 0
    while (offset < chunk.length) {
      if (this.#owed > 0) {
        const passing = Math.min(this.#owed, chunk.length - offset)
        this.#pass(chunk, offset, offset + passing)
        this.#owed -= passing
        offset += passing
        continue
      }
      // Nothing follows a close frame (RFC 6455 section 5.5.1).
      if (this.#isClosing) break
      const start = payloadStart(chunk, offset)
      if (start > chunk.length) return this.#hold(chunk, offset)
      const length = payloadLength(chunk, offset)
      const end = start + length
      if (end > chunk.length && this.#isBearable(chunk, offset, length)) return this.#hold(chunk, offset)
      if (!isDoubtful && this.#isSound(chunk, offset, length)) {
        unmask(chunk, start, end)
        this.#frames.onBinary(chunk.subarray(start, end))
      } else {
        this.#leave(chunk, offset, Math.min(end, chunk.length))
        this.#owed = Math.max(0, end - chunk.length)
        isDoubtful = true
      }
      offset = Math.min(end, chunk.length)
    }
    this.#held = noBytes
    this.#heldBytes = 0
  }

  /** Whether `ws` may take the frame once it is whole; what it will refuse by its header need not wait. */
  #isBearable(chunk: Buffer, offset: number, length: number): boolean {
    const hasReservedBits = (chunk.readUInt8(offset) & 0x70) !== 0
    return !hasReservedBits && length <= this.#frames.maxFrameBytes && chunk.readUInt8(offset + 1) >= masked
  }

  /** Whether the frame is a binary message that nobody would refuse. */
  #isSound(chunk: Buffer, offset: number, length: number): boolean {
    return (
      chunk[offset] === finalBinary &&
      !this.#isInFragments &&
      length > 0 &&
      length <= this.#frames.maxPayloadBytes &&
      chunk.readUInt8(offset + 1) >= masked
    )
  }

  /** A frame goes to `ws`; what it means for those behind it. */
  #leave(chunk: Buffer, offset: number, end: number): void {
    const first = chunk.readUInt8(offset)
    const isFinal = first >= 0x80
    const opcode = first & 0x0f
    this.#pass(chunk, offset, end)
    if (opcode === closeOpcode) this.#isClosing = true
    if (!isFinal) {
      this.#isInFragments = true
      this.#fragmentBytes += end - offset + memory.pieceBytes
    } else if (opcode === 0) {
      this.#isInFragments = false
      this.#fragmentBytes = 0
    }
  }

  /** In memory of its own: `ws` may keep it, and it must keep nothing else alive. */
  #pass(chunk: Buffer, offset: number, end: number): void {
    this.#forward(copyInto(Buffer.allocUnsafeSlow(end - offset), chunk, offset, end))
  }

  /** What begins at `offset` waits for its rest. */
  #hold(chunk: Buffer, offset: number): void {
    this.#heldBytes = chunk.length - offset
    // It may stand at the front of its buffer already.
    if (offset === 0 && chunk.buffer === this.#held.buffer) return
    this.#held = copyInto(Buffer.allocUnsafeSlow(holdSize(this.#heldBytes)), chunk, offset, chunk.length)
  }

  /** Puts what has arrived behind what is held, in a buffer that grows by its share as it fills. */
  #append(arrived: Buffer): Buffer {
    const bytes = this.#heldBytes + arrived.length
    if (bytes > this.#held.length) {
      this.#held = copyInto(Buffer.allocUnsafeSlow(holdSize(bytes)), this.#held, 0, this.#heldBytes)
    }
    this.#held.set(arrived, this.#heldBytes)
    return this.#held.subarray(0, bytes)
  }
}

/** Four sizes for each doubling, so that at most a fifth stays empty. */
const holdSize = (bytes: number): number => {
  const step = 2 ** (Math.floor(Math.log2(Math.max(smallestHoldBytes, bytes))) - 2)
  return Math.max(smallestHoldBytes, Math.ceil(bytes / step) * step)
}

const copyInto = <A extends Buffer>(target: A, source: Buffer, start: number, end: number): A => {
  target.set(source.subarray(start, end))
  return target
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
