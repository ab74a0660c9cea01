import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { decodeBatch, encodeRecords, type LinkBatch } from "../../../src/protocol/cluster/LinkBatch.ts"
import { cluster as limits } from "../../../src/protocol/Limits.ts"
import { encodeBatch as encode, linkBatches as batches } from "../../support/cluster/BatchArbitraries.ts"

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex")
const decodeHex = (text: string) => decodeBatch(Buffer.from(text, "hex"))

/** Bytes of docs/CLUSTER.md section 3. */
const accepted: ReadonlyArray<readonly [string, LinkBatch]> = [
  ["01 04 00000000 05000000 00000000 00000000", { _tag: "Hello", epoch: 0, number: 5 }],
  ["01 04 09000000 05000000 00000000 00000000", { _tag: "Hello", epoch: 9, number: 5 }],
  ["01 02 09000000 05000000 00000000 00000000", { _tag: "Reset", epoch: 9, number: 5, reason: "closed" }],
  ["01 02 09000000 00000000 00000000 01000000", { _tag: "Reset", epoch: 9, number: 0, reason: "version" }],
  [
    "01 01 09000000 07000000 04030201 ffffffff",
    { _tag: "Records", epoch: 9, number: 7, sequence: 0x0102_0304, acknowledged: 0xffff_ffff, isNak: true, records: [] }
  ],
  [
    "01 00 09000000 07000000 02000000 01000000 01000000 aa 02000000 bbcc",
    {
      _tag: "Records",
      epoch: 9,
      number: 7,
      sequence: 2,
      acknowledged: 1,
      isNak: false,
      records: [Buffer.from("aa", "hex"), Buffer.from("bbcc", "hex")]
    }
  ],
  ["02 02 09000000 05000000 00000000 00000000", { _tag: "Reset", epoch: 9, number: 5, reason: "version" }],
  ["02 04 00000000 05000000 00000000 00000000 ff", { _tag: "OtherVersion", epoch: 0, number: 5 }],
  ["02 00 09000000 05000000 00000000 00000000 ff", { _tag: "OtherVersion", epoch: 9, number: 5 }]
]

const refused: ReadonlyArray<readonly [string, string]> = [
  ["nothing at all", ""],
  ["a byte less than a header", "01 04 00000000 05000000 00000000 000000"],
  ["a Hello that numbers no link", "01 04 00000000 00000000 00000000 00000000"],
  ["a Hello that acknowledges", "01 04 00000000 05000000 00000000 01000000"],
  ["a Hello with a record", "01 04 00000000 05000000 00000000 00000000 01000000 aa"],
  ["a Reset with a reason that there is not", "01 02 09000000 05000000 00000000 02000000"],
  ["a Reset with a record", "01 02 09000000 05000000 00000000 00000000 01000000 aa"],
  ["two flags at once", "01 03 09000000 07000000 05000000 00000000"],
  ["a flag that there is not", "01 08 09000000 07000000 05000000 00000000"],
  ["a Hello with a sequence number", "01 04 00000000 05000000 01000000 00000000"],
  ["a Reset with a sequence number", "01 02 09000000 05000000 01000000 00000000"],
  ["records for no link", "01 00 00000000 07000000 05000000 00000000"],
  ["records of no link", "01 00 09000000 00000000 05000000 00000000"],
  ["a NAK with a record", "01 01 09000000 07000000 05000000 00000000 01000000 aa"],
  ["an empty record", "01 00 09000000 07000000 02000000 01000000 00000000"],
  ["a record that ends before its length", "01 00 09000000 07000000 02000000 01000000 02000000 aa"],
  ["a record of 4 GiB", "01 00 09000000 07000000 02000000 01000000 ffffffff aa"],
  ["half a length", "01 00 09000000 07000000 02000000 01000000 0100"]
]

describe("LinkBatch", () => {
  it("comes back as it was, also inside a larger buffer", () => {
    fc.assert(
      fc.property(batches, fc.nat(7), (batch, offset) => {
        const bytes = encode(batch)
        const around = new Uint8Array(offset + bytes.length + 3).fill(0xee)
        around.set(bytes, offset)

        assert.deepEqual(decodeBatch(around.subarray(offset, offset + bytes.length)), batch)
      })
    )
  })

  it("has one spelling", () => {
    fc.assert(
      fc.property(
        batches,
        fc.array(fc.record({ at: fc.nat(60), value: fc.nat(255) }), { maxLength: 3 }),
        fc.nat(3),
        (batch, changes, cut) => {
          const bytes = encode(batch)
          for (const { at, value } of changes) bytes[at % bytes.length] = value
          const given = bytes.subarray(0, bytes.length - cut)

          const decoded = decodeBatch(given)

          if (decoded !== undefined && given[0] === limits.linkVersion)
            assert.strictEqual(hex(encode(decoded)), hex(given))
        }
      )
    )
  })

  it.each(accepted)("reads %s", (text, batch) => {
    assert.deepEqual(decodeHex(text.replaceAll(" ", "")), batch)
  })

  it.each(refused)("refuses %s", (_, text) => {
    assert.isUndefined(decodeHex(text.replaceAll(" ", "")))
  })

  it("takes a batch of the greatest length and no more", () => {
    const overhead = limits.batchHeaderBytes + limits.recordHeaderBytes
    const filled = (bytes: number) =>
      encodeRecords({
        epoch: 1,
        number: 1,
        sequence: 1,
        acknowledged: 0,
        isNak: false,
        records: [new Uint8Array(bytes)]
      })

    assert.isDefined(decodeBatch(filled(limits.maxBatchBytes - overhead)))
    assert.isUndefined(decodeBatch(filled(limits.maxBatchBytes - overhead + 1)))
  })
})
