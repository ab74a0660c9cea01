/**
 * What links say to each other, and its bytes.
 */
import { assert } from "@effect/vitest"
import * as fc from "fast-check"
import { encodeHello, encodeRecords, encodeReset, type LinkBatch } from "../../../src/protocol/cluster/LinkBatch.ts"

const u32 = fc.oneof(fc.integer({ min: 0, max: 0xffff_ffff }), fc.constantFrom(0, 1, 0x7fff_ffff, 0x8000_0000))
const nonZero = u32.map((value) => Math.max(1, value))
const record = fc.uint8Array({ minLength: 1, maxLength: 40 })

/** Every kind of batch of this version. */
export const linkBatches: fc.Arbitrary<LinkBatch> = fc.oneof(
  fc.record({ _tag: fc.constant("Hello" as const), epoch: u32, number: nonZero }),
  fc.record({
    _tag: fc.constant("Reset" as const),
    epoch: u32,
    number: u32,
    reason: fc.constantFrom("closed" as const, "version" as const)
  }),
  fc
    .record({
      _tag: fc.constant("Records" as const),
      epoch: nonZero,
      number: nonZero,
      sequence: u32,
      acknowledged: u32,
      isNak: fc.boolean(),
      records: fc.array(record, { maxLength: 5 })
    })
    .map((batch) => ({ ...batch, isNak: batch.isNak && batch.records.length === 0 }))
)

export const encodeBatch = (batch: LinkBatch): Uint8Array => {
  if (batch._tag === "Hello") return encodeHello(batch.epoch, batch.number)
  if (batch._tag === "Reset") return encodeReset(batch.epoch, batch.number, batch.reason)
  return batch._tag === "Records" ? encodeRecords(batch) : assert.fail("of another version")
}
