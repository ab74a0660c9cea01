/**
 * What must hold of everything that the members of one room were told, whatever they did and in whatever order: the model
 * of RoomInterleavings.test.ts. Every rule that is broken is a line.
 */
import type { Joined, RoomEvent } from "../../../src/protocol/ServerFrame.ts"

/** An entry of the log as one member was told it. `tag` is the number of the message, if it is one. */
export interface Entry {
  readonly sequence: number
  readonly bytes: string
  readonly event?: RoomEvent
  readonly sender?: string
  readonly tag?: number
}

/** One who asked to come in: what was answered and told, and what was said. */
export interface Told {
  /** The room's end had been told before it asked. */
  readonly wasEnded: boolean
  readonly answers: Array<"joined" | "refused">
  welcome: typeof Joined.Type | undefined
  readonly entries: Array<Entry>
  readonly closes: Array<string>
  /** What was wrong at once. */
  readonly faults: Array<string>
  readonly sent: Array<number>
  readonly sentAfterLeaving: Array<number>
  /** Whom it has asked to put out, and what it has said behind that. */
  readonly kicked: Array<string>
  readonly sentBehindKick: Array<{ readonly connectionId: string; readonly tag: number }>
  hasLeft: boolean
}

export const violationsOf = (seats: ReadonlyArray<Told>, capacity: number): ReadonlyArray<string> => {
  const log = new Map<number, Entry>()
  const found = seats.flatMap((seat) => [...seat.faults, ...answerViolations(seat), ...replay(seat, capacity)])
  for (const entry of seats.flatMap(({ entries }) => entries)) {
    const known = log.get(entry.sequence)
    if (known !== undefined && known.bytes !== entry.bytes)
      found.push(`entry ${entry.sequence} differs between members`)
    log.set(entry.sequence, entry)
  }
  return [
    ...found,
    ...logViolations(
      [...log.values()].toSorted((a, b) => a.sequence - b.sequence),
      seats
    )
  ]
}

const answerViolations = ({ answers, welcome, wasEnded, closes, entries }: Told): ReadonlyArray<string> => {
  const isIn = welcome !== undefined
  const ends = entries.filter(({ event }) => event?._tag === "RoomEnded").length
  return [
    ...(answers.length === 1 ? [] : [`a join was answered ${answers.length} times`]),
    ...(isIn === (answers[0] === "joined") ? [] : ["the answer to a join is not what followed"]),
    ...(isIn && wasEnded ? ["a room that had ended let somebody in"] : []),
    ...(closes.length > 1 ? ["closed twice"] : []),
    ...(ends > 0 && closes.length === 0 ? ["the end was told and not followed by a close"] : [])
  ]
}

/** Replays one member's log over the list that it was given, and looks at the rules in every state. */
const replay = ({ welcome, entries, closes, hasLeft }: Told, capacity: number): ReadonlyArray<string> => {
  if (welcome === undefined) return entries.length === 0 ? [] : ["heard the room without being in"]
  const found: Array<string> = []
  const self = welcome.connectionId
  let members = welcome.members.filter(({ connectionId }) => connectionId !== self)
  let next = welcome.sequence
  let isOver = false
  for (const { sequence, event } of entries) {
    if (isOver) found.push("an entry behind the end, or behind the own leaving")
    if (sequence !== next) found.push(`entry ${sequence} where ${next} was due`)
    next = sequence + 1
    switch (event?._tag) {
      case "MemberJoined":
        if (members.some(({ connectionId }) => connectionId === event.connectionId)) found.push("joined twice")
        members = [...(event.isCreator ? members.map((each) => ({ ...each, isCreator: false })) : members), event]
        break
      case "MemberLeft":
        if (!members.some(({ connectionId }) => connectionId === event.connectionId))
          found.push("left without being in")
        members = members.filter(({ connectionId }) => connectionId !== event.connectionId)
        isOver = event.connectionId === self
        break
      case "RoomEnded":
        isOver = true
        break
      case "LockChanged":
      case "SecretRotated":
      case undefined:
        break
    }
    const creators = members.filter(({ isCreator }) => isCreator).length
    if (members.length > capacity) found.push("over capacity")
    if (creators > 1) found.push("two creators")
    if (!isOver && creators === 0 && members.length >= capacity) found.push("the creator's seat was given away")
  }
  const first = entries[0]?.event
  if (first?._tag !== "MemberJoined" || first.connectionId !== self)
    found.push("the log does not start with the own join")
  if (!isOver && !hasLeft && closes.length === 0) found.push("a member was told of no end")
  return found
}

/** `log` is what all have heard together, each entry once. */
const logViolations = (log: ReadonlyArray<Entry>, seats: ReadonlyArray<Told>): ReadonlyArray<string> => {
  const end = log.findIndex(({ event }) => event?._tag === "RoomEnded")
  const tags = log.flatMap(({ tag }) => (tag === undefined ? [] : [tag]))
  const forbidden = new Set(seats.flatMap(({ sentAfterLeaving }) => sentAfterLeaving))
  return [
    ...(end === -1 || end === log.length - 1 ? [] : ["an ended room went on"]),
    ...(new Set(tags).size === tags.length ? [] : ["a message stands twice in the log"]),
    ...(tags.some((tag) => forbidden.has(tag)) ? ["a message of somebody who had left stands in the log"] : []),
    ...overtakes(log, seats),
    ...seats.flatMap(({ sent }) => {
      const own = tags.filter((tag) => sent.includes(tag))
      return own.join() === own.toSorted((a, b) => a - b).join() ? [] : ["messages of one member in another order"]
    })
  ]
}

/** Who has been put out does not hear what the creator says behind that. With two creators it may have been the other. */
const overtakes = (log: ReadonlyArray<Entry>, seats: ReadonlyArray<Told>): ReadonlyArray<string> => {
  if (log.filter(({ event }) => event?._tag === "MemberJoined" && event.isCreator).length !== 1) return []
  const said = new Map(log.map(({ tag, sequence }) => [tag, sequence]))
  const putOut = log.flatMap(({ event }) => (event?._tag === "MemberLeft" && event.reason === "kicked" ? [event] : []))
  const isCreator = ({ welcome }: Told) =>
    welcome?.members.some((member) => member.isCreator && member.connectionId === welcome.connectionId)
  return seats
    .filter(isCreator)
    .flatMap(({ sentBehindKick }) =>
      sentBehindKick.flatMap(({ connectionId, tag }) =>
        putOut.some((left) => left.connectionId === connectionId && (said.get(tag) ?? Infinity) < left.sequence)
          ? ["a message overtook the command in front of it"]
          : []
      )
    )
}
