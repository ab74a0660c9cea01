/** What is remembered of sources, for how long, and how many at most. */
import { assert, describe, it } from "@effect/vitest"
import { SourceTable } from "../../src/layers/SourceTable.ts"
import { Source } from "../../src/services/Admission.ts"

const [a, b, c, d] = [Source("a"), Source("b"), Source("c"), Source("d")]

describe("SourceTable", () => {
  it("forgets who has not asked since, and nobody who has", () => {
    const table = new SourceTable(10)
    table.touch(a, 1)
    table.touch(b, 2)
    table.touch(a, 3)

    table.forgetBefore(2)

    assert.deepStrictEqual([table.get(a)?.touchedAtMillis, table.get(b)], [3, undefined])
  })

  it("forgets nobody who holds a connection, however long ago it asked", () => {
    const table = new SourceTable(10)
    table.connect(a, 1)
    table.connect(a, 1)
    table.disconnect(a, 2)

    table.forgetBefore(1_000)
    assert.strictEqual(table.get(a)?.connections, 1)

    table.disconnect(a, 1_000)
    table.forgetBefore(999)
    assert.strictEqual(table.size, 1)
    table.forgetBefore(1_000)
    assert.strictEqual(table.size, 0)
  })

  it("holds as many idle sources as it may, and forgets the one that has asked least lately", () => {
    const table = new SourceTable(2)
    table.connect(d, 0)
    table.touch(a, 1)
    table.touch(b, 2)
    table.touch(a, 3)
    table.touch(c, 4)

    assert.deepStrictEqual(
      [a, b, c, d].map((source) => table.get(source) !== undefined),
      [true, false, true, true]
    )
  })
})
