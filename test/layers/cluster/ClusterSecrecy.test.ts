/**
 * What goes over the bus between two nodes while people create, join, talk and leave: nothing that opens a room.
 */
import { assert, it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { identifierBytes } from "../../../src/protocol/Identifiers.ts"
import * as InMemoryClusterBus from "../../../src/layers/InMemoryClusterBus.ts"
import { RoomRegistry } from "../../../src/services/RoomRegistry.ts"
import { ScriptedMember } from "../../../src/testing.ts"
import * as TwoNodes from "../../support/cluster/TwoNodes.ts"
import { makeSecrets } from "../../support/RoomSecrets.ts"

it.effect(
  "the bus carries sealed payloads, and neither a room ID, nor a proof, nor a token but to its own member",
  () =>
    Effect.gen(function* () {
      const network = yield* InMemoryClusterBus.InMemoryNetwork
      const sniffed: Array<Uint8Array> = []
      network.dropWhen(({ bytes }) => {
        sniffed.push(Uint8Array.from(bytes))
        return false
      })
      const owner = yield* Layer.build(TwoNodes.layerNode(TwoNodes.addresses.first))
      const edge = yield* Layer.build(TwoNodes.layerNode(TwoNodes.addresses.second))
      const secrets = makeSecrets()
      const { roomId } = yield* Context.get(owner, RoomRegistry).create(secrets.parameters())
      const join = secrets.creatorJoin(roomId)
      const first = yield* ScriptedMember.connect("ws://in-memory/ws").pipe(Effect.provideContext(edge))
      yield* first.send(join)
      const { replaceToken } = yield* first.nextOf("Joined")
      yield* first.nextOf("MemberJoined")
      const before = sniffed.length
      const again = yield* ScriptedMember.connect("ws://in-memory/ws").pipe(Effect.provideContext(edge))
      yield* again.send({ ...join, replaces: replaceToken })
      yield* again.nextOf("Joined")
      yield* again.nextOf("MemberJoined")
      yield* again.sendRaw(Buffer.from("sealed payload"))
      yield* again.nextOf("Delivered")
      yield* again.send({ _tag: "Leave" })
      yield* again.closed

      const all = Buffer.concat(sniffed)
      assert.isTrue(all.includes("sealed payload"), "the conversation went over the bus")
      const kept = [
        identifierBytes(roomId),
        Buffer.from(roomId),
        join.joinProof,
        join.creatorProof ?? new Uint8Array(0)
      ]
      for (const secret of kept) assert.isFalse(all.includes(Buffer.from(secret)))
      // Once, in the welcome that gave it; what takes the seat over says its digest.
      const afterwards = Buffer.concat(sniffed.slice(before))
      assert.isFalse(afterwards.includes(replaceToken))
      assert.isFalse(afterwards.includes(Buffer.from(identifierBytes(replaceToken))))
    }).pipe(Effect.scoped, Effect.provide(InMemoryClusterBus.layerNetwork))
)

it.effect("a room is ended from whichever node the operator asks, once", () =>
  Effect.gen(function* () {
    const owner = yield* Layer.build(TwoNodes.layerNode(TwoNodes.addresses.first))
    const edge = yield* Layer.build(TwoNodes.layerNode(TwoNodes.addresses.second))
    const secrets = makeSecrets()
    const { roomId } = yield* Context.get(owner, RoomRegistry).create(secrets.parameters())
    const member = yield* ScriptedMember.connect("ws://in-memory/ws").pipe(Effect.provideContext(edge))
    yield* member.send(secrets.creatorJoin(roomId))
    yield* member.nextOf("Joined")
    const { end } = Context.get(edge, RoomRegistry)

    assert.isTrue(yield* end(roomId, "ended-by-operator"))
    assert.strictEqual((yield* member.closed).code, 4002)
    assert.isFalse(yield* end(roomId, "ended-by-operator"))
  }).pipe(Effect.scoped, Effect.provide(InMemoryClusterBus.layerNetwork))
)
