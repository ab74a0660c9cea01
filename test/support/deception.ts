/**
 * A room in which one member is lied to: the creator and a third, who are honest and undeceived, and the victim, who is
 * whatever the test makes of it. Everybody comes through the lying relay.
 *
 * The honest two run under TestClock, whose time a test sets to that of its relay before.
 */
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import * as FetchRelayHttp from "../../src/client/layers/FetchRelayHttp.ts"
import * as InlinePowSolver from "../../src/client/layers/InlinePowSolver.ts"
import * as SealedRoomClient from "../../src/client/layers/SealedRoomClient.ts"
import * as WebSocketTransport from "../../src/client/layers/WebSocketTransport.ts"
import type { RoomLink } from "../../src/client/RoomLink.ts"
import { RoomClient, type RoomSession } from "../../src/client/services/RoomClient.ts"
import { HttpAddress } from "./HttpRelay.ts"
import { dropsTheTail, type LieCase, tailIsGone } from "./lies.ts"
import { honest, type Lie, type LyingRelay, startLyingRelay } from "./LyingRelay.ts"
import { probe, type SessionProbe } from "./SessionProbe.ts"

/** Whoever is lied to. Each step returns when it has happened. */
export interface Victim {
  readonly says: (text: string) => Effect.Effect<void>
  /** A message stands in the log. */
  readonly hears: (text: string) => Effect.Effect<void>
  /** A sentence stands in the log, or behind a name in the list of members. */
  readonly sees: (sentence: RegExp) => Effect.Effect<void>
}

interface Honest {
  readonly session: RoomSession
  readonly events: SessionProbe
}

/** A headless client of the relay at `url`. */
export const clientOf = (url: string): Layer.Layer<RoomClient> =>
  SealedRoomClient.layer({ relayUrl: url }).pipe(
    Layer.provide([WebSocketTransport.layer, FetchRelayHttp.layer, InlinePowSolver.layer])
  )

/** A lying relay in front of the honest one of HttpAddress. */
export const lyingRelay = Effect.gen(function* () {
  const target = yield* HttpAddress
  return yield* Effect.acquireRelease(
    Effect.promise(() => startLyingRelay(target)),
    (relay) => Effect.promise(() => relay.close())
  )
})

/** A room with its creator and a third in it. */
export const makeRoom = Effect.fnUntraced(function* (relay: LyingRelay) {
  const rooms = yield* Effect.provide(RoomClient, clientOf(relay.url))
  const created = yield* rooms.create({ ttlSeconds: 3_600, capacity: 5 })
  const creator = yield* enter(rooms, created)
  yield* creator.events.next("Joined")
  const third = yield* enter(rooms, { link: created.link })
  yield* creator.events.next("MemberChanged", ({ member }) => member.isVerified)
  yield* third.events.next("MemberChanged", ({ member }) => member.isVerified)
  return { link: created.link, creator, third }
})

/** The room after its victim has come in, and the line on which it is lied to. */
export const withVictim = Effect.fnUntraced(function* <V extends Victim, E, R>(
  relay: LyingRelay,
  lie: Lie,
  enterAs: (link: RoomLink) => Effect.Effect<V, E, R>
) {
  const room = yield* makeRoom(relay)
  relay.lieToNewcomers = lie
  const victim = yield* enterAs(room.link)
  relay.lieToNewcomers = honest
  const line = relay.lines.at(-1)
  if (line === undefined) return yield* Effect.die(new Error("nobody has connected"))
  // Both have read its Hello and it has been sent theirs, so everything that belongs to its coming in is said.
  for (const { events } of [room.creator, room.third]) {
    yield* events.next("MemberJoined")
    yield* events.next("MemberChanged", ({ member }) => member.isVerified)
  }
  yield* Effect.promise(() => line.whenIntroduced())
  return { ...room, victim, line }
})

/** Lies to a victim in the middle of a conversation and sees to it that it is told, and hears what is said afterwards. */
export const deceive = Effect.fnUntraced(function* <V extends Victim, E, R>(
  { from, make, shows }: LieCase,
  enterAs: (link: RoomLink) => Effect.Effect<V, E, R>
) {
  const relay = yield* lyingRelay
  const lie = make(yield* payloadOfAnotherRoom(relay))
  const { creator, third, victim, line } = yield* withVictim(relay, from === "join" ? lie : honest, enterAs)

  line.lie = lie
  yield* say(creator, third, "one")
  yield* say(third, creator, "two")
  yield* say(creator, third, "three")
  yield* victim.says("mine")
  const { sequence } = yield* creator.events.next("Message", ({ body }) => body === "mine")
  yield* Effect.promise(() => line.whenHeard(sequence))
  line.lie = honest
  yield* say(creator, third, "afterwards")
  yield* say(third, creator, "after that")

  yield* victim.hears("afterwards")
  yield* victim.hears("after that")
  yield* victim.sees(shows)
})

/**
 * Lets time pass for the honest, half a second at a time and with the relay's answers in between, until the effect is done. Ten
 * minutes are past every heartbeat: each silence has one, of whoever's turn it is.
 */
export const whileTimePasses = Effect.fnUntraced(function* <A, E, R>(
  relay: LyingRelay,
  effect: Effect.Effect<A, E, R>
) {
  const passing = Effect.andThen(
    // To its end: a heartbeat wakes between two milliseconds, and nobody's clock may stay there.
    Effect.uninterruptible(TestClock.adjust("500 millis")),
    Effect.promise(async () => {
      await fetch(`${relay.url}/healthz`).then((answer) => answer.text())
      await Promise.all(relay.lines.map((line) => line.whenAnswered()))
    })
  ).pipe(Effect.repeat({ times: 1_200 }), Effect.andThen(Effect.never))
  return yield* Effect.raceFirst(effect, passing)
})

/** Keeps the last thing that is said from a victim, and sees to it that it is told with the next sealed heartbeat. */
export const loseTheTail = Effect.fnUntraced(function* <V extends Victim, E, R>(
  lastWord: string,
  enterAs: (link: RoomLink) => Effect.Effect<V, E, R>
) {
  const relay = yield* lyingRelay
  const { creator, third, victim, line } = yield* withVictim(relay, honest, enterAs)
  line.lie = dropsTheTail()
  yield* say(creator, third, lastWord)

  yield* whileTimePasses(relay, victim.sees(tailIsGone))

  yield* say(creator, third, "one more")
  yield* victim.hears("one more")
  return victim
})

/** Says something that the other one hears. */
export const say = Effect.fnUntraced(function* (speaker: Honest, listener: Honest, text: string) {
  yield* Effect.orDie(speaker.session.send(text))
  yield* listener.events.next("Message", ({ body }) => body === text)
})

const enter = Effect.fnUntraced(function* (
  rooms: RoomClient["Service"],
  room: Parameters<RoomClient["Service"]["join"]>[0]
) {
  const session = yield* rooms.join(room)
  const member: Honest = { session, events: yield* probe(session) }
  return member
})

const payloadOfAnotherRoom = Effect.fnUntraced(function* (relay: LyingRelay) {
  const { creator, third } = yield* makeRoom(relay)
  yield* say(creator, third, "elsewhere")
  const payload = [...(relay.lines[0]?.payloads.values() ?? [])].at(-1)
  if (payload === undefined) return yield* Effect.die(new Error("the other room is silent"))
  yield* creator.session.leave
  yield* third.session.leave
  return payload
})
