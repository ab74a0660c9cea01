/**
 * What a cluster of so many nodes asks of the bus between them: the table of docs/CLUSTER.md section 8.
 *
 *     node scripts/cluster-plan.ts
 *
 * On paper: the figures of a node are those of docs/PERFORMANCE.md and docs/CAPACITY.md, halved where they would take a
 * whole core; what people do is assumed.
 */

/** What one node carries, and what people do in it. */
export const assumptions = {
  membersPerNode: 19_000,
  membersPerRoom: 10,
  /** Of each member. */
  secondsBetweenMessages: 20,
  /** A sealed message of a line of text, with header, framing, record and batch. */
  bytesPerMessage: 560,
  /** Of a NATS server's core, for one message in or out. */
  busMicrosPerMessage: 2.3
} as const

export interface Plan {
  readonly nodes: number
  readonly members: number
  /** Nodes besides the owner at which the members of one room stand. */
  readonly edgesPerRoom: number
  /** Over the bus, to the owner and to the edges. */
  readonly busMessagesPerSecond: number
  readonly busGigabitsPerSecond: number
  readonly busCores: number
}

/** Nodes besides the owner at which at least one of `members` stands, if each came to any of `nodes` by chance. */
export const expectedEdges = (nodes: number, members: number): number => (nodes - 1) * (1 - (1 - 1 / nodes) ** members)

export const planFor = (nodes: number): Plan => {
  const { busMicrosPerMessage, bytesPerMessage, membersPerNode, membersPerRoom, secondsBetweenMessages } = assumptions
  const members = nodes * membersPerNode
  const edgesPerRoom = expectedEdges(nodes, membersPerRoom)
  const messages = members / secondsBetweenMessages
  // Each message goes to the owner, unless its sender stands there, and from there to every edge.
  const busMessagesPerSecond = messages * (1 - 1 / nodes + edgesPerRoom)
  return {
    nodes,
    members,
    edgesPerRoom,
    busMessagesPerSecond,
    busGigabitsPerSecond: (busMessagesPerSecond * bytesPerMessage * 8) / 1e9,
    // Every message goes in once and out once.
    busCores: (2 * busMessagesPerSecond * busMicrosPerMessage) / 1e6
  }
}

const grouped = (value: number): string => Math.round(value).toLocaleString("en-US")

export const rowOf = (plan: Plan): string =>
  `| ${grouped(plan.nodes)} | ${grouped(plan.members)} | ${plan.edgesPerRoom.toFixed(1)} | ${grouped(plan.busMessagesPerSecond)} | ${plan.busGigabitsPerSecond.toFixed(2)} | ${plan.busCores.toFixed(1)} |`

export const table = (): string =>
  [
    "| nodes | members | edges of a room | bus messages/s | Gbit/s | cores of NATS |",
    "| --- | --- | --- | --- | --- | --- |",
    ...[2, 4, 20, 100, 1_000].map((nodes) => rowOf(planFor(nodes)))
  ].join("\n")

if (import.meta.main) process.stdout.write(`${table()}\n`)
