import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { decodeRoomRecord, encodeRoomRecord, RoomRecord } from "../../../src/protocol/cluster/RoomRecord.ts"
import { roomRecords } from "../../support/cluster/RecordArbitraries.ts"

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex")

describe.each(Object.entries(roomRecords))("a record %s", (_, records) => {
  it("is read as it was written, from any place in a buffer", () => {
    fc.assert(
      fc.property(records, fc.nat(40), (record, before) => {
        const bytes = encodeRoomRecord(record)
        const buffer = Buffer.concat([Buffer.alloc(before, 0xff), bytes, Buffer.alloc(3, 0xff)])
        const read = decodeRoomRecord(buffer.subarray(before, before + bytes.length))
        assert.isDefined(read)
        if (read !== undefined) {
          assert.strictEqual(read._tag, record._tag)
          assert.strictEqual(hexOf(encodeRoomRecord(read)), hexOf(bytes))
        }
      })
    )
  })
})

describe("what is no record", () => {
  it.each([
    ["nothing", []],
    ["a number that ends too early", [2, 0, 0, 0]],
    ["an unknown type", [7, 0, 0, 0, 0]],
    ["a leave for no reason that there is", [4, 1, 0, 0, 0, 2]],
    ["a leave with more behind it", [4, 1, 0, 0, 0, 0, 0]],
    ["a refusal without a reason", [16, 1, 0, 0, 0]],
    ["a welcome without a connection", [17, 1, 0, 0, 0, 1, 0, 0, 0]],
    ["a close without a whole code", [20, 1, 0, 0, 0, 1]],
    ["a close that there is not", [20, 1, 0, 0, 0, 0xed, 0x03]],
    ["a close with another reason than its own", [20, 1, 0, 0, 0, 0xa0, 0x0f, ...Buffer.from("expired")]],
    ["an answer without a result", [21, 1, 0, 0, 0]],
    ["a challenge that ends past what a number holds", [6, 1, 0, 0, 0, ...Array<number>(16).fill(0xff)]],
    ["a challenge without an end", [6, 1, 0, 0, 0, ...Array<number>(8).fill(1)]],
    [
      "a join with a flag that nobody knows",
      [1, 1, 0, 0, 0, ...Array<number>(8).fill(0), 4, ...Array<number>(32).fill(0)]
    ],
    [
      "a join without the digest that its flag promises",
      [1, 1, 0, 0, 0, ...Array<number>(8).fill(0), 1, ...Array<number>(32).fill(0)]
    ]
  ])("%s", (_, bytes) => {
    assert.isUndefined(decodeRoomRecord(Uint8Array.from(bytes)))
  })
})

it("stands in little-endian, the type first", () => {
  assert.strictEqual(
    hexOf(encodeRoomRecord(RoomRecord.Send({ member: 0x0102_0304, payload: Uint8Array.of(9) }))),
    "020403020109"
  )
  assert.strictEqual(
    hexOf(encodeRoomRecord(RoomRecord.Close({ member: 1, close: { code: 4106, reason: "kicked" } }))),
    `14010000000a10${Buffer.from("kicked").toString("hex")}`
  )
})
