/**
 * The rooms of a cluster as one of its nodes sees them: its own are here, the others' are reached over links. Who stands
 * here and who elsewhere makes no difference to a room, and where a room lives makes none to a member.
 */
import { Effect, FiberSet, Layer } from "effect"
import { isSameNode, type NodeAddress } from "../../domain/NodeAddress.ts"
import { RoomRecord } from "../../protocol/cluster/RoomRecord.ts"
import { messageHeaderBytes } from "../../protocol/Limits.ts"
import { frameHeaderBytes } from "../../protocol/WebSocketFrame.ts"
import { BusUnavailable } from "../../services/ClusterBus.ts"
import type { Deadlines } from "../../services/Deadlines.ts"
import type { MemoryBudget } from "../../services/MemoryBudget.ts"
import { RelayConfig } from "../../services/RelayConfig.ts"
import { RelayTally } from "../../services/RelayTally.ts"
import type { RoomIds } from "../../services/RoomIds.ts"
import { type OwnedRoom, RoomOwners } from "../../services/RoomOwners.ts"
import { RoomRegistry } from "../../services/RoomRegistry.ts"
import { joinBy } from "../InMemoryRoomRegistry.ts"
import * as LocalRooms from "../LocalRooms.ts"
import * as RemoteMembers from "./RemoteMembers.ts"
import * as RemoteRooms from "./RemoteRooms.ts"
import { RoomRecords } from "./RoomRecords.ts"

export const layer: Layer.Layer<
  RoomRegistry,
  BusUnavailable,
  Deadlines | RoomIds | RoomOwners | MemoryBudget | RoomRecords
> = Layer.effect(
  RoomRegistry,
  Effect.gen(function* () {
    const owners = yield* RoomOwners
    const records = yield* RoomRecords
    const tally = yield* RelayTally
    yield* checkMessageSize((yield* RelayConfig).maxMessageBytes, records.maxBulkBytes)
    const local = yield* LocalRooms.make
    const remoteRooms = RemoteRooms.make(records, tally)
    const remoteMembers = RemoteMembers.make(records, owners, local.enter)

    const answerEnd = Effect.fnUntraced(function* (from: NodeAddress, { reason, request, room }: EndRecord) {
      const hasEnded = yield* local.end(owners.roomIdOf(room), reason)
      records.send(from, RoomRecord.Done({ request, result: hasEnded ? 1 : 0 }))
    })
    const run = yield* FiberSet.makeRuntime()

    yield* records.listen({
      record: (from, record) => {
        switch (record._tag) {
          case "Join":
          case "Send":
          case "Command":
          case "Leave":
            return remoteMembers.record(from, record)
          case "Refused":
          case "Welcome":
          case "Frames":
          case "Tell":
          case "Close":
            return remoteRooms.record(from, record)
          case "End":
            run(answerEnd(from, record))
        }
      },
      down: (peer, reason) => {
        remoteRooms.down(peer, reason)
        remoteMembers.down(peer)
      }
    })

    const isHere = ({ owner }: OwnedRoom) => isSameNode(owner, records.self)

    const enter: LocalRooms.LocalRooms["enter"] = (entry) => {
      const room = owners.read(entry.roomId)
      if (room === undefined) entry.reply("join-refused")
      else if (isHere(room)) local.enter(entry)
      else remoteRooms.enter(room, entry)
    }

    const end: LocalRooms.LocalRooms["end"] = (roomId, reason) => {
      const room = owners.read(roomId)
      if (room === undefined) return Effect.succeed(false)
      if (isHere(room)) return local.end(roomId, reason)
      const question = (request: number) => RoomRecord.End({ request, room: room.room, reason })
      return Effect.map(records.ask(room.owner, question), (result) => result === 1)
    }

    const { enter: _, ...rooms } = local
    return RoomRegistry.of({ ...rooms, end, join: joinBy(enter) })
  })
)

/** A message goes over a link in one record, header and framing included. */
const checkMessageSize = (maxMessageBytes: number, maxBulkBytes: number) => {
  const most = maxBulkBytes - messageHeaderBytes - frameHeaderBytes(maxBulkBytes)
  return maxMessageBytes <= most
    ? Effect.void
    : Effect.fail(
        new BusUnavailable({
          reason: "invalid",
          advice: `between nodes a message has at most ${most} bytes: lower PUG_MAX_MESSAGE_BYTES`
        })
      )
}

type EndRecord = Extract<RoomRecord, { readonly _tag: "End" }>
