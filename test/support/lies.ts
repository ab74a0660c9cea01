/**
 * What a relay can lie about, each with what its victim is to be shown. In the order of the threat model: replay, reorder,
 * drop, duplicate, misattribution, reflection, splice, truncation, flipped bits, forks, the clock, members.
 */
import { connectionIdOf } from "../../src/protocol/Identifiers.ts"
import { splitMessage } from "../../src/protocol/MessageHeader.ts"
import { decodeServerFrame, encodeServerFrame, type Joined, type Member } from "../../src/protocol/ServerFrame.ts"
import { type Lie, type Line, placed, type Said, sequenceOf, withHeader } from "./LyingRelay.ts"

export interface LieCase {
  readonly name: string
  /** Whether the lie begins before its victim comes in, or once everybody is there and has been verified. */
  readonly from: "join" | "talk"
  /** A fresh lie. `elsewhere` is a sealed payload of another room. */
  readonly make: (elsewhere: Uint8Array) => Lie
  /** What stands in the room of its victim. */
  readonly shows: RegExp
}

/** A ghost's connection and name. */
export const ghost: Member = {
  connectionId: connectionIdOf(new Uint8Array(16).fill(7)),
  name: "ghost of a member",
  isCreator: false
}

export const lies: ReadonlyArray<LieCase> = [
  {
    name: "replays a record",
    from: "talk",
    make: () => onPayloadsOf("creator", (said, line) => [said, said].forEach((each) => line.tell(each))),
    shows: /from \S+( \S+)? arrived twice\. We show (it|them) once\./
  },
  {
    name: "turns two records of a member around",
    from: "talk",
    make: () => turnedAround((said, line) => isFrom("creator", said, line)),
    shows: /arrived late, after newer ones, and (is|are) not shown\./
  },
  {
    name: "drops a record in the middle",
    from: "talk",
    make: () => once("creator", () => {}),
    shows: /A message from \S+( \S+)? is missing\. The relay did not deliver it\./
  },
  {
    name: "drops an entry, numbers and all",
    from: "talk",
    make: () => {
      let hasDropped = false
      return (said, line) => {
        const isEntry = sequenceOf(said) !== undefined
        if (hasDropped || !isEntry) line.write(said)
        if (isEntry) hasDropped = true
      }
    },
    shows: /The relay left out or repeated part of the conversation\./
  },
  {
    name: "delivers an entry twice",
    from: "talk",
    make: () => (said, line) => [said, said].forEach((each) => line.write(each)),
    shows: /The relay left out or repeated part of the conversation\./
  },
  {
    name: "delivers one member's record under the name of another",
    from: "talk",
    make: () =>
      onPayloadsOf("third", (said, line) =>
        line.tell(placed(said, { sender: memberAs("creator", line).connectionId }))
      ),
    shows: /in the name of \S+( \S+)? but from somebody else, and (is|are) not shown\./
  },
  {
    name: "reflects an own record as another member's",
    from: "talk",
    make: () =>
      onPayloadsOf("self", (said, line) => {
        line.tell(said)
        line.tell(placed(said, { sender: memberAs("creator", line).connectionId }))
      }),
    shows: /in the name of \S+( \S+)? but from somebody else, and is not shown\./
  },
  {
    name: "puts words under one's own name",
    from: "talk",
    make: () =>
      onPayloadsOf("third", (said, line) => line.tell(placed(said, { sender: memberAs("self", line).connectionId }))),
    shows: /in your name but from somebody else, and (is|are) not shown\./
  },
  {
    name: "splices a record of another room in, under a member's name",
    from: "talk",
    make: (elsewhere) => once("creator", (said, line) => splice(said, line, memberAs("creator", line), elsewhere)),
    shows: /in the name of \S+( \S+)? but from somebody else, and is not shown\./
  },
  {
    name: "splices a record of another room in, under a ghost's name",
    from: "talk",
    make: (elsewhere) =>
      once("creator", (said, line) => {
        const { time } = headerOf(said)
        line.tell(encodeServerFrame({ _tag: "MemberJoined", sequence: 1, time, ...ghost }))
        splice(said, line, ghost, elsewhere)
      }),
    shows: /from ghost of a member is sealed with another key than yours\./
  },
  {
    name: "cuts the end of a record off",
    from: "talk",
    make: () =>
      onPayloadsOf("creator", (said, line) => line.tell(typeof said === "string" ? said : said.subarray(0, -1))),
    shows: /(was|were) changed on the way and (is|are) not shown\./
  },
  {
    name: "leaves too little of a record to be one",
    from: "talk",
    make: () =>
      onPayloadsOf("creator", (said, line) => line.tell(typeof said === "string" ? said : said.subarray(0, 90))),
    shows: /could not be read and (is|are) not shown\./
  },
  {
    name: "flips a bit of a record",
    from: "talk",
    make: () =>
      onPayloadsOf("creator", (said, line) => {
        if (typeof said !== "string") said[said.length - 30] = (said[said.length - 30] ?? 0) ^ 1
        line.tell(said)
      }),
    shows: /(was|were) changed on the way and (is|are) not shown\./
  },
  {
    name: "shows two members' records in another order than to the others",
    from: "talk",
    make: () => turnedAround((said) => typeof said !== "string"),
    shows: /The relay shows \S+( \S+)? another conversation than you\./
  },
  {
    name: "tells one member alone of a lock",
    from: "talk",
    make: () =>
      once("creator", (said, line) => {
        const { time } = headerOf(said)
        line.tell(encodeServerFrame({ _tag: "LockChanged", sequence: 1, time, isLocked: true }))
        line.tell(said)
      }),
    shows: /The relay shows \S+( \S+)? another conversation than you\./
  },
  {
    name: "turns its clock back",
    from: "talk",
    make: () => atAnotherTime(-3_600_000),
    shows: /The relay's clock went back, or is far from this device's\./
  },
  {
    name: "lets its clock run ahead",
    from: "talk",
    make: () => atAnotherTime(3_600_000),
    shows: /The relay's clock went back, or is far from this device's\./
  },
  {
    name: "lists a member who is not there",
    from: "join",
    make: () => onJoined((joined) => ({ ...joined, members: [ghost, ...joined.members] })),
    shows: /ghost of a member[:\s]*key not checked yet/
  },
  {
    name: "swaps the names of members",
    from: "join",
    make: () => onJoined((joined) => withSwapped(joined, (member, other) => ({ ...member, name: other.name }))),
    shows: /\S+( \S+)? goes by \S+( \S+)? now\./
  },
  {
    name: "calls another member the creator",
    from: "join",
    make: () =>
      onJoined((joined) => withSwapped(joined, (member, other) => ({ ...member, isCreator: other.isCreator }))),
    shows: /The relay says that \S+( \S+)? is the creator, and \S+( \S+)? does not\./
  },
  {
    name: "calls its victim the creator",
    from: "join",
    make: () =>
      onJoined((joined) => ({
        ...joined,
        members: joined.members.map((member) => ({
          ...member,
          isCreator: member.connectionId === joined.connectionId
        }))
      })),
    shows: /The relay is wrong about whether you are the creator\./
  }
]

