/**
 * The arithmetic of docs/CLUSTER.md section 8, and that the document has its results.
 */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { expectedEdges, planFor, table } from "../scripts/cluster-plan.ts"

/** How many other nodes than the first have somebody, counted over every way in which people can come. */
const countedEdges = (nodes: number, members: number): number => {
  const ways = nodes ** members
  let edges = 0
  for (let way = 0; way < ways; way += 1) {
    const stations = new Set(Array.from({ length: members }, (_, member) => Math.floor(way / nodes ** member) % nodes))
    stations.delete(0)
    edges += stations.size
  }
  return edges / ways
}

describe("a plan for a cluster", () => {
  it.each([
    [2, 2],
    [2, 10],
    [3, 5],
    [4, 4]
  ])("expects of %i nodes and %i members what counting gives", (nodes, members) => {
    assert.approximately(expectedEdges(nodes, members), countedEdges(nodes, members), 1e-9)
  })

  it("asks nothing of a bus between one node and itself", () => {
    assert.deepInclude(planFor(1), { edgesPerRoom: 0, busMessagesPerSecond: 0, busCores: 0 })
  })

  it("stands in the document as it is", () => {
    assert.include(readFileSync("docs/CLUSTER.md", "utf8"), table())
  })
})
