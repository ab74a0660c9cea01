/**
 * What a room's log shows: messages and notes in order, and the groups in which they stand on screen.
 *
 * Plain data, kept in memory only. Notes say what happened, not how to word it: elements/words/NoteWords.ts does.
 */
import type { KeptSeconds } from "./KeptSeconds.ts"
import type { LeaveReason, Refused } from "../protocol/ServerFrame.ts"
import type { FaultKind, SessionMember } from "./SessionEvent.ts"

/** Something that happened beside the messages. */
export type LogNote =
  /** You came in, and others were here before you. */
  | { readonly _tag: "CameIn" }
  /** At most so many messages have been said meanwhile. */
  | { readonly _tag: "CameBack"; readonly missedCount: number }
  /** The room ends soon. */
  | { readonly _tag: "TimeLeft"; readonly remainingMillis: number }
  | { readonly _tag: "MemberJoined"; readonly member: SessionMember }
  | { readonly _tag: "MemberLeft"; readonly member: SessionMember; readonly reason: LeaveReason }
  /** A member's next connection took over from its earlier one. */
  | { readonly _tag: "MemberReturned"; readonly member: SessionMember }
  | { readonly _tag: "MemberRenamed"; readonly member: SessionMember; readonly formerName: string }
  | { readonly _tag: "CreatorChanged"; readonly member: SessionMember }
  | { readonly _tag: "LockChanged"; readonly isLocked: boolean }
  /** `isKnown`: this client has the new link. */
  | { readonly _tag: "LinkChanged"; readonly isKnown: boolean }
  | { readonly _tag: "Refused"; readonly command: Refused["command"]; readonly reason: Refused["reason"] }
  | {
      readonly _tag: "Fault"
      /** In a room that needs a password, another key is most likely another password. */
      readonly kind: FaultKind | "other-password"
      readonly sender: SessionMember | undefined
      readonly count: number
    }

/** Where an own message stands. Those of others are always `sent`. */
export type Delivery = "sent" | "pending" | "failed"

export interface LogMessage {
  readonly _tag: "Message"
  /** Unique in the log and stable from pending to sent. */
  readonly key: string
  readonly id: string
  readonly sender: SessionMember
  readonly body: string
  /** Unix milliseconds: by the relay once it is in the log, by our own clock before. */
  readonly time: number
  readonly delivery: Delivery
  /** The sender's choice: how long after it has come into the log it goes. Absent: it stays. */
  readonly keptSeconds?: KeptSeconds
}

export interface LogNoteEntry {
  readonly _tag: "Note"
  readonly key: string
  readonly note: LogNote
  readonly time: number
}

export type LogEntry = LogMessage | LogNoteEntry

/** Messages of one sender within one minute, under one header. */
export interface MessageGroup {
  readonly _tag: "Group"
  readonly key: string
  readonly sender: SessionMember
  readonly time: number
  readonly messages: ReadonlyArray<LogMessage>
}

export type LogBlock = MessageGroup | LogNoteEntry

const minuteOf = (time: number): number => Math.floor(time / 60_000)

/**
 * Groups what one sender said within one minute. A note, another sender or another minute begins a new group.
 *
 * A group is named by its first message, and goes on under the name that it had in `before` when that message is gone:
 * on screen it stays the same.
 */
export const blocksOf = (
  entries: ReadonlyArray<LogEntry>,
  before: ReadonlyArray<LogBlock> = []
): ReadonlyArray<LogBlock> => {
  const formerKeys = groupKeys(before)
  const taken = new Set<string>()
  const blocks: Array<LogBlock> = []
  let group: { key: string; sender: SessionMember; time: number; messages: Array<LogMessage> } | undefined
  for (const entry of entries) {
    if (entry._tag === "Note") {
      group = undefined
      blocks.push(entry)
    } else if (group !== undefined && continues(group, entry)) {
      group.messages.push(entry)
    } else {
      const former = formerKeys.get(entry.key)
      const key = former === undefined || taken.has(former) ? entry.key : former
      taken.add(key)
      group = { key, sender: entry.sender, time: entry.time, messages: [entry] }
      blocks.push({ _tag: "Group", ...group })
    }
  }
  return blocks
}

/** Message key -> key of its group. */
const groupKeys = (blocks: ReadonlyArray<LogBlock>): ReadonlyMap<string, string> =>
  new Map(
    blocks.flatMap((block) =>
      block._tag === "Group" ? block.messages.map(({ key }): readonly [string, string] => [key, block.key]) : []
    )
  )

const continues = (group: { readonly sender: SessionMember; readonly time: number }, message: LogMessage): boolean =>
  group.sender.connectionId === message.sender.connectionId && minuteOf(group.time) === minuteOf(message.time)
