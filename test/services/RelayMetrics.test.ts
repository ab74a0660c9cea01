/**
 * What an operator gets to read, as closed lists: every metric with every value of its label, and every line of the log,
 * in the code as in the operators' tables.
 */
import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { lines } from "../../src/layers/RelayLog.ts"
import { closeCodes } from "../../src/protocol/CloseCodes.ts"
import { ProblemCode } from "../../src/protocol/RoomApi.ts"
import { EndReason } from "../../src/protocol/ServerFrame.ts"
import { NodeCounts } from "../../src/services/ClusterTally.ts"
import {
  clusterFamilies,
  listenerFamilies,
  processFamilies,
  type ProcessReading,
  relayFamilies
} from "../../src/services/RelayMetrics.ts"
import { Tally } from "../../src/services/RelayTally.ts"

const reading: ProcessReading = {
  lagSeconds: { p50: 0, p99: 0, max: 0 },
  heapUsedBytes: 0,
  heapLimitBytes: 0,
  residentBytes: 0
}

const families = [
  ...relayFamilies.map((family) => ({ ...family, values: Object.keys(family.read(new Tally())) })),
  ...clusterFamilies.map((family) => ({ ...family, values: Object.keys(family.read(new NodeCounts())) })),
  ...listenerFamilies.map((family) => ({ ...family, values: Object.keys(family.read({ full: 0, address: 0 })) })),
  ...processFamilies.map((family) => ({ ...family, values: Object.keys(family.read(reading)) }))
]

const valuesOf = (name: string) => families.find((family) => family.name === name)?.values ?? []

describe("the metrics of a relay", () => {
  it("stand in the operators' table as they are", () => {
    const rows = families.map(({ name, kind, label, values, help }) => {
      const labels = label === undefined ? "" : `\`${label}\`: ${values.join(", ")}`
      return `| \`${name}\` | ${kind} | ${labels} | ${help} |`
    })
    const table = readFileSync("docs/OPERATIONS.md", "utf8")
      .split("\n")
      .filter((line) => line.startsWith("| `pug_"))

    assert.deepStrictEqual(
      table.map((row) => row.replaceAll(/ +/g, " ")),
      rows.map((row) => row.replaceAll(/ +/g, " "))
    )
  })

  it.each(families)("$name is named as Prometheus asks, and has a name of its own", ({ name, kind }) => {
    assert.match(name, /^pug_[a-z]+(_[a-z]+)*$/)
    assert.strictEqual(name.endsWith("_total"), kind === "counter")
    assert.lengthOf(
      families.filter((family) => family.name === name),
      1
    )
  })

  it.each(families)("$name has values of a closed set, none of them from a client", ({ label, values }) => {
    // A room, a connection or an address has more than 20 letters, or a dot, or a colon.
    assert.isTrue(label === undefined ? values.join() === "" : /^[a-z]+$/.test(label))
    assert.deepStrictEqual(
      values.filter((value) => !/^[a-z0-9-]{0,24}$/.test(value)),
      []
    )
  })

  it("have a series for every close code, every problem and every end of a room", () => {
    const reasons = Object.values(closeCodes).map(({ reason }) => reason)

    assert.includeMembers([...valuesOf("pug_connections_closed_total")], reasons)
    assert.sameMembers([...valuesOf("pug_api_refusals_total")], [...ProblemCode.literals])
    assert.sameMembers([...valuesOf("pug_rooms_ended_total")], [...EndReason.literals])
  })
})

describe("the lines of the log", () => {
  it("stand in the operators' table, all of them and no others", () => {
    const rows = [
      ...readFileSync("docs/OPERATIONS.md", "utf8").matchAll(/^\| (Fatal|Error|Warn|Info) \| (.+?) \| .+ \|$/gm)
    ]

    assert.sameDeepMembers(
      rows.map(([, level, words]) => [level, words]),
      Object.values<readonly [string, string]>(lines).map(([level, words]) => [level, words])
    )
  })
})

describe("a connection that has ended", () => {
  const countedAs = (close: { readonly code: number; readonly reason: string } | undefined) => {
    const tally = new Tally()
    tally.closed(close)
    return Object.entries(tally.connectionsClosed).flatMap(([reason, count]) => (count === 0 ? [] : [[reason, count]]))
  }

  it.each(Object.values(closeCodes))("is counted by the name of code $code", (close) => {
    assert.deepStrictEqual(countedAs(close), [[close.reason, 1]])
  })

  it.each([
    [{ code: 4107, reason: "members-only" }, "join-forbidden"],
    [{ code: 1000, reason: "" }, "left"],
    [{ code: 1002, reason: "" }, "protocol-error"],
    [{ code: 4999, reason: "10.1.2.3" }, "lost"],
    [undefined, "lost"]
  ] as const)("with %o is counted as %s, whatever its reason says", (close, reason) => {
    assert.deepStrictEqual(countedAs(close), [[reason, 1]])
  })
})
