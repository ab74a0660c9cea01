/**
 * The log's notes in words: what happened, and what it means.
 */
import type { LogNote } from "../../RoomLog.ts"
import type { FaultKind, SessionMember } from "../../SessionEvent.ts"
import { say, words } from "./RoomLanguage.ts"

/** One note as a sentence or two. */
export const noteText = (note: LogNote): string => {
  const text = words().note
  switch (note._tag) {
    case "CameIn":
      return text.cameIn
    case "CameBack":
      return note.missedCount === 0 ? text.cameBackWhole : text.cameBack(note.missedCount)
    case "TimeLeft":
      return text.timeLeft(say().duration(note.remainingMillis))
    case "MemberJoined":
      return text.joined(nameOf(note.member))
    case "MemberLeft":
      return leftText(nameOf(note.member), note.reason)
    case "MemberReturned":
      return text.returned(nameOf(note.member))
    case "MemberRenamed":
      return text.renamed(say().isolate(note.formerName), nameOf(note.member))
    case "CreatorChanged":
      return note.member.isSelf ? text.youAreCreator : text.isCreator(nameOf(note.member))
    case "LockChanged":
      return note.isLocked ? text.locked : text.unlocked
    case "LinkChanged":
      return note.isKnown ? text.newLink : text.newLinkUnknown
    case "Refused":
      return refusedText(note)
    case "Fault":
      return faultText(note.kind, note.sender, note.count)
  }
}

/** How loud a note is: what happens in every room, what wants a second look, what must not be overlooked. */
export const noteTone = (note: LogNote): "calm" | "caution" | "danger" => {
  if (note._tag === "Refused" || note._tag === "TimeLeft") return "caution"
  if (note._tag !== "Fault") return "calm"
  return ["replayed", "reordered", "clock"].includes(note.kind) ? "caution" : "danger"
}

const nameOf = (member: SessionMember): string => say().isolate(member.name)

const leftText = (name: string, reason: "left" | "lost" | "kicked" | "replaced"): string => {
  const text = words().note
  switch (reason) {
    case "left":
      return text.left(name)
    case "lost":
      return text.lost(name)
    case "kicked":
      return text.kicked(name)
    case "replaced":
      return text.returned(name)
  }
}

const refusedText = (note: Extract<LogNote, { readonly _tag: "Refused" }>): string => {
  const text = words().note
  switch (note.reason) {
    case "not-creator":
      return text.refusedNotCreator
    case "no-such-member":
      return text.refusedNoMember
    case "busy":
      return text.refusedBusy
  }
}

const faultText = (kind: FaultKind | "other-password", sender: SessionMember | undefined, count: number): string => {
  const text = words().fault
  switch (kind) {
    case "malformed":
      return text.malformed(count, fromText(sender))
    case "misattributed":
      return misattributedText(sender, count)
    case "wrong-key":
      return text.wrongKey(count, fromText(sender))
    case "other-password":
      return text.otherPassword(count, fromText(sender))
    case "tampered":
      return text.tampered(count, fromText(sender))
    case "replayed":
      return text.replayed(count, fromText(sender))
    case "reordered":
      return text.reordered(count, fromText(sender))
    case "missing":
      return text.missing(count, fromText(sender))
    case "forked":
      return sender === undefined || sender.isSelf ? text.forked : text.forkedFor(nameOf(sender))
    case "log-gap":
      return text.logGap
    case "clock":
      return text.clock
    case "false-creator":
      if (sender === undefined) return text.falseCreator
      return sender.isSelf ? text.falseCreatorYou : text.falseCreatorMember(nameOf(sender))
  }
}

const fromText = (sender: SessionMember | undefined): string => {
  const { fromSomebody, fromYou, fromMember } = words().fault
  if (sender === undefined) return fromSomebody
  return sender.isSelf ? fromYou : fromMember(nameOf(sender))
}

const misattributedText = (sender: SessionMember | undefined, count: number): string => {
  const text = words().fault
  if (sender === undefined) return text.misattributedToNobody(count)
  return sender.isSelf ? text.misattributedToYou(count) : text.misattributedToMember(count, nameOf(sender))
}
