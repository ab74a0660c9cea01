/**
 * Hides the length of a record among few sizes: length u32be | content | zeros, of Padmé size. PROTOCOL.md section 7.3.
 *
 * Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019) leaks
 * O(log log n) bits and costs at most 12 %. The floor makes all short messages look alike.
 */
import { seal } from "../../protocol/Limits.ts"
import type { Bytes } from "./WebCrypto.ts"

/** The length field in front of the content. */
export const lengthBytes = 4

/** The padded size of `byteLength` bytes, length field included. */
export const padmeSize = (byteLength: number): number => {
  if (byteLength <= seal.paddingFloorBytes) return seal.paddingFloorBytes
  const exponent = floorLog2(byteLength)
  const step = 2 ** (exponent - floorLog2(exponent) - 1)
  return Math.ceil(byteLength / step) * step
}

/** Exact for integers from 1 to 2^32 - 1, which `Math.log2` is not promised to be. */
const floorLog2 = (value: number): number => 31 - Math.clz32(value)

/** The padded form of `content`. */
export const pad = (content: Uint8Array): Bytes => {
  const padded = new Uint8Array(padmeSize(lengthBytes + content.length))
  new DataView(padded.buffer).setUint32(0, content.length)
  padded.set(content, lengthBytes)
  return padded
}

/** The content, or `undefined` if the length, the size or the zeros are not what `pad` makes of it. */
export const unpad = (padded: Bytes): Bytes | undefined => {
  if (padded.length < seal.paddingFloorBytes) return undefined
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0)
  const end = lengthBytes + length
  if (end > padded.length || padmeSize(end) !== padded.length) return undefined
  return padded.subarray(end).every((byte) => byte === 0) ? padded.subarray(lengthBytes, end) : undefined
}
