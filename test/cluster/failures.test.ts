/**
 * Nodes and servers that are killed, stand still or stop while people talk, all of them processes: what their members are
 * told, and how soon. docs/CLUSTER.md section 6.
 */
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect } from "effect"
import { cluster as limits } from "../../src/protocol/Limits.ts"
import type { ScriptedMember } from "../../src/testing.ts"
import { clusterAt, roomOf } from "../support/cluster/ClusterOnNats.ts"
import { eventually } from "../support/eventually.ts"
import { freePorts } from "../support/FreePorts.ts"
import { type NatsServer, startNats } from "../support/NatsServer.ts"
import type { RelayProcess } from "../support/RelayProcess.ts"

type Member = ScriptedMember.ScriptedMember

/** What a busy machine may take besides what is promised of an idle one. */
const patienceMillis = 4_000

const print = (line: string) => void process.stdout.write(`${line}\n`)

const ports = (count: number) => Effect.promise(() => freePorts(count))

const signal = ({ child }: RelayProcess, name: NodeJS.Signals) => Effect.sync(() => child.kill(name))

/** One NATS server, the owner of a room with its creator, and an edge with a guest. */
const scene = Effect.gen(function* () {
  const [port = 0] = yield* ports(1)
  const server = yield* startNats(port)
  const node = yield* clusterAt(port)
  const [owner, edge] = yield* Effect.all([node(1), node(2)], { concurrency: 2 })
  return { ...(yield* roomOf(owner, edge)), edge, node, owner, server }
})

/** That it comes, and within so many milliseconds. */
const within = Effect.fnUntraced(function* <A, E>(millis: number, what: string, told: Effect.Effect<A, E>) {
  const startedAt = Date.now()
  const outcome = yield* told
  const took = Date.now() - startedAt
  print(`${what}: told after ${took} ms (at most ${millis} ms)`)
  assert.isAtMost(took, millis + patienceMillis, what)
  return outcome
})

type Delivered = Effect.Success<ReturnType<typeof nextDelivered>>

const nextDelivered = (member: Member) => member.nextOf("Delivered")

/** Both talk, ten times a second each, while something happens: what each of them hears, and how long the slowest took. */
const talkWhile = Effect.fnUntraced(function* (members: readonly [Member, Member], happens: Effect.Effect<unknown>) {
  const saidAt: Array<number> = []
  const state = { isOver: false, isLast: false }
  let slowestMillis = 0
  const say = Effect.suspend(() => {
    state.isLast = state.isOver
    const count = saidAt.push(Date.now()) - 1
    return Effect.forEach(members, (member, who) => member.sendRaw(Uint8Array.of(who, count >> 8, count & 0xff)))
  })
  const talk = Effect.repeat(Effect.andThen(say, Effect.sleep(Duration.millis(100))), { while: () => !state.isLast })
  const listen = Effect.fnUntraced(function* (member: Member) {
    const log: Array<Delivered> = []
    // What is said last wakes everybody who is still here.
    while (!state.isLast || log.length < 2 * saidAt.length) {
      const delivered = yield* nextDelivered(member)
      log.push(delivered)
      slowestMillis = Math.max(slowestMillis, Date.now() - (saidAt[numberOf(delivered)] ?? Number.NaN))
    }
    return log
  })
  const end = Effect.sync(() => void (state.isOver = true))
  const [first, second] = yield* Effect.all(
    [listen(members[0]), listen(members[1]), talk, Effect.andThen(happens, end)],
    { concurrency: "unbounded" }
  )
  print(`${first.length} messages to each, the slowest after ${slowestMillis} ms`)
  return { first, second, said: saidAt.length, slowestMillis }
})

const numberOf = ({ payload: [, high = 0, low = 0] }: Delivered): number => high * 256 + low

/** Everything that both said has come to both, once and in one order. */
const assertWhole = ({ first, second, said }: Effect.Success<ReturnType<typeof talkWhile>>) => {
  assert.deepStrictEqual(second, first)
  const sequences = first.map(({ sequence }) => sequence)
  assert.deepStrictEqual(
    sequences,
    sequences.map((_, index) => (sequences[0] ?? 0) + index)
  )
  const inOrder = Array.from({ length: said }, (_, index) => index)
  for (const who of [0, 1]) {
    assert.deepStrictEqual(first.filter(({ payload }) => payload[0] === who).map(numberOf), inOrder)
  }
}

const away = (server: NatsServer, [how, millis]: readonly ["kill" | "freeze", number]) =>
  Effect.gen(function* () {
    yield* Effect.promise(() => server.signal(how === "kill" ? "SIGKILL" : "SIGSTOP"))
    yield* Effect.sleep(Duration.millis(millis))
    yield* Effect.promise(() => (how === "kill" ? server.start() : server.signal("SIGCONT")))
    // Both nodes have it back, so that the next outage is one of its own.
    yield* Effect.sleep("1 second")
  })

