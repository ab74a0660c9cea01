/**
 * What people hear when a node of the cluster is lost, and what becomes of their rooms. docs/CLUSTER.md, "When a node is
 * lost".
 */
import { setImmediate as endOfTurn } from "node:timers/promises"
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Exit, Layer, Scope } from "effect"
import { TestClock } from "effect/testing"
import * as InMemoryClusterBus from "../../../src/layers/InMemoryClusterBus.ts"
import { RoomRegistry } from "../../../src/services/RoomRegistry.ts"
import { ScriptedMember } from "../../../src/testing.ts"
import * as TwoNodes from "../../support/cluster/TwoNodes.ts"
import { makeSecrets } from "../../support/RoomSecrets.ts"

type Services = Context.Context<TwoNodes.NodeServices>

/** A node that can be killed: its links end without a word if it has been cut off before. */
const start = Effect.fnUntraced(function* (name: TwoNodes.Name) {
  const scope = yield* Scope.fork(yield* Scope.Scope)
  const services: Services = yield* Layer.buildWithScope(TwoNodes.layerNode(TwoNodes.addresses[name]), scope)
  return { services, address: TwoNodes.addresses[name], stop: Scope.close(scope, Exit.void) }
})

type Node = Effect.Success<ReturnType<typeof start>>

const turns = Effect.promise(async () => {
  for (let turn = 0; turn < 6; turn += 1) await endOfTurn()
})

/** Time passes, and what it brings is taken in. */
const pass = Effect.fnUntraced(function* (millis: number) {
  for (let passed = 0; passed < millis; passed += 100) {
    yield* TestClock.adjust(100)
    yield* turns
  }
})

const makeRoom = Effect.fnUntraced(function* (owner: Node) {
  const secrets = makeSecrets()
  const { roomId } = yield* Context.get(owner.services, RoomRegistry).create(secrets.parameters({ capacity: 5 }))
  const enter = Effect.fnUntraced(function* (node: Node, join: ReturnType<typeof secrets.guestJoin>) {
    const member = yield* ScriptedMember.connect("ws://in-memory/ws").pipe(Effect.provideContext(node.services))
    yield* member.send(join)
    const joined = yield* member.nextOf("Joined")
    yield* member.nextOf("MemberJoined")
    return { ...member, joined }
  })
  const knock = Effect.fnUntraced(function* (node: Node) {
    const member = yield* ScriptedMember.connect("ws://in-memory/ws").pipe(Effect.provideContext(node.services))
    yield* member.send(secrets.guestJoin(roomId))
    return member
  })
  return {
    knock,
    creatorAt: (node: Node) => enter(node, secrets.creatorJoin(roomId)),
    guestAt: (node: Node) => enter(node, secrets.guestJoin(roomId))
  }
})

const scene = Effect.gen(function* () {
  const network = yield* InMemoryClusterBus.InMemoryNetwork
  const [owner, edge] = [yield* start("first"), yield* start("second")]
  const room = yield* makeRoom(owner)
  const creator = yield* room.creatorAt(owner)
  const guest = yield* room.guestAt(edge)
  yield* creator.nextOf("MemberJoined")
  return { network, owner, edge, room, creator, guest }
})

const here = <A, E>(name: string, self: () => Effect.Effect<A, E, InMemoryClusterBus.InMemoryNetwork | Scope.Scope>) =>
  it.effect(name, () => Effect.scoped(self()).pipe(Effect.provide(InMemoryClusterBus.layerNetwork)))

const membersAt = ({ services }: Node) =>
  Effect.map(Context.get(services, RoomRegistry).count, ({ members }) => members)

describe("a node that dies", () => {
  here("takes its rooms with it, and everybody elsewhere is told that they have ended", () =>
    Effect.gen(function* () {
      const { edge, guest, network, owner, room } = yield* scene

      // Nothing of its goodbye gets out.
      network.setState(owner.address, "down")
      yield* owner.stop
      yield* pass(3_000)

      assert.deepInclude(yield* guest.closed, { code: 4004, reason: "owner-lost" })
      const late = yield* room.knock(edge)
      yield* pass(2_000)
      assert.strictEqual((yield* late.closed).code, 4102)
    })
  )

  here("leaves the rooms of others, without its people", () =>
    Effect.gen(function* () {
      const { creator, edge, network, owner, room } = yield* scene

      network.setState(edge.address, "down")
      yield* edge.stop
      yield* pass(3_000)

      assert.deepInclude(yield* creator.nextOf("MemberLeft"), { reason: "lost" })
      assert.strictEqual(yield* membersAt(owner), 1)
      yield* room.guestAt(owner)
      yield* creator.sendRaw(Uint8Array.of(1))
      yield* creator.nextOf("Delivered")
    })
  )

  here("that says goodbye is believed at once", () =>
    Effect.gen(function* () {
      const { guest, owner } = yield* scene

      yield* owner.stop
      yield* turns

      assert.deepInclude(yield* guest.nextOf("RoomEnded"), { reason: "going-away" })
      assert.strictEqual((yield* guest.closed).code, 1001)
    })
  )
})

describe("nodes that cannot hear each other", () => {
  here("tell their people to come again, and each room goes on where it is", () =>
    Effect.gen(function* () {
      const { creator, edge, guest, network, owner, room } = yield* scene

      const heal = network.cut(owner.address, edge.address)
      yield* pass(5_000)

      assert.deepInclude(yield* guest.closed, { code: 4209, reason: "link-lost" })
      assert.deepInclude(yield* creator.nextOf("MemberLeft"), { reason: "lost" })
      heal()
      const back = yield* room.guestAt(edge)
      assert.lengthOf(back.joined.members, 2)
      assert.deepInclude(yield* creator.nextOf("MemberJoined"), { connectionId: back.joined.connectionId })
    })
  )

  here("let nobody wait for an answer that cannot come", () =>
    Effect.gen(function* () {
      const { edge, network, owner, room } = yield* scene

      network.cut(owner.address, edge.address)
      const late = yield* room.knock(edge)
      yield* pass(5_000)

      assert.deepInclude(yield* late.closed, { code: 4207, reason: "busy" })
    })
  )

  here("lose nothing and double nothing that was said in a short gap", () =>
    Effect.gen(function* () {
      const { creator, edge, guest, network, owner } = yield* scene

      const heal = network.cut(owner.address, edge.address)
      for (let index = 0; index < 20; index += 1) {
        yield* creator.sendRaw(Uint8Array.of(1, index))
        yield* guest.sendRaw(Uint8Array.of(2, index))
        yield* pass(100)
      }
      heal()
      yield* pass(1_000)

      const heardBy = (member: ScriptedMember.ScriptedMember) =>
        Effect.forEach(Array.from({ length: 40 }), () => member.nextOf("Delivered"))
      const [atOwner, atEdge] = [yield* heardBy(creator), yield* heardBy(guest)]
      assert.deepStrictEqual(atEdge, atOwner)
      const saidBy = (who: number) =>
        atOwner.filter(({ payload }) => payload[0] === who).map(({ payload }) => payload[1])
      const inOrder = Array.from({ length: 20 }, (_, index) => index)
      assert.deepStrictEqual([saidBy(1), saidBy(2)], [inOrder, inOrder])
    })
  )
})
