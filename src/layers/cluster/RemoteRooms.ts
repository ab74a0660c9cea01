/**
 * The edge's side: rooms that live at other nodes, and the members in them whose connections are here.
 *
 * A link that goes down ends every connection to the rooms behind it, and says why; it answers every join that waits.
 */
import { type NodeAddress, nodeKey } from "../../domain/NodeAddress.ts"
import { type CreatorFrame, encodeClientFrame } from "../../protocol/ClientFrame.ts"
import { type Close, closeCodes } from "../../protocol/CloseCodes.ts"
import { RoomRecord } from "../../protocol/cluster/RoomRecord.ts"
import { type ConnectionId, connectionIdOf } from "../../protocol/Identifiers.ts"
import type { LinkDownReason } from "../../services/NodeLinks.ts"
import type { Outlet } from "../../services/Outlet.ts"
import type { OwnedRoom } from "../../services/RoomOwners.ts"
import type { JoinRefused, Membership } from "../../services/RoomRegistry.ts"
import type { Tally } from "../../services/RelayTally.ts"
import { bytesOfDigest } from "../JoinDigests.ts"
import type { Entry } from "../LocalRooms.ts"
import type { RoomRecords } from "./RoomRecords.ts"

type FromOwner = Extract<RoomRecord, { readonly _tag: "Refused" | "Welcome" | "Frames" | "Tell" | "Close" }>

export interface RemoteRooms {
  readonly enter: (room: OwnedRoom, entry: Entry) => void
  readonly record: (from: NodeAddress, record: FromOwner) => void
  readonly down: (owner: NodeAddress, reason: LinkDownReason) => void
}

export const make = (records: RoomRecords["Service"], tally: Tally): RemoteRooms => {
  const owners = new Map<string, Owner>()

  return {
    enter: ({ owner, room }, entry) => {
      const key = nodeKey(owner)
      const known = owners.get(key) ?? new Owner(records, owner, tally)
      owners.set(key, known)
      known.join(room, entry)
    },
    record: (from, record) => owners.get(nodeKey(from))?.record(record),
    down: (address, reason) => {
      const key = nodeKey(address)
      owners.get(key)?.end(reason)
      owners.delete(key)
    }
  }
}

/** A node in whose rooms members of this one are, for as long as its link is up. */
class Owner {
  readonly #records: RoomRecords["Service"]
  readonly #address: NodeAddress
  readonly #tally: Tally
  readonly #joining = new Map<number, Entry>()
  readonly #members = new Map<number, Member>()
  /** Who hears a log, by its number. */
  readonly #logs = new Map<number, Set<Member>>()
  #lastMember = 0
  #isUp = true

  constructor(records: RoomRecords["Service"], address: NodeAddress, tally: Tally) {
    this.#records = records
    this.#address = address
    this.#tally = tally
  }

  /** After the link is down nothing is sent: it would open another, which knows none of this. */
  send(record: RoomRecord): void {
    if (this.#isUp) this.#records.send(this.#address, record)
  }

  join(room: Uint8Array, entry: Entry): void {
    do this.#lastMember = (this.#lastMember + 1) >>> 0
    while (this.#joining.has(this.#lastMember) || this.#members.has(this.#lastMember))
    const member = this.#lastMember
    const { creatorDigest, joinDigest, replaces } = entry
    const replaceDigest = replaces === undefined ? undefined : bytesOfDigest(replaces)
    this.#joining.set(member, entry)
    this.send(RoomRecord.Join({ member, room, joinDigest, creatorDigest, replaceDigest }))
  }

  record(record: FromOwner): void {
    switch (record._tag) {
      case "Frames":
        return this.#logs.get(record.log)?.forEach(({ outlet }) => this.#attempt(() => outlet.write(record.frames)))
      case "Tell": {
        const member = this.#members.get(record.member)
        return this.#attempt(() => member?.outlet.write(record.frames))
      }
      case "Welcome":
        return this.#welcome(record)
      case "Refused": {
        const entry = this.#joining.get(record.member)
        this.#joining.delete(record.member)
        return entry?.reply(record.reason)
      }
      case "Close": {
        const member = this.#members.get(record.member)
        if (member === undefined) return
        this.forget(member)
        return this.#attempt(() => member.outlet.close(record.close))
      }
    }
  }

  /** The member is out, here or there: nothing is for it any more. */
  forget(member: Member): void {
    member.seat.isTaken = false
    this.#members.delete(member.number)
    const audience = this.#logs.get(member.log)
    audience?.delete(member)
    if (audience?.size === 0) this.#logs.delete(member.log)
  }

  drop(): void {
    this.#tally.messagesDropped += 1
  }

  end(reason: LinkDownReason): void {
    this.#isUp = false
    for (const entry of this.#joining.values()) entry.reply(refusalOf(reason))
    for (const member of this.#members.values()) {
      this.forget(member)
      this.#attempt(() => member.outlet.close(closeOf(reason)))
    }
  }

  #welcome({ connectionId, frames, log, member: number }: Extract<FromOwner, { readonly _tag: "Welcome" }>): void {
    const entry = this.#joining.get(number)
    if (entry === undefined) return
    this.#joining.delete(number)
    const seat = new RemoteSeat(this, number, connectionIdOf(connectionId))
    const member = { number, log, seat, outlet: entry.connect(seat) }
    seat.onLeave = () => this.forget(member)
    this.#attempt(() => member.outlet.write(frames))
    if (seat.isTaken) {
      this.#members.set(number, member)
      const audience = this.#logs.get(log) ?? new Set()
      this.#logs.set(log, audience.add(member))
    }
    entry.reply(seat)
  }

  /** An outlet that throws is a connection's own defect and keeps nothing from the others. */
  #attempt(tell: () => void): void {
    try {
      tell()
    } catch {
      this.#tally.defects.connection += 1
    }
  }
}

interface Member {
  readonly number: number
  readonly log: number
  readonly seat: RemoteSeat
  readonly outlet: Outlet
}

const textEncoder = new TextEncoder()

/** A seat in a room elsewhere: what its connection does goes to the owner, in the order in which it is done. */
class RemoteSeat implements Membership {
  readonly connectionId: ConnectionId
  isTaken = true
  onLeave: () => void = () => {}
  readonly #owner: Owner
  readonly #number: number

  constructor(owner: Owner, number: number, connectionId: ConnectionId) {
    this.#owner = owner
    this.#number = number
    this.connectionId = connectionId
  }

  send(payload: Uint8Array): void {
    if (this.isTaken) this.#owner.send(RoomRecord.Send({ member: this.#number, payload }))
    else this.#owner.drop()
  }

  command(frame: CreatorFrame): void {
    if (!this.isTaken) return
    const text = textEncoder.encode(encodeClientFrame(frame))
    this.#owner.send(RoomRecord.Command({ member: this.#number, frame: text }))
  }

  leave(reason: "left" | "lost"): void {
    if (!this.isTaken) return
    this.isTaken = false
    this.onLeave()
    this.#owner.send(RoomRecord.Leave({ member: this.#number, reason }))
  }
}

/** Who owns nothing any more has ended its rooms; of a node that is only out of reach nobody knows. */
const refusalOf = (reason: LinkDownReason): JoinRefused["reason"] =>
  reason === "unreachable" ? "join-refused" : "busy"

const closeOf = (reason: LinkDownReason): Close =>
  reason === "unreachable" ? closeCodes.ownerLost : closeCodes.linkLost
