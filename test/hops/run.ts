/**
 * `npm run hops`: what a second node costs: the way of a message to a member at another node and the CPU of both nodes for
 * each frame that is delivered, with NATS and two nodes on this machine, each the program itself, against the same people
 * at one node, in turn; and how fast people come in at another node (joins.ts). Fails if a goal is missed; the figures want a quiet machine.
 */
import { readdirSync, readFileSync } from "node:fs"
import { Effect } from "effect"
import type { ScriptedMember } from "../../src/testing.ts"
import { clusterAt } from "../support/cluster/ClusterOnNats.ts"
import { freePorts } from "../support/FreePorts.ts"
import { busyness, judge } from "../support/goalTable.ts"
import { startNats } from "../support/NatsServer.ts"
import { createRoom, enter } from "../support/ProcessRoom.ts"
import type { RelayProcess } from "../support/RelayProcess.ts"
import { joins, joinsPerSecond, underWay } from "./joins.ts"

type Member = ScriptedMember.ScriptedMember

const rounds = 5
const messages = 400
const carried = 4_000
const guests = 20
const depth = 16

/** Nobody is held back: what is measured are nodes, and not their limits. */
const unlimited = {
  PUG_MESSAGES_PER_SECOND: "1000000000",
  PUG_MESSAGE_BURST: "1000000000",
  PUG_BYTES_PER_SECOND: "1000000000",
  PUG_BYTE_BURST: "1000000000",
  PUG_MAX_CAPACITY: "1000",
  PUG_ADDRESS_CHALLENGES: "0",
  PUG_ADDRESS_ROOMS: "0",
  PUG_ADDRESS_CONNECTIONS: "0",
  PUG_ADDRESS_NEW_CONNECTIONS: "0",
  PUG_ADDRESS_JOINS: "0"
}

/** The CPU time of all threads of a process so far, in microseconds, by the scheduler's own account in nanoseconds. */
const cpuMicros = ({ child }: RelayProcess): number =>
  readdirSync(`/proc/${child.pid}/task`)
    .map((thread) => Number(readFileSync(`/proc/${child.pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]))
    .reduce((sum, nanos) => sum + nanos / 1_000, 0)

const payload = new Uint8Array(256).fill(7)

const delivered = (member: Member, count: number) =>
  Effect.forEach(Array.from({ length: count }), () => member.nextOf("Delivered"), { discard: true })

/** Milliseconds from one member to another, one message after the other. */
const ways = Effect.fnUntraced(function* (from: Member, to: Member) {
  const taken: Array<number> = []
  for (let count = 0; count < messages; count += 1) {
    const startedAt = performance.now()
    yield* from.sendRaw(payload)
    yield* to.nextOf("Delivered")
    taken.push(performance.now() - startedAt)
    yield* from.nextOf("Delivered")
  }
  return taken.toSorted((a, b) => a - b)[messages / 2] ?? Number.NaN
})

/** CPU of the nodes for each frame that a member gets, `depth` messages at a time. */
const cpuOf = Effect.fnUntraced(function* (nodes: ReadonlyArray<RelayProcess>, members: ReadonlyArray<Member>) {
  const [speaker] = members
  const before = nodes.reduce((sum, node) => sum + cpuMicros(node), 0)
  for (let said = 0; said < carried; said += depth) {
    for (let count = 0; count < depth; count += 1) yield* speaker?.sendRaw(payload) ?? Effect.void
    yield* Effect.forEach(members, (member) => delivered(member, depth), { concurrency: "unbounded" })
  }
  return (nodes.reduce((sum, node) => sum + cpuMicros(node), 0) - before) / (carried * members.length)
})

const roomWith = Effect.fnUntraced(function* (owner: RelayProcess, places: ReadonlyArray<RelayProcess>) {
  const { roomId, secrets } = yield* createRoom(owner.url, 100)
  const creator = yield* enter(owner.url, secrets.creatorJoin(roomId))
  const others = yield* Effect.forEach(places, ({ url }) => enter(url, secrets.guestJoin(roomId)))
  return [creator, ...others]
})

const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const measured = Effect.gen(function* () {
  const [port = 0] = yield* Effect.promise(() => freePorts(1))
  yield* startNats(port)
  const node = yield* clusterAt(port)
  const owner = yield* node(1, unlimited)
  const edge = yield* node(2, unlimited)
  const nodes = [owner, edge]
  const rows = []
  for (let round = 0; round < rounds; round += 1) {
    rows.push(
      yield* Effect.scoped(
        Effect.gen(function* () {
          const [near, nearGuest] = yield* roomWith(owner, [owner])
          const [far, farGuest] = yield* roomWith(owner, [edge])
          const one = yield* roomWith(
            owner,
            Array.from({ length: guests }, () => owner)
          )
          const two = yield* roomWith(
            owner,
            Array.from({ length: guests }, (_, index) => (index % 2 === 0 ? edge : owner))
          )
          if (!near || !nearGuest || !far || !farGuest) return yield* Effect.die("nobody came")
          return {
            addedMillis: (yield* ways(far, farGuest)) - (yield* ways(near, nearGuest)),
            cpuRatio: (yield* cpuOf(nodes, two)) / (yield* cpuOf(nodes, one))
          }
        })
      )
    )
  }
  return {
    addedMillis: median(rows.map((row) => row.addedMillis)),
    cpuRatio: median(rows.map((row) => row.cpuRatio))
  }
})

const load = busyness()
const { addedMillis, cpuRatio } = await Effect.runPromise(Effect.scoped(measured))

const joined = await Effect.runPromise(joinsPerSecond)

const rounded = (value: number): number => Math.round(value * 100) / 100
judge(
  [
    {
      name: "added way to another node, p50, ms",
      value: rounded(addedMillis),
      goal: { atMost: 0.5 },
      from: `${rounds} rounds of ${messages} messages`
    },
    {
      name: "CPU for each frame, times one node's",
      value: rounded(cpuRatio),
      goal: { atMost: 2.5 },
      from: `${guests + 1} members, half of them at the other node, ${carried} messages, ${depth} at a time`
    },
    {
      name: "joins a second at the other node",
      value: Math.round(joined),
      goal: { atLeast: 5_000 },
      from: `${joins} joins and leaves, ${underWay} under way`
    }
  ],
  [load]
)
