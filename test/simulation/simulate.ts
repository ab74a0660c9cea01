/**
 * One simulated world: the real gateway and registry, real headless clients, a chaos network for each of them, and people
 * who come, talk, lock, kick, rotate, leave and purge. Everything that chance decides follows from the seed.
 */
import { createHash } from "node:crypto"
import { Effect, Layer, Random, type Scope, Stream } from "effect"
import { TestClock } from "effect/testing"
import * as InlinePowSolver from "../../src/client/layers/InlinePowSolver.ts"
import * as SealedRoomClient from "../../src/client/layers/SealedRoomClient.ts"
import { type CreatedRoom, RoomClient, type RoomSession } from "../../src/client/services/RoomClient.ts"
import { Transport } from "../../src/client/services/Transport.ts"
import type { SessionEvent } from "../../src/client/SessionEvent.ts"
import type { ConnectionId } from "../../src/protocol/Identifiers.ts"
import { RoomRegistry } from "../../src/services/RoomRegistry.ts"
import * as Testing from "../../src/testing.ts"
import { Agenda } from "./Agenda.ts"
import { makeChaosNetwork, type Presence } from "./ChaosNetwork.ts"
import { Dice } from "./Dice.ts"
import type { History, MemberHistory, Said, Shown } from "./historyChecker.ts"

export interface SimulationOptions {
  readonly seed: number
  /** A planted fault of the network: whether it loses this message on the way to a member. */
  readonly loses?: (member: number, bytes: Uint8Array) => boolean
}

export interface Simulated {
  readonly history: History
  /** Of everything that anybody was shown, and when. */
  readonly hash: string
}

/** A member while it lives. */
interface Person extends MemberHistory {
  readonly said: Array<Said>
  readonly shown: Array<Shown>
  readonly failed: Array<string>
  readonly faults: Array<string>
  readonly ends: Array<string>
  readonly presences: Array<Presence>
  readonly log: Array<string>
  others: ReadonlyArray<ConnectionId>
  session: RoomSession | undefined
}

const relayUrl = "https://pug.example"
const longestMillis = 240_000

/** Runs a world to its end. */
export const simulate = (options: SimulationOptions): Effect.Effect<Simulated> =>
  Effect.scoped(world(options)).pipe(Effect.provide(Testing.layer.pipe(Layer.provideMerge(TestClock.layer()))))

const world = Effect.fnUntraced(function* ({ seed, loses }: SimulationOptions) {
  const agenda = new Agenda()
  const dice = new Dice(`world ${seed}`)
  const people: Array<Person> = []
  const registry = yield* RoomRegistry
  const context = yield* Effect.context<Scope.Scope>()
  const start = <A, E>(effect: Effect.Effect<A, E, Scope.Scope>): void => void Effect.runForkWith(context)(effect)

  const clientOf = Effect.fnUntraced(function* (person: Person, own: Dice) {
    const rank = people.length
    const transport = yield* makeChaosNetwork({
      agenda,
      dice: own,
      rank,
      presences: person.presences,
      ...(loses && { loses: (bytes: Uint8Array) => loses(rank, bytes) })
    })
    const layer = SealedRoomClient.layer({ relayUrl }).pipe(
      Layer.provide([InlinePowSolver.layer, Layer.succeed(Transport, transport)])
    )
    return yield* Effect.provide(RoomClient, layer)
  })

  const rooms = dice.between(1, 3)
  for (let room = 0; room < rooms; room++) {
    const own = dice.of(`room ${room}`)
    const size = own.between(2, 5)
    const honest = SealedRoomClient.layer({ relayUrl }).pipe(Layer.provide(InlinePowSolver.layer))
    const created: CreatedRoom = yield* RoomClient.use((client) =>
      client.create({ ttlSeconds: own.between(60, 120), capacity: own.between(2, size + 1) })
    ).pipe(Effect.provide(honest), Effect.orDie)
    for (let member = 0; member < size; member++) {
      const chance = own.of(`member ${member}`)
      const person = newPerson(room, member)
      const rank = people.push(person)
      const client = yield* clientOf(person, chance.of("network"))
      const { link, creatorCapability } = created
      const enter = client
        .join({ link, ...(member === 0 && { creatorCapability }), ...(chance.isLucky(0.5) && { name: `n${member}` }) })
        .pipe(
          Effect.flatMap((session) => follow(agenda, person, session)),
          Random.withSeed(chance.seed())
        )
      const at = member === 0 ? chance.between(0, 2_000) : chance.between(0, 20_000)
      agenda.add(at, rank, () => start(enter))
      const doing = (from: number, to: number, act: (session: RoomSession) => Effect.Effect<unknown, unknown>): void =>
        agenda.add(chance.between(from, to), rank, () => {
          // Nobody says anything to a session that is over.
          if (person.session !== undefined && person.ends.length === 0) start(act(person.session))
        })
      for (let number = chance.between(2, 10); number > 0; number--) {
        doing(at, 70_000, (session) => {
          const body = `room ${room} member ${member} #${person.said.length}`
          person.said.push({ body, at: agenda.now })
          return session.send(body)
        })
      }
      if (chance.isLucky(0.4)) doing(20_000, 90_000, (session) => session.leave)
      if (chance.isLucky(0.3)) doing(5_000, 60_000, (session) => session.checkConnection)
      if (member > 0) continue
      if (chance.isLucky(0.5)) doing(5_000, 60_000, (session) => session.lock(true))
      if (chance.isLucky(0.5)) doing(5_000, 60_000, (session) => session.lock(false))
      if (chance.isLucky(0.5)) doing(5_000, 60_000, (session) => session.rotate)
      if (chance.isLucky(0.5)) doing(5_000, 60_000, (session) => kickSomebody(person, session))
      if (chance.isLucky(0.3)) doing(40_000, 80_000, (session) => session.purge)
    }
  }

  yield* agenda.run(longestMillis, () => people.every(({ ends }) => ends.length > 0))
  // Ghosts whose network has swallowed their goodbye are gone when the relay has missed them.
  yield* agenda.run(agenda.now + 130_000, () => false)
  const left = yield* registry.count
  const history: History = { members: people, left }
  const hash = createHash("sha256")
    .update(JSON.stringify(people.map(({ log, presences }) => [log, presences])))
    .digest("hex")
  return { history, hash }
})

