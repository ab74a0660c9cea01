/**
 * The owner's side: members of this node's rooms that stand at other nodes. To a room they are outlets like any other.
 *
 * All members of one room at one edge share one copy of its log. An edge lives as long as its link: when that is down
 * its members have left, whatever becomes of them there.
 */
import { type NodeAddress, nodeKey } from "../../domain/NodeAddress.ts"
import { decodeClientFrame, isCreatorFrame } from "../../protocol/ClientFrame.ts"
import type { Close } from "../../protocol/CloseCodes.ts"
import { RoomRecord } from "../../protocol/cluster/RoomRecord.ts"
import { type ConnectionId, identifierBytes, type RoomId } from "../../protocol/Identifiers.ts"
import { wholeFramesWithin } from "../../protocol/WebSocketFrame.ts"
import type { Outlet, SharedOutlet } from "../../services/Outlet.ts"
import type { JoinRefused, Membership } from "../../services/RoomRegistry.ts"
import type { RoomOwners } from "../../services/RoomOwners.ts"
import { textOfDigest } from "../JoinDigests.ts"
import type { LocalRooms } from "../LocalRooms.ts"
import type { RoomRecords } from "./RoomRecords.ts"

type JoinRecord = Extract<RoomRecord, { readonly _tag: "Join" }>
type FromEdge = Extract<RoomRecord, { readonly _tag: "Join" | "Send" | "Command" | "Leave" }>

const textDecoder = new TextDecoder()

export interface RemoteMembers {
  readonly record: (from: NodeAddress, record: FromEdge) => void
  readonly down: (edge: NodeAddress) => void
}

export const make = (
  records: RoomRecords["Service"],
  owners: RoomOwners["Service"],
  enter: LocalRooms["enter"]
): RemoteMembers => {
  const edges = new Map<string, Edge>()

  const edgeOf = (address: NodeAddress): Edge => {
    const key = nodeKey(address)
    const edge = edges.get(key) ?? new Edge(records, address)
    edges.set(key, edge)
    return edge
  }

  const join = (edge: Edge, { creatorDigest, joinDigest, member, replaceDigest, room }: JoinRecord): void => {
    const roomId = owners.roomIdOf(room)
    edge.expect(member)
    enter({
      roomId,
      joinDigest,
      creatorDigest,
      replaces: replaceDigest && textOfDigest(replaceDigest),
      connect: (seat) => edge.seat(member, roomId, seat),
      reply: (result) => {
        if (typeof result === "string") edge.refuse(member, result)
      }
    })
  }

  return {
    record: (from, record) => {
      const edge = edgeOf(from)
      if (record._tag !== "Join") {
        if (!edge.obey(record)) records.reset(from)
      } else if (edge.knows(record.member)) records.reset(from)
      else join(edge, record)
    },
    down: (address) => {
      const key = nodeKey(address)
      edges.get(key)?.end()
      edges.delete(key)
    }
  }
}

/** A node at which members stand, for as long as its link is up. */
class Edge {
  readonly #records: RoomRecords["Service"]
  readonly #address: NodeAddress
  /** By the edge's number; nothing yet for one whose join is being decided. */
  readonly #members = new Map<number, { readonly seat: Membership; readonly log: EdgeLog } | undefined>()
  readonly #logs = new Map<RoomId, EdgeLog>()
  #lastLog = 0
  #isUp = true

  constructor(records: RoomRecords["Service"], address: NodeAddress) {
    this.#records = records
    this.#address = address
  }

  /** After the link is down nothing is sent: it would open another, which knows none of this. */
  send(record: RoomRecord): void {
    if (this.#isUp) this.#records.send(this.#address, record)
  }

  /** As many records as it takes; each holds whole frames. */
  sendLog(log: number, frames: Uint8Array): void {
    for (const part of wholeFramesWithin(frames, this.#records.maxBulkBytes)) {
      this.send(RoomRecord.Frames({ log, frames: part }))
    }
  }

  knows(member: number): boolean {
    return this.#members.has(member)
  }

  expect(member: number): void {
    this.#members.set(member, undefined)
  }

  refuse(member: number, reason: JoinRefused["reason"]): void {
    this.#members.delete(member)
    this.send(RoomRecord.Refused({ member, reason }))
  }

  seat(member: number, roomId: RoomId, seat: Membership): Outlet {
    const log = this.#logOf(roomId)
    if (this.#isUp) {
      log.seats += 1
      this.#members.set(member, { seat, log })
    } else seat.leave("lost")
    return new EdgeOutlet(this, member, seat.connectionId, log)
  }

  /** False if it is something that no relay sends. A member that has just been put out may still be heard of. */
  obey(record: Exclude<FromEdge, JoinRecord>): boolean {
    const seat = this.#members.get(record.member)?.seat
    switch (record._tag) {
      case "Send":
        seat?.send(record.payload)
        return true
      case "Leave":
        this.release(record.member)
        seat?.leave(record.reason)
        return true
      case "Command": {
        const frame = decodeClientFrame(textDecoder.decode(record.frame))
        if (frame === undefined || !isCreatorFrame(frame)) return false
        seat?.command(frame)
        return true
      }
    }
  }

  release(member: number): void {
    const log = this.#members.get(member)?.log
    this.#members.delete(member)
    if (log !== undefined && --log.seats === 0) this.#logs.delete(log.roomId)
  }

  end(): void {
    this.#isUp = false
    const members = [...this.#members.values()]
    this.#members.clear()
    this.#logs.clear()
    for (const member of members) member?.seat.leave("lost")
  }

  #logOf(roomId: RoomId): EdgeLog {
    const known = this.#logs.get(roomId)
    if (known !== undefined) return known
    this.#lastLog = (this.#lastLog + 1) >>> 0
    const log = new EdgeLog(this, roomId, this.#lastLog)
    this.#logs.set(roomId, log)
    return log
  }
}

/** One room's log on its way to one edge. */
class EdgeLog implements SharedOutlet {
  readonly roomId: RoomId
  readonly number: number
  /** Counted by the room: who hears the log. */
  members = 0
  /** Counted by the edge: who has a seat and has not given it up. */
  seats = 0
  readonly #edge: Edge

  constructor(edge: Edge, roomId: RoomId, number: number) {
    this.#edge = edge
    this.roomId = roomId
    this.number = number
  }

  write(frames: Uint8Array): boolean {
    this.#edge.sendLog(this.number, frames)
    return true
  }
}

/** The way to one member. The first that is written to it is its welcome. */
class EdgeOutlet implements Outlet {
  readonly shared: EdgeLog
  readonly #edge: Edge
  readonly #member: number
  readonly #connectionId: ConnectionId
  #isWelcome = false

  constructor(edge: Edge, member: number, connectionId: ConnectionId, log: EdgeLog) {
    this.#edge = edge
    this.#member = member
    this.#connectionId = connectionId
    this.shared = log
  }

  write(frames: Uint8Array): boolean {
    if (this.#isWelcome) this.#edge.send(RoomRecord.Tell({ member: this.#member, frames }))
    else {
      this.#isWelcome = true
      const connectionId = identifierBytes(this.#connectionId)
      this.#edge.send(RoomRecord.Welcome({ member: this.#member, log: this.shared.number, connectionId, frames }))
    }
    return true
  }

  close(close: Close): void {
    this.#edge.release(this.#member)
    this.#edge.send(RoomRecord.Close({ member: this.#member, close }))
  }
}
