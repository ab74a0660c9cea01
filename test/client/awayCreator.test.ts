/**
 * The client and the relay in one process and on one clock, with a network between them that breaks: two minutes are two
 * minutes for both, and five seconds are measured to the millisecond.
 */
import { assert, it } from "@effect/vitest"
import { Clock, Context, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import * as InlinePowSolver from "../../src/client/layers/InlinePowSolver.ts"
import * as SealedRoomClient from "../../src/client/layers/SealedRoomClient.ts"
import { RoomClient } from "../../src/client/services/RoomClient.ts"
import { Transport } from "../../src/client/services/Transport.ts"
import { client } from "../../src/protocol/Limits.ts"
import * as Testing from "../../src/testing.ts"
import { probe } from "../support/SessionProbe.ts"
import { makeBreakableNetwork } from "./support/BreakableNetwork.ts"

const clientOver = (transport: Transport["Service"]) =>
  Layer.build(
    SealedRoomClient.layer({ relayUrl: "https://pug.example" }).pipe(
      Layer.provide([InlinePowSolver.layer, Layer.succeed(Transport, transport)])
    )
  ).pipe(Effect.map((context) => Context.get(context, RoomClient)))

/** A room of two seats, whose creator and guest each have a network of their own. */
const twoNetworks = Effect.gen(function* () {
  const [creatorNetwork, guestNetwork] = [yield* makeBreakableNetwork, yield* makeBreakableNetwork]
  const creators = yield* clientOver(creatorNetwork.transport)
  const guests = yield* clientOver(guestNetwork.transport)
  const room = yield* creators.create({ ttlSeconds: 3_600, capacity: 2 })
  const creator = yield* creators.join(room)
  const seenByCreator = yield* probe(creator)
  yield* seenByCreator.next("Joined")
  return { creatorNetwork, guestNetwork, guests, room, creator, seenByCreator }
})

it.effect("gives the role back to a creator who was away for two minutes, in which the guest entered", () =>
  Effect.gen(function* () {
    const { creatorNetwork, guests, room, creator, seenByCreator } = yield* twoNetworks

    creatorNetwork.goDown()
    yield* seenByCreator.next("ConnectionLost")
    yield* TestClock.adjust("1 minute")
    const guest = yield* guests.join({ link: room.link })
    const seenByGuest = yield* probe(guest)
    const alone = yield* seenByGuest.next("Joined")
    yield* TestClock.adjust("1 minute")
    creatorNetwork.comeUp()
    yield* creator.checkConnection

    const back = yield* seenByCreator.next("Joined")
    const { member } = yield* seenByGuest.next("MemberJoined")
    assert.strictEqual(alone.members.length, 1)
    assert.deepStrictEqual(
      back.members.map(({ isSelf, isCreator }) => ({ isSelf, isCreator })),
      [
        { isSelf: false, isCreator: false },
        { isSelf: true, isCreator: true }
      ]
    )
    assert.isTrue(member.isCreator)
    yield* creator.send("here again")
    yield* seenByGuest.next("Message", ({ body }) => body === "here again")
    yield* guest.send("I have waited")
    yield* seenByCreator.next("Message", ({ body }) => body === "I have waited")
  }).pipe(Effect.provide(Testing.layer))
)

it.effect("brings a member of a full room back from a black hole within five seconds, by its replace token", () =>
  Effect.gen(function* () {
    const { guestNetwork, guests, room, seenByCreator } = yield* twoNetworks
    const guest = yield* guests.join({ link: room.link })
    const seenByGuest = yield* probe(guest)
    yield* seenByGuest.next("MemberChanged", ({ member }) => member.isVerified)

    guestNetwork.swallow()
    const swallowedAt = yield* Clock.currentTimeMillis
    yield* guest.send("into the void")
    yield* guestNetwork.nextSwallowed
    yield* TestClock.adjust(client.answerMillis)
    const { retryMillis } = yield* seenByGuest.next("ConnectionLost")
    yield* TestClock.adjust(retryMillis)
    const back = yield* seenByGuest.next("Joined")
    yield* seenByCreator.next("Message", ({ body }) => body === "into the void")

    assert.strictEqual(back.members.length, 2)
    assert.isAtMost((yield* Clock.currentTimeMillis) - swallowedAt, 5_000)
  }).pipe(Effect.provide(Testing.layer))
)

it.effect("delivers once what was written while the connection was down", () =>
  Effect.gen(function* () {
    const { guestNetwork, guests, room, creator, seenByCreator } = yield* twoNetworks
    const guest = yield* guests.join({ link: room.link })
    const seenByGuest = yield* probe(guest)
    yield* seenByGuest.next("MemberChanged", ({ member }) => member.isVerified)

    guestNetwork.goDown()
    yield* seenByGuest.next("ConnectionLost")
    yield* guest.send("written in the dark")
    guestNetwork.comeUp()
    yield* guest.checkConnection
    yield* guest.send("and in the light")

    const first = yield* seenByCreator.next("Message")
    const second = yield* seenByCreator.next("Message")
    assert.deepStrictEqual([first.body, second.body], ["written in the dark", "and in the light"])
    yield* creator.send("read")
    yield* seenByGuest.next("Message", ({ body }) => body === "read")
  }).pipe(Effect.provide(Testing.layer))
)
