/**
 * What a relay counts about itself: plain numbers, bumped where things happen and read by whoever exports metrics.
 *
 * Sealed messages pass here a million times a second, so counting one is adding to a field: no effect, no look-up, no
 * allocation. There is no text in it that a client has chosen: every key stands in this file or in the protocol.
 */
import { Context } from "effect"
import { type Close, closeCodes } from "../protocol/CloseCodes.ts"
import { ProblemCode } from "../protocol/RoomApi.ts"
import { EndReason, type Refused } from "../protocol/ServerFrame.ts"
import type { MemoryUse } from "./MemoryBudget.ts"

type CloseReason =
  | (typeof closeCodes)[keyof typeof closeCodes]["reason"]
  /** The peer broke RFC 6455 and the WebSocket layer has answered: 1002, 1007 or 1008. */
  | "protocol-error"
  /** By the member's own wish: 1000. */
  | "left"
  /** The other end went, with or without a word. */
  | "lost"

const closeReasons: ReadonlyArray<CloseReason> = [
  ...Object.values(closeCodes).map(({ reason }) => reason),
  "protocol-error",
  "left",
  "lost"
]

/** By code and not by reason: the reason of a refusal by policy is the policy's own. */
const reasonOfCode: ReadonlyMap<number, CloseReason> = new Map<number, CloseReason>([
  ...Object.values(closeCodes).map(({ code, reason }) => [code, reason] as const),
  [1000, "left"],
  [1002, "protocol-error"],
  [1007, "protocol-error"],
  [1008, "protocol-error"]
])

/** Where a defect stayed: code that failed unexpectedly, and nothing that a client may get wrong. */
export type DefectKind = "room" | "connection" | "policy" | "http" | "deadline" | "link"

/** Values that are somebody else's to know and are asked for when they are read. */
export interface RelayLevels {
  preJoinConnections: () => number
  connections: () => number
  creationBits: () => number
  joinBits: () => number
  spentChallenges: () => number
  memory: () => MemoryUse
}

const nobody = () => 0

export class Tally {
  rooms = 0
  members = 0
  roomsCreated = 0
  joins = 0
  sealedReceived = 0
  controlReceived = 0
  receivedBytes = 0
  /** Entries of logs, once for each member that they were written for. */
  messagesSent = 0
  sentBytes = 0
  /** Sealed messages that came when their sender was out already, or the room's time was. */
  messagesDropped = 0
  readonly roomsEnded = zeros(EndReason.literals)
  readonly connectionsClosed = zeros(closeReasons)
  readonly commandsRefused = zeros<Refused["reason"]>(["not-creator", "no-such-member", "busy"])
  readonly apiRefusals = zeros(ProblemCode.literals)
  /** By the status of the answer: what is wrong with the request, its origin, its protocol; too many, or no place. */
  readonly handshakeRefusals = zeros<"400" | "403" | "426" | "429" | "503">(["400", "403", "426", "429", "503"])
  readonly defects = zeros<DefectKind>(["room", "connection", "policy", "http", "deadline", "link"])
  /** Replaced by whoever knows. */
  readonly levels: RelayLevels = {
    preJoinConnections: nobody,
    connections: nobody,
    creationBits: nobody,
    joinBits: nobody,
    spentChallenges: nobody,
    memory: () => ({ heldBytes: 0, waitingBytes: 0, limitBytes: 0 })
  }

  /** Counts a connection that has ended; `close` is what this side has ended it with, if it has. */
  closed(close: Close | undefined): void {
    this.connectionsClosed[(close && reasonOfCode.get(close.code)) ?? "lost"] += 1
  }
}

const zeros = <Key extends string>(keys: ReadonlyArray<Key>): Record<Key, number> =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number> // fromEntries forgets which keys it was given.

/** The tally of this relay. Provided by RelayMetrics; without it things are counted where nobody looks. */
export const RelayTally = Context.Reference<Tally>("pug-network/services/RelayTally", {
  defaultValue: () => new Tally()
})
