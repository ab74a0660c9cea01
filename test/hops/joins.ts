/**
 * Joins a second at a node that is not the room's: two nodes in this process, over a NATS server of its own, without
 * sockets for their members. Who comes in leaves at once, and so many are under way.
 */
import { Context, Effect, Layer } from "effect"
import { RoomRegistry } from "../../src/services/RoomRegistry.ts"
import { layerNode } from "../support/cluster/NatsNode.ts"
import { freePorts } from "../support/FreePorts.ts"
import { startNats } from "../support/NatsServer.ts"
import { makeSecrets } from "../support/RoomSecrets.ts"

export const underWay = 32
export const joins = 20_000

const nobody = () => ({ write: () => false, close: () => {} })

const node = (port: number, slot: number) =>
  Layer.build(
    layerNode(
      { servers: [`nats://127.0.0.1:${port}`], slot, tls: undefined, nkeySeed: undefined, allowsInsecure: true },
      {}
    )
  )

/** A room of `owner`, in which its creator is, and how a guest comes in at `edge`. */
const door = Effect.fnUntraced(function* (owner: RoomRegistry["Service"], edge: RoomRegistry["Service"]) {
  const secrets = makeSecrets()
  const { roomId } = yield* owner.create(secrets.parameters({}))
  yield* owner.join(secrets.creatorJoin(roomId), nobody)
  return () => Effect.scoped(Effect.map(edge.join(secrets.guestJoin(roomId), nobody), (seat) => seat.leave("left")))
})

export const joinsPerSecond = Effect.gen(function* () {
  const [port = 0] = yield* Effect.promise(() => freePorts(1))
  yield* startNats(port)
  const owner = Context.get(yield* node(port, 1), RoomRegistry)
  const edge = Context.get(yield* node(port, 2), RoomRegistry)
  const doors = yield* Effect.forEach(Array.from({ length: underWay }), () => door(owner, edge))
  const all = (count: number) =>
    Effect.forEach(doors, (enter) => Effect.repeat(enter(), { times: count / underWay - 1 }), {
      concurrency: "unbounded",
      discard: true
    })
  yield* all(joins / 10)
  const startedAt = performance.now()
  yield* all(joins)
  return joins / ((performance.now() - startedAt) / 1_000)
}).pipe(Effect.scoped)
