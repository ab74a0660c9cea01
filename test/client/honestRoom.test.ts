/** The client against the relay itself, in one process: with nobody lying there is nothing to show but the conversation. */
import { assert, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Option, Stream } from "effect"
import * as InlinePowSolver from "../../src/client/layers/InlinePowSolver.ts"
import * as SealedRoomClient from "../../src/client/layers/SealedRoomClient.ts"
import { RoomClient, type RoomSession } from "../../src/client/services/RoomClient.ts"
import { formatRoomLink } from "../../src/client/RoomLink.ts"
import type { SessionEvent } from "../../src/client/SessionEvent.ts"
import * as Testing from "../../src/testing.ts"
import { probe } from "../support/SessionProbe.ts"

const layer = SealedRoomClient.layer({ relayUrl: "https://pug.example" }).pipe(
  Layer.provide([Testing.layer, InlinePowSolver.layer])
)

/** Collects everything up to and with the `count`th message. */
const untilMessages = (session: RoomSession, count: number) => {
  let left = count
  return session.events.pipe(
    Stream.takeUntil((event) => event._tag === "Message" && --left === 0),
    Stream.runCollect,
    Effect.forkScoped
  )
}

const bodies = (events: ReadonlyArray<SessionEvent>): ReadonlyArray<string> =>
  events.flatMap((event) => (event._tag === "Message" ? [event.body] : []))

const faults = (events: ReadonlyArray<SessionEvent>): ReadonlyArray<SessionEvent> =>
  events.filter((event) => event._tag === "Fault" || event._tag === "ConnectionLost")

it.effect("shows all members the same conversation in the same order, and no fault", () =>
  Effect.gen(function* () {
    const rooms = yield* RoomClient
    const room = yield* rooms.create({ ttlSeconds: 600, capacity: 5 })
    const creator = yield* rooms.join(room)
    yield* whenJoined(creator)
    const members = [creator]
    for (const name of ["b", "c", "d", "e"]) {
      const member = yield* rooms.join({ link: room.link, name })
      yield* whenJoined(member)
      members.push(member)
    }
    const collecting = yield* Effect.forEach(members, (member) => untilMessages(member, 100))

    yield* Effect.forEach(
      members,
      (member, index) =>
        Effect.forEach(
          Array.from({ length: 20 }, (_, n) => `${index}-${n}`),
          (body) => member.send(body)
        ),
      { concurrency: "unbounded" }
    )

    const logs = yield* Effect.forEach(collecting, Fiber.join)
    const [first = []] = logs.map(bodies)
    assert.lengthOf(first, 100)
    for (const log of logs) {
      assert.deepStrictEqual(bodies(log), first)
      assert.deepStrictEqual(faults(log), [])
    }
    for (let index = 0; index < members.length; index += 1) {
      const own = first.filter((body) => body.startsWith(`${index}-`))
      assert.deepStrictEqual(
        own,
        Array.from({ length: 20 }, (_, n) => `${index}-${n}`)
      )
    }
  }).pipe(Effect.provide(layer))
)

it.effect("ends for everybody when the creator purges, and nobody else can", () =>
  Effect.gen(function* () {
    const rooms = yield* RoomClient
    const room = yield* rooms.create({ ttlSeconds: 600, capacity: 5 })
    const creator = yield* rooms.join(room)
    yield* whenJoined(creator)
    const other = yield* rooms.join({ link: room.link })

    yield* other.purge
    const refused = yield* next(other, "Refused")
    yield* creator.purge

    assert.deepStrictEqual(refused, Option.some({ _tag: "Refused", command: "Purge", reason: "not-creator" }))
    for (const session of [creator, other]) {
      assert.deepStrictEqual((yield* Stream.runCollect(session.events)).at(-1), { _tag: "Ended", reason: "purged" })
    }
  }).pipe(Effect.provide(layer))
)

it.effect("lets nobody in through the old link after a rotation, and everybody through the new one", () =>
  Effect.gen(function* () {
    const rooms = yield* RoomClient
    const room = yield* rooms.create({ ttlSeconds: 600, capacity: 5 })
    const creator = yield* rooms.join(room)
    yield* whenJoined(creator)

    yield* creator.rotate
    yield* next(creator, "LinkChanged")
    const late = yield* rooms.join({ link: room.link })
    const invited = yield* rooms.join({ link: yield* creator.link })

    assert.deepStrictEqual((yield* Stream.runCollect(late.events)).at(-1), { _tag: "Ended", reason: "join-refused" })
    yield* whenJoined(invited)
  }).pipe(Effect.provide(layer))
)

it.effect("removes a member and changes the link: the others have the new one, and the removed one has not", () =>
  Effect.gen(function* () {
    const rooms = yield* RoomClient
    const room = yield* rooms.create({ ttlSeconds: 600, capacity: 5 })
    const session = yield* rooms.join(room)
    yield* (yield* probe(session)).next("Joined")
    const other = yield* probe(yield* rooms.join({ link: room.link }))
    yield* other.next("Joined")
    const stray = yield* rooms.join({ link: room.link })
    const removed = yield* probe(stray)
    const { members } = yield* removed.next("Joined")

    for (const { isSelf, connectionId } of members) if (isSelf) yield* session.kickAndRotate(connectionId)

    assert.strictEqual((yield* removed.next("Ended")).reason, "kicked")
    const { link } = yield* other.next("LinkChanged")
    assert.isFalse((yield* other.next("LockChanged", ({ isLocked }) => !isLocked)).isLocked)
    assert.strictEqual(link, formatRoomLink(yield* session.link))
    assert.deepStrictEqual(yield* stray.link, room.link)
    const back = yield* probe(yield* rooms.join({ link: room.link }))
    assert.strictEqual((yield* back.next("Ended")).reason, "join-refused")
    const invited = yield* probe(yield* rooms.join({ link: yield* session.link }))
    yield* invited.next("Joined")
  }).pipe(Effect.provide(layer))
)

it.effect("tells what was granted where the relay clamps", () =>
  Effect.gen(function* () {
    const rooms = yield* RoomClient

    const clamped = yield* rooms.create({ ttlSeconds: 1, capacity: 1_000_000 })

    assert.strictEqual(clamped.remainingMillis, 60_000)
    assert.strictEqual(clamped.capacity, 50)
  }).pipe(Effect.provide(layer))
)

/** The next event of a tag. A stream of one consumer gives what it has to each in turn. */
const next = (session: RoomSession, tag: SessionEvent["_tag"]) =>
  Stream.runHead(Stream.filter(session.events, ({ _tag }) => _tag === tag))

const whenJoined = (session: RoomSession) => next(session, "Joined")
