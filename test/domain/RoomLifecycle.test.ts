/**
 * Any history of a room, checked step by step against a model that knows the rules in other words.
 *
 * The model is a list of seats and four facts. It keeps no names and no maps, so that it cannot share a mistake with
 * src/domain/Room.ts; what must hold in every state is asserted besides.
 */
import { assert, it } from "@effect/vitest"
import * as fc from "fast-check"
import { isWaiting } from "../../src/domain/Room.ts"
import { connection, makeRoom, type Outcome, type RoomScript, digest } from "../support/RoomScript.ts"

interface Model {
  readonly capacity: number
  seats: Array<number>
  creator: number | "nobody yet" | "away"
  haveMet: boolean
  isLocked: boolean
  rotations: number
  isOver: boolean
  arrivals: number
}

type Command = fc.Command<Model, RoomScript>

/** A step is a command, who gives it, and what the model says comes of it. */
const step = (
  name: string,
  expected: (model: Model) => Outcome,
  give: (room: RoomScript, model: Readonly<Model>) => Outcome
): Command => ({
  check: () => true,
  run: (model, room) => {
    const before = { ...model, seats: [...model.seats] }
    const outcome = expected(model)
    assert.deepStrictEqual(give(room, before), outcome, name)
    assertInvariants(model, room)
  },
  toString: () => name
})

/** The n-th of those in, or somebody who is not. */
const someone = (model: Model, pick: number): number =>
  model.seats[pick % (model.seats.length + 2)] ?? 4_000_000_000 + pick

const unless = (refusal: string | undefined, accepted: () => Outcome): Outcome =>
  refusal === undefined ? accepted() : [`refused ${refusal}`]

const joinRefusal = (model: Model, isCreator: boolean, isStale: boolean, replaced: number | undefined) => {
  if (model.isOver || isStale) return "join-refused"
  if (model.creator === "nobody yet" && !isCreator) return "not-open-yet"
  if (model.isLocked && !isCreator && replaced === undefined) return "locked"
  const others = model.seats.filter((seat) => seat !== replaced)
  const mustStayFree = isCreator || others.some((seat) => seat === model.creator) ? 0 : 1
  return others.length + 1 + mustStayFree > model.capacity ? "full" : undefined
}

let arrivals = 0

const join = (isCreator: boolean, isStale: boolean, replaces: number | undefined): Command => {
  const who = ++arrivals
  const seatOf = (model: Model) => (replaces === undefined ? undefined : someone(model, replaces))
  return step(
    `join ${isCreator} ${isStale} ${replaces}`,
    (model) => {
      const seat = seatOf(model)
      const replaced = model.seats.find((other) => other === seat)
      const stale = isStale && model.rotations > 0
      return unless(joinRefusal(model, isCreator, stale, replaced), () => {
        model.seats = [...model.seats.filter((other) => other !== replaced), who]
        if (model.creator === replaced) model.creator = "away"
        if (isCreator) model.creator = who
        model.arrivals += 1
        model.haveMet ||= model.seats.length > 1
        return [
          ...(replaced === undefined ? [] : [`left ${replaced} replaced`]),
          `joined ${who}${isCreator ? " as creator" : ""}`
        ]
      })
    },
    (room, model) => {
      const seat = seatOf(model)
      const rotations = isStale ? Math.max(0, model.rotations - 1) : model.rotations
      return room.join(who, { isCreator, rotations, ...(seat === undefined ? {} : { replaces: seat }) })
    }
  )
}

const goes = (model: Model, who: number, how: string): Outcome => {
  if (!model.seats.includes(who)) return []
  model.seats = model.seats.filter((seat) => seat !== who)
  if (model.creator === who) model.creator = "away"
  model.isOver = model.haveMet && model.seats.length === 0
  return [`left ${who} ${how}`, ...(model.isOver ? ["ended empty"] : [])]
}

const leave = (pick: number, reason: "left" | "lost"): Command =>
  step(
    `leave ${pick}`,
    (model) => (model.isOver ? [] : goes(model, someone(model, pick), reason)),
    (room, model) => room.leave(someone(model, pick), reason)
  )

const asCreator = (
  name: string,
  pick: number,
  accepted: (model: Model) => Outcome,
  give: (room: RoomScript, by: number, model: Readonly<Model>) => Outcome
): Command =>
  step(
    `${name} by ${pick}`,
    (model) => {
      if (model.isOver) return []
      return someone(model, pick) === model.creator ? accepted(model) : ["refused not-creator"]
    },
    (room, model) => give(room, someone(model, pick), model)
  )

