/**
 * What must hold of a history whatever the network did, after the manner of Jepsen: what was said, what each member was
 * shown, and what each was told of its own. Every rule that is broken is a line.
 */
import type { Presence } from "./ChaosNetwork.ts"

/** A message as its sender said it, in virtual milliseconds. */
export interface Said {
  readonly body: string
  readonly at: number
}

/** A message that a member was shown. */
export interface Shown {
  readonly body: string
  readonly sequence: number
  readonly isOwn: boolean
}

export interface MemberHistory {
  readonly room: number
  readonly member: number
  /** In the order in which it said them. */
  readonly said: ReadonlyArray<Said>
  readonly shown: ReadonlyArray<Shown>
  /** Own messages that it was told would not arrive. */
  readonly failed: ReadonlyArray<string>
  readonly faults: ReadonlyArray<string>
  /** How its session ended; once, or the history is wrong. */
  readonly ends: ReadonlyArray<string>
  readonly presences: ReadonlyArray<Presence>
}

export interface History {
  readonly members: ReadonlyArray<MemberHistory>
  /** Rooms and members that the relay still holds at the end. */
  readonly left: { readonly rooms: number; readonly members: number }
}

export const violationsOf = ({ members, left }: History): ReadonlyArray<string> => {
  const rooms = Map.groupBy(members, ({ room }) => room)
  return [
    ...(left.rooms === 0 && left.members === 0 ? [] : [`the relay still holds ${left.rooms} rooms`]),
    ...members.flatMap((member) => memberViolations(member).map((text) => `${nameOf(member)}: ${text}`)),
    ...[...rooms.values()].flatMap(roomViolations)
  ]
}

const nameOf = ({ room, member }: MemberHistory): string => `member ${member} of room ${room}`

const memberViolations = ({ room, said, shown, failed, faults, ends }: MemberHistory): ReadonlyArray<string> => {
  const own = shown.filter(({ isOwn }) => isOwn).map(({ body }) => body)
  const bodies = shown.map(({ body }) => body)
  return [
    ...faults.map((kind) => `an honest relay was taken for a liar: ${kind}`),
    ...(ends.length === 1 ? [] : [`its session ended ${ends.length} times`]),
    ...(new Set(bodies).size === bodies.length ? [] : ["it was shown a message twice"]),
    ...bodies.filter((body) => !body.startsWith(`room ${room} `)).map((body) => `"${body}" came from another room`),
    ...said.flatMap(({ body }) => {
      const answers = [...own, ...failed].filter((other) => other === body).length
      return answers === 1 ? [] : [`"${body}" is said to have arrived or failed ${answers} times`]
    }),
    ...(isOrdered(shown.map(({ sequence }) => sequence)) ? [] : ["it was shown messages against the order of the log"])
  ]
}

const roomViolations = (members: ReadonlyArray<MemberHistory>): ReadonlyArray<string> => {
  const found: Array<string> = []
  const log = new Map<number, string>()
  for (const { sequence, body } of members.flatMap(({ shown }) => shown)) {
    if ((log.get(sequence) ?? body) !== body) found.push(`entry ${sequence} differs between members`)
    log.set(sequence, body)
  }
  const said = new Set(members.flatMap((member) => member.said.map(({ body }) => body)))
  for (const body of log.values()) if (!said.has(body)) found.push(`"${body}" was shown and never said`)
  for (const member of members) found.push(...orderViolations(member, members), ...lossViolations(member, members))
  return found
}

/**
 * What one member said is shown in its order, to everybody who was there when it said it. Who came later may have missed
 * the first copy of a message that was sent again, behind others.
 */
const orderViolations = (viewer: MemberHistory, speakers: ReadonlyArray<MemberHistory>): ReadonlyArray<string> =>
  speakers.flatMap((speaker) => {
    const found: Array<string> = []
    let latest = -1
    for (const { body, sequence } of viewer.shown) {
      const place = speaker.said.findIndex((said) => said.body === body)
      const { since = Infinity } = viewer.presences.find(({ from, to }) => from <= sequence && sequence <= to) ?? {}
      if (place >= 0 && place < latest && since <= (speaker.said[place]?.at ?? 0)) {
        found.push(`${nameOf(viewer)} was shown "${body}" behind what was said later`)
      }
      latest = Math.max(latest, place)
    }
    return found
  })

/** What a sender was told has arrived was shown to all who were there when it did. */
const lossViolations = (speaker: MemberHistory, members: ReadonlyArray<MemberHistory>): ReadonlyArray<string> =>
  speaker.shown
    .filter(({ isOwn }) => isOwn)
    .flatMap(({ body, sequence }) =>
      members.flatMap((member) => {
        const wasThere = member.presences.some(({ from, to }) => from <= sequence && sequence <= to)
        const isShown = member.shown.some((shown) => shown.body === body)
        return wasThere && !isShown ? [`${nameOf(member)} was there and was not shown "${body}"`] : []
      })
    )

const isOrdered = (numbers: ReadonlyArray<number>): boolean =>
  numbers.every((number, index) => index === 0 || (numbers[index - 1] ?? 0) < number)