describe("an owner", { timeout: 60_000 }, () => {
  it.live("that is killed takes its rooms with it, and who stands elsewhere is told", () =>
    Effect.gen(function* () {
      const { edge, guest, guestAt, node, owner } = yield* scene

      yield* signal(owner, "SIGKILL")

      assert.deepInclude(yield* within(2_000, "owner killed", guest.closed), { code: 4004, reason: "owner-lost" })
      yield* node(1)
      const late = yield* Effect.exit(guestAt(edge))
      assert.include(String(late), "4102", "started again under the same slot it is another node, and owns nothing")
    })
  )

  it.live("that stands still has its members elsewhere come again, and lets go of them when it wakes", () =>
    Effect.gen(function* () {
      const { creator, edge, guest, guestAt, owner } = yield* scene

      yield* signal(owner, "SIGSTOP")
      assert.deepInclude(yield* within(10_000, "owner frozen", guest.closed), { code: 4209, reason: "link-lost" })
      yield* signal(owner, "SIGCONT")

      assert.deepInclude(yield* creator.nextOf("MemberLeft"), { reason: "lost" })
      const back = yield* guestAt(edge)
      assert.lengthOf(back.joined.members, 2)
    })
  )

  it.live("that stops says so first", () =>
    Effect.gen(function* () {
      const { guest, owner } = yield* scene

      yield* signal(owner, "SIGTERM")

      assert.deepInclude(yield* within(100, "owner stopped", guest.nextOf("RoomEnded")), { reason: "going-away" })
      assert.deepStrictEqual(yield* guest.closed, { code: 1001, reason: "going-away" })
    })
  )

  it.live(
    "that is replaced keeps its rooms, and takes newcomers to them from other nodes, until the last has ended",
    () =>
      Effect.gen(function* () {
        const [port = 0] = yield* ports(1)
        yield* startNats(port)
        const node = yield* clusterAt(port)
        const [old, edge] = yield* Effect.all([node(1, { PUG_DRAIN_TIMEOUT: "3600" }), node(2)], { concurrency: 2 })
        const { creator, guest, guestAt } = yield* roomOf(old, edge)
        // Its successor may have its slot: it is another incarnation.
        const successor = yield* node(1)
        yield* signal(old, "SIGTERM")

        const newcomer = yield* guestAt(successor)
        yield* newcomer.sendRaw(Uint8Array.of(7))
        for (const member of [creator, guest, newcomer]) {
          assert.deepStrictEqual((yield* member.nextOf("Delivered")).payload, Uint8Array.of(7))
        }
        yield* creator.send({ _tag: "Purge" })

        for (const member of [guest, newcomer]) assert.strictEqual((yield* member.nextOf("RoomEnded")).reason, "purged")
        yield* eventually(() => old.child.exitCode !== null)
        assert.strictEqual(old.child.exitCode, 0)
      })
  )
})

describe("an edge", { timeout: 60_000 }, () => {
  it.live("that is killed is missed by the room as its members are, and by nobody else", () =>
    Effect.gen(function* () {
      const { creator, edge, guestAt, owner } = yield* scene

      yield* signal(edge, "SIGKILL")

      assert.deepInclude(yield* within(2_000, "edge killed", creator.nextOf("MemberLeft")), { reason: "lost" })
      const back = yield* guestAt(owner)
      assert.lengthOf(back.joined.members, 2)
    })
  )
})

describe("the bus", { timeout: 60_000 }, () => {
  it.live("that is away six times for up to three seconds costs nobody a message", () =>
    Effect.gen(function* () {
      const { creator, guest, server } = yield* scene
      const outages = [
        ["kill", 0],
        ["freeze", 500],
        ["kill", 1_000],
        ["freeze", 2_000],
        ["kill", 3_000],
        ["freeze", 3_000]
      ] as const

      const talk = yield* talkWhile(
        [creator, guest],
        Effect.forEach(outages, (outage) => away(server, outage))
      )

      assertWhole(talk)
    })
  )

  it.live("that stays away ends what needs it, and nothing else", () =>
    Effect.gen(function* () {
      const { creator, guest, guestAt, owner, server } = yield* scene
      const neighbour = yield* guestAt(owner)

      yield* Effect.promise(() => server.signal("SIGKILL"))

      const told = Effect.all([guest.closed, creator.nextOf("MemberLeft")])
      const [closed, left] = yield* within(limits.graceMillis + 1_000, "bus gone", told)
      assert.deepInclude(closed, { code: 4209, reason: "link-lost" })
      assert.deepInclude(left, { reason: "lost" })
      yield* creator.sendRaw(Uint8Array.of(1))
      assert.deepStrictEqual((yield* neighbour.nextOf("Delivered")).payload, Uint8Array.of(1))
    })
  )

  it.live("of three servers loses one that both nodes may use, and nobody misses a message", () =>
    Effect.gen(function* () {
      const [a = 0, b = 0, c = 0, ...routes] = yield* ports(6)
      const servers = yield* Effect.forEach([a, b, c], (port, index) => {
        const others = routes.filter((_, other) => other !== index).map((route) => `"nats://127.0.0.1:${route}"`)
        const listen = `listen: "127.0.0.1:${routes[index]}"`
        return startNats(port, `cluster { name: pug, ${listen}, routes: [${others.join(", ")}] }`)
      })
      const hasRoutes = (server: NatsServer) => (server.log().match(/Route connection created/g) ?? []).length >= 2
      yield* eventually(() => servers.every(hasRoutes))
      const node = yield* clusterAt(a, b, c)
      const [owner, edge] = yield* Effect.all([node(1), node(2)], { concurrency: 2 })
      const { creator, guest } = yield* roomOf(owner, edge)
      const oneAfterTheOther = Effect.forEach(servers, (server) => away(server, ["kill", 500]))

      const talk = yield* talkWhile([creator, guest], oneAfterTheOther)

      assertWhole(talk)
      assert.isAtMost(talk.slowestMillis, 500 + patienceMillis)
    })
  )
})
