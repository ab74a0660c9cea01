/**
 * What links say to each other, one batch a datagram. docs/CLUSTER.md section 3.
 *
 * Layout, little endian: version u8 | flags u8 | epoch u32 | number u32 | sequence u32 | acknowledged u32 | records. A
 * record is its length u32 and at least one byte. The first ten bytes stay as they are in every version, so that nodes of
 * two versions can tell each other so.
 *
 * A decoder trusts the sender's name, which the bus vouches for, and nothing else.
 */
import { cluster as limits } from "../Limits.ts"

const flag = { nak: 1, reset: 2, hello: 4 } as const

const resetReasons = ["closed", "version"] as const
export type ResetReason = (typeof resetReasons)[number]

/**
 * Each side numbers its links, ascending from 1. `epoch` is always the receiver's number and `number` the sender's: both
 * together name one link, so that what belongs to an earlier one of either side is never taken for this one. 0 stands for
 * "not known".
 */
export type LinkBatch =
  /** Opens a link, and answers one. */
  | { readonly _tag: "Hello"; readonly epoch: number; readonly number: number }
  /** The link is over. Of one that the sender does not know, `number` is the one by which the sender was called. */
  | { readonly _tag: "Reset"; readonly epoch: number; readonly number: number; readonly reason: ResetReason }
  | Records
  /** Says which link it speaks of, and no more that we understand. */
  | { readonly _tag: "OtherVersion"; readonly epoch: number; readonly number: number }

export interface Records {
  readonly _tag: "Records"
  readonly epoch: number
  readonly number: number
  /** Of a batch with records its own number; of one without, the number of the last that had some. */
  readonly sequence: number
  /** The last batch that was received in order. */
  readonly acknowledged: number
  /** Asks for everything behind `acknowledged` again. Only in a batch without records. */
  readonly isNak: boolean
  /** Views into the datagram. */
  readonly records: ReadonlyArray<Uint8Array>
}

/** The bytes that a record takes in a batch. */
export const recordBytes = (record: Uint8Array): number => limits.recordHeaderBytes + record.length

export const encodeHello = (epoch: number, number: number): Uint8Array => header(flag.hello, epoch, number)

export const encodeReset = (epoch: number, number: number, reason: ResetReason): Uint8Array =>
  header(flag.reset, epoch, number, 0, resetReasons.indexOf(reason))

export const encodeRecords = (batchOf: Omit<Records, "_tag">): Uint8Array => {
  const { acknowledged, epoch, isNak, number, records, sequence } = batchOf
  const bodyBytes = records.reduce((sum, record) => sum + recordBytes(record), 0)
  const batch = header(isNak ? flag.nak : 0, epoch, number, sequence, acknowledged, bodyBytes)
  let offset: number = limits.batchHeaderBytes
  for (const record of records) {
    setU32(batch, offset, record.length)
    batch.set(record, offset + limits.recordHeaderBytes)
    offset += recordBytes(record)
  }
  return batch
}

/** `undefined` for what no link of this version sends. */
export const decodeBatch = (batch: Uint8Array): LinkBatch | undefined => {
  const [version, flags = 0] = batch
  if (batch.length < limits.batchHeaderBytes || batch.length > limits.maxBatchBytes) return undefined
  const epoch = u32(batch, 2)
  const number = u32(batch, 6)
  const sequence = u32(batch, 10)
  const acknowledged = u32(batch, 14)
  if (version !== limits.linkVersion) {
    return flags === flag.reset
      ? { _tag: "Reset", epoch, number, reason: "version" }
      : { _tag: "OtherVersion", epoch, number }
  }
  if (flags === flag.hello) {
    const isValid = isBare(batch) && sequence === 0 && acknowledged === 0 && number > 0
    return isValid ? { _tag: "Hello", epoch, number } : undefined
  }
  if (flags === flag.reset) {
    const reason = resetReasons[acknowledged]
    return reason && isBare(batch) && sequence === 0 ? { _tag: "Reset", epoch, number, reason } : undefined
  }
  const isNak = flags === flag.nak
  if ((flags !== 0 && !isNak) || epoch === 0 || number === 0 || (isNak && !isBare(batch))) return undefined
  const records = decodeRecords(batch)
  return records && { _tag: "Records", epoch, number, sequence, acknowledged, isNak, records }
}

const decodeRecords = (batch: Uint8Array): ReadonlyArray<Uint8Array> | undefined => {
  const records: Array<Uint8Array> = []
  let offset: number = limits.batchHeaderBytes
  while (offset < batch.length) {
    if (offset + limits.recordHeaderBytes > batch.length) return undefined
    const start = offset + limits.recordHeaderBytes
    const length = u32(batch, offset)
    offset = start + length
    if (length === 0 || offset > batch.length) return undefined
    records.push(batch.subarray(start, offset))
  }
  return records
}

const isBare = (batch: Uint8Array): boolean => batch.length === limits.batchHeaderBytes

const header = (
  flags: number,
  epoch: number,
  number: number,
  sequence = 0,
  acknowledged = 0,
  bodyBytes = 0
): Uint8Array => {
  const batch = new Uint8Array(limits.batchHeaderBytes + bodyBytes)
  batch[0] = limits.linkVersion
  batch[1] = flags
  setU32(batch, 2, epoch)
  setU32(batch, 6, number)
  setU32(batch, 10, sequence)
  setU32(batch, 14, acknowledged)
  return batch
}

const u32 = (bytes: Uint8Array, offset: number): number =>
  ((bytes[offset] ?? 0) |
    ((bytes[offset + 1] ?? 0) << 8) |
    ((bytes[offset + 2] ?? 0) << 16) |
    ((bytes[offset + 3] ?? 0) << 24)) >>>
  0

const setU32 = (bytes: Uint8Array, offset: number, value: number): void => {
  bytes[offset] = value
  bytes[offset + 1] = value >>> 8
  bytes[offset + 2] = value >>> 16
  bytes[offset + 3] = value >>> 24
}
