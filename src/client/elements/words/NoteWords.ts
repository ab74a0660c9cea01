/**
 * The log's notes in words: what happened, and what it means.
 */
import type { LogNote } from "../../RoomLog.ts"
import type { FaultKind, SessionMember } from "../../SessionEvent.ts"

/** One note as a sentence or two. */
export const noteText = (note: LogNote): string => {
  switch (note._tag) {
    case "CameIn":
      return "You came in. What was said before is not shown to you."
    case "CameBack":
      return "You are connected again. What was said meanwhile is not shown to you."
    case "MemberJoined":
      return `${note.member.name} came in.`
    case "MemberLeft":
      return leftText(note.member.name, note.reason)
    case "MemberReturned":
      return `${note.member.name} is connected again.`
    case "MemberRenamed":
      return `${note.formerName} goes by ${note.member.name} now.`
    case "CreatorChanged":
      return note.member.isSelf ? "You are the creator now." : `${note.member.name} is the creator now.`
    case "LockChanged":
      return note.isLocked ? "The room is locked. Nobody new can come in." : "The room is open again for newcomers."
    case "LinkChanged":
      return note.isKnown
        ? "There is a new link. The old one no longer works."
        : "There is a new link, which has not reached you. The old one no longer works."
    case "Refused":
      return refusedText(note)
    case "Fault":
      return faultText(note.kind, note.sender, note.count)
  }
}

/** How loud a note is: what happens in every room, what wants a second look, what must not be overlooked. */
export const noteTone = (note: LogNote): "calm" | "caution" | "danger" => {
  if (note._tag === "Refused") return "caution"
  if (note._tag !== "Fault") return "calm"
  return ["replayed", "reordered", "clock"].includes(note.kind) ? "caution" : "danger"
}

const leftText = (name: string, reason: "left" | "lost" | "kicked" | "replaced"): string => {
  switch (reason) {
    case "left":
      return `${name} left.`
    case "lost":
      return `${name} lost the connection.`
    case "kicked":
      return `${name} was removed.`
    case "replaced":
      return `${name} is connected again.`
  }
}

const refusedText = (note: Extract<LogNote, { readonly _tag: "Refused" }>): string => {
  switch (note.reason) {
    case "not-creator":
      return "The relay did not do that. Only the creator can, and you are not the creator any more."
    case "no-such-member":
      return "Nobody to remove: that member has left."
    case "busy":
      return "The relay was too busy to do that. Try again."
  }
}

const faultText = (kind: FaultKind, sender: SessionMember | undefined, count: number): string => {
  const who = sender === undefined ? "somebody" : sender.isSelf ? "you" : sender.name
  const messages = count === 1 ? "A message" : `${count} messages`
  const are = count === 1 ? "is" : "are"
  switch (kind) {
    case "malformed":
      return `${messages} from ${who} could not be read and ${are} not shown.`
    case "misattributed":
      return `${messages} came ${inNameOf(sender)} and ${are} not shown.`
    case "wrong-key":
      return `${messages} from ${who} ${are} sealed with another key than yours. One of you has a wrong link.`
    case "tampered":
      return `${messages} from ${who} ${count === 1 ? "was" : "were"} changed on the way and ${are} not shown.`
    case "replayed":
      return `${messages} from ${who} arrived twice. We show ${count === 1 ? "it" : "them"} once.`
    case "reordered":
      return `${messages} from ${who} arrived late, after newer ones, and ${are} not shown.`
    case "missing":
      return `${messages} from ${who} ${are} missing. The relay did not deliver ${count === 1 ? "it" : "them"}.`
    case "forked":
      return `The relay shows ${who} another conversation than you. Do not rely on what you read here; make a new room.`
    case "log-gap":
      return "The relay left out or repeated part of the conversation. Do not rely on it being whole."
    case "clock":
      return "The relay's clock went back, or is far from this device's. Do not rely on the times shown here."
    case "false-creator":
      return sender?.isSelf === true
        ? "The relay is wrong about whether you are the creator. Do not rely on who it says is."
        : `The relay says that ${who} is the creator, and ${who} does not. Do not rely on who it says is.`
  }
}

const inNameOf = (sender: SessionMember | undefined): string => {
  if (sender === undefined) return "in the name of somebody who is not here"
  return sender.isSelf
    ? "in your name but from somebody else,"
    : `in the name of ${sender.name} but from somebody else,`
}
