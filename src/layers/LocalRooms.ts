/**
 * The rooms that live in this process: a map from ID to room fiber. Nothing else knows the map, and nothing of it is ever
 * stored.
 *
 * Rooms are forked with the context of whoever makes this and live in its scope: closing it ends every room as
 * `going-away`. Digests are compared here, at one and the same cost for every room, known or not; what they allow is the
 * room's to decide.
 */
import { Clock, Effect, FiberMap, PubSub, Queue, Stream } from "effect"
import type { RoomChange } from "../domain/Room.ts"
import type { RoomId } from "../protocol/Identifiers.ts"
import { maxLifecycleBacklog } from "../protocol/Limits.ts"
import type { RoomParameters } from "../protocol/RoomApi.ts"
import { Deadlines } from "../services/Deadlines.ts"
import { MemoryBudget } from "../services/MemoryBudget.ts"
import { RelayConfig } from "../services/RelayConfig.ts"
import { RelayTally, type Tally } from "../services/RelayTally.ts"
import { RoomIds } from "../services/RoomIds.ts"
import { RegistryFull, type RoomLifecycle, type RoomRegistry } from "../services/RoomRegistry.ts"
import * as BatchBuffers from "./BatchBuffers.ts"
import type { JoinDigests } from "./JoinDigests.ts"
import { type JoinTicket, type Mail, RoomFiber, type RoomSurroundings } from "./RoomFiber.ts"
import * as TurnPump from "./TurnPump.ts"
import { nobodys, RoomVerifiers } from "./RoomVerifiers.ts"

/** How somebody is let in: `connect` and `reply` as in a JoinTicket. */
export interface Entry extends JoinDigests, Pick<JoinTicket, "connect" | "reply"> {}

export interface LocalRooms extends Omit<RoomRegistry["Service"], "join"> {
  /** Lets somebody in, or not: `reply` is called once, whatever happens. */
  readonly enter: (entry: Entry) => void
}

export const make = Effect.gen(function* () {
  const deadlines = yield* Deadlines
  const roomIds = yield* RoomIds
  const settings = yield* RelayConfig
  const memory = yield* MemoryBudget
  const tally = yield* RelayTally
  const clock = yield* Clock.Clock
  // Released last to first: no new room, then the rooms are ended, then who watches them hears no more.
  const lifecycle = yield* Effect.acquireRelease(PubSub.dropping<RoomLifecycle>(maxLifecycleBacklog), PubSub.shutdown)
  const fibers = yield* FiberMap.make<RoomId, void, never>()
  const fork = yield* FiberMap.runtime(fibers)()
  const rooms = new Map<RoomId, RoomFiber>()
  let members = 0
  let isClosing = false
  yield* Effect.addFinalizer(() => Effect.sync(() => void (isClosing = true)))

  const isAccepting = () => !isClosing && rooms.size < settings.maxRooms && memory.fitsRoom()

  const publish = (event: RoomLifecycle) => void PubSub.publishUnsafe(lifecycle, event)

  const onChange = (roomId: RoomId, change: RoomChange) => {
    if (change._tag === "Joined") members += 1
    if (change._tag === "Left") members -= 1
    if (change._tag === "Ended") {
      members -= rooms.get(roomId)?.state.members.size ?? 0
      if (rooms.delete(roomId)) memory.giveRoom()
    }
    count(tally, change, rooms.size, members)
    publishChange(roomId, change, publish)
  }

  const surroundings: RoomSurroundings = {
    deadlines,
    wallMillis: () => clock.currentTimeMillisUnsafe(),
    pump: TurnPump.make(),
    buffers: BatchBuffers.make(),
    tally,
    waitMillis: settings.waitMillis,
    onChange
  }

  const create = Effect.fn("RoomRegistry.create")(function* (parameters: RoomParameters) {
    const mailbox = yield* Queue.unbounded<Mail>()
    // From here to the entry in the map no other fiber runs, so that the last place is given once.
    if (!isAccepting()) return yield* new RegistryFull()
    const roomId = roomIds.next()
    const capacity = clamp(parameters.capacity, settings.capacity)
    const ttlMillis = clamp(parameters.ttlSeconds, settings.ttlSeconds) * 1_000
    const verifiers = new RoomVerifiers(parameters.joinVerifier, parameters.creatorVerifier)
    const room = new RoomFiber(surroundings, { roomId, capacity, ttlMillis, verifiers }, mailbox)
    rooms.set(roomId, room)
    memory.takeRoom()
    tally.roomsCreated += 1
    tally.rooms = rooms.size
    publish({ _tag: "Created", roomId, capacity, ttlMillis })
    fork(roomId, room.run())
    return { roomId, remainingMillis: ttlMillis, capacity }
  })

  /** Compares whatever is presented, also for rooms that do not exist: a refusal costs the same. */
  const admit = ({ roomId, joinDigest, creatorDigest }: JoinDigests): RoomFiber | undefined => {
    const room = rooms.get(roomId)
    const verifiers = room?.verifiers ?? nobodys
    const hasProved = verifiers.letsIn(joinDigest)
    const isCreator = creatorDigest === undefined || verifiers.makesCreator(creatorDigest)
    if (room?.isExpired === true) room.end("expired")
    return hasProved && isCreator && room?.isExpired === false ? room : undefined
  }

  const enter = (entry: Entry): void => {
    const room = admit(entry)
    if (room === undefined) return entry.reply("join-refused")
    // The room always answers: with a decision, or when it ends.
    room.join({
      connect: entry.connect,
      isCreator: entry.creatorDigest !== undefined,
      rotations: room.state.rotations,
      replaces: entry.replaces,
      reply: entry.reply
    })
  }

  const runOut = Effect.suspend(() => {
    isClosing = true
    return FiberMap.awaitEmpty(fibers)
  })

  const shutdown = Effect.suspend(() => {
    isClosing = true
    rooms.forEach((room) => room.end("going-away"))
    return FiberMap.awaitEmpty(fibers)
  })

  return {
    create,
    enter,
    isAccepting: Effect.sync(isAccepting),
    count: Effect.sync(() => ({ rooms: rooms.size, members })),
    end: (roomId, reason) =>
      Effect.sync(() => {
        const room = rooms.get(roomId)
        room?.end(reason)
        return room !== undefined
      }),
    lifecycle: Stream.fromPubSub(lifecycle),
    runOut,
    shutdown
  } satisfies LocalRooms
})

const clamp = (value: number, range: { readonly minimum: number; readonly maximum: number }): number =>
  Math.min(Math.max(value, range.minimum), range.maximum)

const count = (tally: Tally, change: RoomChange, rooms: number, members: number): void => {
  tally.rooms = rooms
  tally.members = members
  if (change._tag === "Joined") tally.joins += 1
  if (change._tag === "Ended") tally.roomsEnded[change.reason] += 1
}

const publishChange = (roomId: RoomId, change: RoomChange, publish: (event: RoomLifecycle) => void): void => {
  switch (change._tag) {
    case "Joined":
      return publish({
        _tag: "Joined",
        roomId,
        connectionId: change.member.connectionId,
        isCreator: change.isCreator
      })
    case "Left":
      return publish({ _tag: "Left", roomId, connectionId: change.member.connectionId, reason: change.reason })
    case "Ended":
      return publish({ _tag: "Ended", roomId, reason: change.reason })
    case "LockChanged":
    case "SecretRotated":
      return
  }
}
