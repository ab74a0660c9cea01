/**
 * Reusable buffers for the batches of all rooms, by size, so that a batch is built in place and no message allocates.
 *
 * A buffer comes back only when nobody needs its bytes any more; one that a slow socket still holds is left to the
 * garbage collector. What is kept for reuse is bounded.
 */
import { maxIdleBatchBytes } from "../protocol/Limits.ts"

const smallestBytes = 2_048

export interface BatchBuffers {
  /** A buffer of at least this many bytes; its content is anything. */
  readonly take: (bytes: number) => Buffer
  /** The bytes are not needed any more. */
  readonly giveBack: (buffer: Buffer) => void
}

export const make = (): BatchBuffers => {
  /** Free buffers by their size. */
  const free = new Map<number, Array<Buffer>>()
  let idleBytes = 0

  return {
    take: (bytes) => {
      const size = sizeFor(bytes)
      const buffer = free.get(size)?.pop()
      if (buffer === undefined) return Buffer.allocUnsafeSlow(size)
      idleBytes -= size
      return buffer
    },
    giveBack: (buffer) => {
      if (idleBytes + buffer.length > maxIdleBatchBytes) return
      idleBytes += buffer.length
      const sameSize = free.get(buffer.length)
      if (sameSize === undefined) free.set(buffer.length, [buffer])
      else sameSize.push(buffer)
    }
  }
}

/** Four sizes for each doubling: few enough that buffers are used again, and at most a fifth of one stays empty. */
const sizeFor = (bytes: number): number => {
  if (bytes <= smallestBytes) return smallestBytes
  const step = 2 ** (Math.floor(Math.log2(bytes)) - 2)
  return Math.ceil(bytes / step) * step
}
