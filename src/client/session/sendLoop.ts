/**
 * Writes one joined connection in order: one fiber seals and sends one item after the other, although sealing is
 * asynchronous. A Hello comes first, because it lets the others check their key; a Heartbeat only if nothing else is due.
 *
 * Nothing suspends between sending an item and marking it as sent, so a lost connection neither loses nor repeats one.
 */
import { Effect } from "effect"
import { encodeClientFrame, Rotate as RotateFrame } from "../../protocol/ClientFrame.ts"
import { joinProof, verifierOf } from "../crypto/Proofs.ts"
import { creatorCapability, Heartbeat, Hello, Rotate, type SealedRecord, Text } from "../crypto/SealedRecord.ts"
import type { Bytes } from "../crypto/WebCrypto.ts"
import { brokenConnection } from "./brokenConnection.ts"
import { ConnectionClosed } from "./joinRoom.ts"
import type { Outgoing } from "./Outbox.ts"
import type { RoomConnection } from "./RoomConnection.ts"
import { cleanName } from "./Roster.ts"

/** Runs until the session has used up its counters; a new connection has a new one. */
export const sendLoop = Effect.fnUntraced(function* (room: RoomConnection) {
  while (!room.outgoing.isExhausted) {
    yield* room.pace.ready()
    if (room.isHelloDue) {
      room.isHelloDue = false
      send(room, yield* seal(room, hello(room)))
    } else if (room.session.outbox.next !== undefined) {
      yield* sendItem(room, room.session.outbox.next)
    } else if (room.isHeartbeatDue) {
      room.isHeartbeatDue = false
      send(room, yield* seal(room, Heartbeat.make({})))
    } else {
      yield* room.session.toSend.wait
    }
  }
  return yield* new ConnectionClosed({ code: brokenConnection })
})

/** Says what we know ourselves by, so that the relay cannot call us otherwise: our name, and whether we are the creator. */
const hello = ({ session, self }: RoomConnection): SealedRecord => {
  const name = cleanName(session.roster.get(self)?.name ?? "")
  const capabilities = session.creatorProof === undefined ? [] : [creatorCapability]
  return Hello.make({ capabilities, ...(name !== undefined && { name }) })
}

const sendItem = Effect.fnUntraced(function* (room: RoomConnection, item: Outgoing) {
  const { session } = room
  switch (item._tag) {
    case "Text": {
      const { idBytes: id, sentAt, body, keptSeconds } = item
      send(room, yield* seal(room, Text.make({ id, sentAt, body, ...(keptSeconds !== undefined && { keptSeconds }) })))
      break
    }
    case "Command":
      send(room, encodeClientFrame(item.frame))
      break
    case "Rotate": {
      const joinVerifier = yield* verifierOf(yield* joinProof(item.secret))
      // Whoever is not the creator gets the relay's refusal, and the members get no secret that never comes in force.
      if (session.roster.get(room.self)?.isCreator) {
        send(room, yield* seal(room, Rotate.make({ secret: item.secret })))
        session.announcedSecret = item.secret
      }
      send(room, encodeClientFrame(RotateFrame.make({ joinVerifier })))
    }
  }
  session.outbox.markSent()
})

/** Every record says how far its sender has read. */
const seal = (room: RoomConnection, record: SealedRecord): Effect.Effect<Bytes> => {
  const { seen } = room.logHash
  return room.outgoing.seal(seen === undefined ? record : { ...record, seen })
}

const send = (room: RoomConnection, data: string | Bytes): void => {
  room.connection.send(data)
  room.pace.spend(data.length)
  room.toWatch.raise()
}