const newPerson = (room: number, member: number): Person => ({
  room,
  member,
  said: [],
  shown: [],
  failed: [],
  faults: [],
  ends: [],
  presences: [],
  log: [],
  others: [],
  session: undefined
})

const kickSomebody = (person: Person, session: RoomSession): Effect.Effect<void> => {
  const [whom] = person.others
  return whom === undefined ? Effect.void : session.kick(whom)
}

/** Writes down what a session tells, to its end. */
const follow = Effect.fnUntraced(function* (agenda: Agenda, person: Person, session: RoomSession) {
  const bodies = new Map<string, string>()
  person.session = session
  yield* Stream.runForEach(session.events, (event) =>
    Effect.sync(() => {
      person.log.push(`${agenda.now} ${event._tag}${detailOf(event)}`)
      note(person, bodies, event)
    })
  )
})

const note = (person: Person, bodies: Map<string, string>, event: SessionEvent): void => {
  switch (event._tag) {
    case "MessagePending":
      return void bodies.set(event.id, event.body)
    case "MessageFailed":
      return void person.failed.push(bodies.get(event.id) ?? "")
    case "Message":
      return void person.shown.push({ body: event.body, sequence: event.sequence, isOwn: event.sender.isSelf })
    case "Fault":
      return void person.faults.push(event.kind)
    case "Ended":
      return void person.ends.push(event.reason)
    case "Joined":
      person.others = event.members.filter(({ isSelf }) => !isSelf).map(({ connectionId }) => connectionId)
      return
    case "MemberJoined":
      person.others = [...person.others, event.member.connectionId]
      return
    case "MemberLeft":
      person.others = person.others.filter((other) => other !== event.member.connectionId)
      return
    case "Connecting":
    case "Waiting":
    case "ConnectionLost":
    case "Working":
    case "MemberChanged":
    case "LockChanged":
    case "LinkChanged":
    case "Refused":
  }
}

/** What of an event is the same in every run of a seed. */
const detailOf = (event: SessionEvent): string => {
  switch (event._tag) {
    case "Message":
      return ` ${event.sequence} ${event.body}`
    case "Ended":
    case "Waiting":
      return ` ${event.reason}`
    case "ConnectionLost":
      return ` ${event.code} ${event.retryMillis}`
    case "Fault":
      return ` ${event.kind} ${event.count}`
    default:
      return ""
  }
}