const ends = (model: Model, reason: string): Outcome => {
  model.isOver = true
  return [`ended ${reason}`]
}

const purge = (pick: number) =>
  asCreator(
    "purge",
    pick,
    (model) => ends(model, "purged"),
    (room, by) => room.purge(by)
  )

const lock = (pick: number, locked: boolean) =>
  asCreator(
    `lock ${locked}`,
    pick,
    (model) => {
      if (model.isLocked === locked) return []
      model.isLocked = locked
      return [locked ? "locked" : "unlocked"]
    },
    (room, by) => room.lock(by, locked)
  )

const kick = (pick: number, whom: number) =>
  asCreator(
    `kick ${whom}`,
    pick,
    (model) => {
      const who = someone(model, whom)
      return who === model.creator || !model.seats.includes(who)
        ? ["refused no-such-member"]
        : goes(model, who, "kicked")
    },
    (room, by, model) => room.kick(by, someone(model, whom))
  )

const rotate = (pick: number) =>
  asCreator(
    "rotate",
    pick,
    (model) => {
      model.rotations += 1
      return ["rotated"]
    },
    (room, by) => room.rotate(by)
  )

const waitOver = (isOld: boolean) =>
  step(
    `wait over ${isOld}`,
    (model) => {
      const applies = !model.isOver && !model.haveMet && model.seats.length === 0 && !isOld
      return applies ? ends(model, "unopened") : []
    },
    (room, model) => room.waitOver(model.arrivals - (isOld ? 1 : 0))
  )

const expire = () =>
  step(
    "expire",
    (model) => (model.isOver ? [] : ends(model, "expired")),
    (room) => room.end("expired")
  )

const assertInvariants = (model: Model, { state }: RoomScript): void => {
  const members = [...state.members.values()]
  assert.isAtMost(members.length, state.capacity, "never over capacity")
  if (!state.isEnded && state.creator === undefined)
    assert.isBelow(members.length, state.capacity, "the creator's seat")
  assert.strictEqual(new Set(members.map(({ name }) => name)).size, members.length, "names are unique")
  assert.deepStrictEqual([...state.members.keys()].toSorted(), model.seats.map(connection).toSorted())
  assert.deepStrictEqual(
    members.map(({ replaceDigest }) => replaceDigest).toSorted(),
    model.seats.map(digest).toSorted()
  )
  assert.strictEqual(state.creator, typeof model.creator === "number" ? connection(model.creator) : undefined)
  assert.strictEqual(state.isEnded, model.isOver, "ended is final")
  assert.strictEqual(isWaiting(state), !model.isOver && !model.haveMet && model.seats.length === 0)
}

const pick = fc.nat(6)
const often = <A>(arbitrary: fc.Arbitrary<A>) => [arbitrary, arbitrary, arbitrary, arbitrary]
// The ends are rare, or histories would be short.
const rarely = (arbitrary: fc.Arbitrary<Command>) =>
  fc.nat(9).chain((dice) => (dice === 0 ? arbitrary : pick.map((who) => leave(who, "lost"))))

const commands = fc.commands(
  [
    ...often(
      fc
        .tuple(fc.boolean(), fc.nat(9), fc.option(pick, { nil: undefined }))
        .map(([isCreator, dice, replaces]) => join(isCreator, dice === 0, replaces))
    ),
    ...often(fc.tuple(pick, fc.constantFrom("left", "lost")).map(([who, reason]) => leave(who, reason))),
    fc.tuple(pick, fc.boolean()).map(([by, locked]) => lock(by, locked)),
    fc.tuple(pick, pick).map(([by, who]) => kick(by, who)),
    pick.map(rotate),
    rarely(pick.map(purge)),
    rarely(fc.boolean().map(waitOver)),
    rarely(fc.constant(0).map(expire))
  ],
  { maxCommands: 60 }
)

const newModel = (capacity: number): Model => ({
  capacity,
  seats: [],
  creator: "nobody yet",
  haveMet: false,
  isLocked: false,
  rotations: 0,
  isOver: false,
  arrivals: 0
})

it("keeps every room to its rules, whatever happens in it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 5 }), commands, (capacity, history) =>
      fc.modelRun(() => ({ model: newModel(capacity), real: makeRoom(capacity) }), history)
    ),
    { numRuns: 500 }
  )
})