/** Says that the room's time is almost up, and keeps it. */
export const keepsTheRoom = onJoined((joined) => ({ ...joined, remainingMillis: 1_000 }))

/** Keeps the next record of the creator to itself, and nothing that comes after. */
export const dropsTheTail = (): Lie => once("creator", () => {})

/** Whose heartbeat it is decides: the silenced one's counter has a gap, or another's log has an entry more. */
export const tailIsGone =
  /A message from \S+( \S+)? is missing\.|The relay shows \S+( \S+)? another conversation than you\./

type Who = "creator" | "third" | "self"

/** Who somebody is to the victim, who has come in last. */
function memberAs(who: Who, { members }: Line): Member {
  const self = members.at(-1)
  const creator = members.find((member) => member.isCreator)
  const third = members.find((member) => member !== self && member !== creator)
  const member = { creator, third, self }[who]
  if (member === undefined) throw new Error(`there is no ${who}`)
  return member
}

const isFrom = (who: Who, said: Said, line: Line): boolean =>
  typeof said !== "string" && headerOf(said).sender === memberAs(who, line).connectionId

function onPayloadsOf(who: Who, lie: Lie): Lie {
  return (said, line) => (isFrom(who, said, line) ? lie(said, line) : line.tell(said))
}

/** Only the first payload. */
function once(who: Who, lie: Lie): Lie {
  let isOver = false
  return onPayloadsOf(who, (said, line) => {
    if (isOver) return line.tell(said)
    isOver = true
    return lie(said, line)
  })
}

function turnedAround(isConcerned: (said: Said, line: Line) => boolean): Lie {
  let held: Said | undefined
  return (said, line) => {
    if (!isConcerned(said, line)) return line.tell(said)
    if (held === undefined) {
      held = said
    } else {
      line.tell(said)
      line.tell(held)
      held = undefined
    }
  }
}

function atAnotherTime(millis: number): Lie {
  return (said, line) =>
    line.tell(typeof said === "string" ? said : placed(said, { time: headerOf(said).time + millis }))
}

function onJoined(change: (joined: typeof Joined.Type) => typeof Joined.Type): Lie {
  return (said, line) => {
    const frame = typeof said === "string" ? decodeServerFrame(said) : undefined
    line.tell(frame?._tag === "Joined" ? encodeServerFrame(change(frame)) : said)
  }
}

/** Swaps something between the first two members. */
function withSwapped(joined: typeof Joined.Type, swap: (member: Member, other: Member) => Member): typeof Joined.Type {
  const [first, second, ...rest] = joined.members
  if (first === undefined || second === undefined) throw new Error("there is nobody to swap")
  return { ...joined, members: [swap(first, second), swap(second, first), ...rest] }
}

function splice(said: Said, line: Line, member: Member, payload: Uint8Array): void {
  line.tell(withHeader({ ...headerOf(said), sender: member.connectionId }, payload))
  line.tell(said)
}

function headerOf(said: Said) {
  const header = typeof said === "string" ? undefined : splitMessage(said)?.header
  if (header === undefined) throw new TypeError("no payload")
  return header
}
