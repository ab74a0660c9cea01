import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import {
  isNodeAddress,
  isSameNode,
  maxIncarnation,
  maxSlot,
  nodeKey,
  parseNodeKey
} from "../../src/domain/NodeAddress.ts"

const addresses = fc.record({
  slot: fc.integer({ min: 0, max: maxSlot }),
  incarnation: fc.integer({ min: 0, max: maxIncarnation })
})

describe("a node's address", () => {
  it("has one spelling, which is read back", () => {
    assert.strictEqual(nodeKey({ slot: 3, incarnation: 4_294_967_295 }), "3.4294967295")
    fc.assert(fc.property(addresses, (address) => assert.deepEqual(parseNodeKey(nodeKey(address)), address)))
  })

  it.each([
    "",
    ".",
    "1",
    "1.",
    ".1",
    "1.2.3",
    "1.2.",
    "01.2",
    "1.02",
    "+1.2",
    "-1.2",
    "1.-2",
    " 1.2",
    "1.2 ",
    "0x1.2",
    "1e1.2",
    "65536.1",
    "1.4294967296",
    "NaN.1",
    "1.Infinity"
  ])("is not read from %j", (text) => {
    assert.isUndefined(parseNodeKey(text))
  })

  it.each([
    [0, 0, true],
    [maxSlot, maxIncarnation, true],
    [maxSlot + 1, 0, false],
    [0, maxIncarnation + 1, false],
    [-1, 0, false],
    [0, -1, false],
    [0.5, 0, false],
    [0, 0.5, false],
    [Number.NaN, 0, false]
  ])("of slot %d and incarnation %d fits its fields: %s", (slot, incarnation, expected) => {
    assert.strictEqual(isNodeAddress({ slot, incarnation }), expected)
  })

  it("is another node's for another slot, and for another start of the same", () => {
    const node = { slot: 1, incarnation: 2 }

    assert.isTrue(isSameNode(node, { ...node }))
    assert.isFalse(isSameNode(node, { slot: 1, incarnation: 3 }))
    assert.isFalse(isSameNode(node, { slot: 2, incarnation: 2 }))
  })
})
