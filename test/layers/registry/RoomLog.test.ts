/**
 * The log of a room as its members get it: the same bytes, one order, no gap, bounded.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { maxLaneBytes, maxMailboxDepth } from "../../../src/protocol/Limits.ts"
import { RoomRegistry } from "../../../src/services/RoomRegistry.ts"
import { makeRoom, refusalOf, registryLayer } from "../../support/RegistryRoom.ts"

describe("the log of a room", () => {
  it.effect("is the same bytes in the same buffers for all, the sender included", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const guest = yield* room.guest()
      yield* guest.nextOf("MemberJoined")
      const before = [creator.writes.length, guest.writes.length] as const

      creator.send(1)
      guest.send(2, 2)
      creator.send(3)
      yield* creator.nextOf("Delivered")

      const batch = creator.writes.slice(before[0])
      assert.lengthOf(batch, 1, "one write per member and batch")
      assert.strictEqual(batch[0], guest.writes.slice(before[1])[0], "one buffer for all")
      assert.strictEqual((yield* creator.nextOf("Delivered")).sender, guest.membership.connectionId)
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("has sequence numbers without gaps over messages and events", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      creator.send(1)
      const guest = yield* room.guest()
      guest.send(2)
      creator.command({ _tag: "Lock", locked: true })
      guest.membership.leave("left")
      creator.command({ _tag: "Purge" })

      const { heard } = yield* creator.rest
      const entries = heard.flatMap((one) => ("sequence" in one && one._tag !== "Joined" ? [one] : []))

      assert.deepStrictEqual(
        entries.map(({ _tag }) => _tag),
        ["MemberJoined", "Delivered", "MemberJoined", "Delivered", "LockChanged", "MemberLeft", "RoomEnded"]
      )
      assert.deepStrictEqual(
        entries.map(({ sequence }) => sequence),
        [1, 2, 3, 4, 5, 6, 7]
      )
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("starts for a newcomer at its own join, which Joined announces", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      creator.send(1)
      const guest = yield* room.guest()
      creator.send(2)

      const joined = yield* guest.nextOf("Joined")
      const own = yield* guest.next
      assert.deepInclude(own, { _tag: "MemberJoined", sequence: joined.sequence, time: joined.time })
      assert.deepInclude(yield* guest.next, { _tag: "Delivered", sequence: joined.sequence + 1 })
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("splits a batch where the members change", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const leaver = yield* room.guest()
      leaver.send(1)
      leaver.membership.leave("left")
      yield* creator.nextOf("MemberLeft")

      // In the same turn: a message to those who are in, a newcomer, a message to all.
      creator.send(2)
      const newcomer = yield* room.guest()
      creator.send(3)

      assert.deepInclude(yield* newcomer.next, { _tag: "Joined", sequence: 6 })
      assert.deepInclude(yield* newcomer.next, { _tag: "MemberJoined", sequence: 6 })
      assert.deepStrictEqual((yield* newcomer.nextOf("Delivered")).payload, Uint8Array.of(3))
      assert.deepStrictEqual((yield* leaver.nextOf("Delivered")).payload, Uint8Array.of(1))
      assert.lengthOf(leaver.writes, 2, "Joined, then MemberJoined and its message; nothing after its leave")
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("comes before the answer to a command that was sent behind it", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      yield* room.creator()
      const guest = yield* room.guest()
      yield* guest.nextOf("MemberJoined")

      guest.send(1)
      guest.command({ _tag: "Lock", locked: true })

      assert.deepInclude(yield* guest.next, { _tag: "Delivered" })
      assert.deepStrictEqual(yield* guest.next, { _tag: "Refused", command: "Lock", reason: "not-creator" })
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("has a leave behind the messages that were sent before it", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const guest = yield* room.guest()
      yield* creator.nextOf("MemberJoined")
      yield* creator.nextOf("MemberJoined")

      for (let i = 0; i < 50; i++) guest.send(i)
      guest.membership.leave("left")
      guest.send(99)

      for (let i = 0; i < 50; i++) assert.deepInclude(yield* creator.next, { payload: Uint8Array.of(i) })
      assert.deepInclude(yield* creator.next, { _tag: "MemberLeft", reason: "left" })
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("has a purge behind the messages and commands that were sent before it", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      yield* creator.nextOf("MemberJoined")

      for (let i = 0; i < 50; i++) creator.send(i)
      creator.command({ _tag: "Lock", locked: true })
      creator.command({ _tag: "Purge" })

      const { heard, close } = yield* creator.rest
      assert.deepStrictEqual(
        heard.map(({ _tag }) => _tag),
        [...Array<string>(50).fill("Delivered"), "LockChanged", "RoomEnded"]
      )
      assert.deepStrictEqual(close, { code: 4000, reason: "purged" })
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("copies a payload, so that its sender may use the bytes again", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const payload = Uint8Array.of(1, 2, 3)

      creator.membership.send(payload)
      payload.fill(9)

      assert.deepStrictEqual((yield* creator.nextOf("Delivered")).payload, Uint8Array.of(1, 2, 3))
    }).pipe(Effect.provide(registryLayer()))
  )

  it.effect("is written at once when a turn gathers more than the lane may hold", () =>
    Effect.gen(function* () {
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      yield* creator.nextOf("MemberJoined")
      const before = creator.writes.length
      const frameBytes = 16_384 + 32 + 4
      const fitting = Math.floor((maxLaneBytes - 1) / frameBytes)

      for (let i = 0; i < fitting; i++) creator.membership.send(new Uint8Array(16_384))
      assert.lengthOf(creator.writes, before, "below the bound it waits for the end of the turn")
      creator.membership.send(new Uint8Array(16_384))
      assert.deepStrictEqual(
        creator.writes.slice(before).map(({ length }) => length),
        [(fitting + 1) * frameBytes]
      )
      creator.membership.send(Uint8Array.of(1))
      yield* Effect.repeat(creator.nextOf("Delivered"), { times: fitting + 1 })

      assert.strictEqual(creator.writes.at(-1)?.length, 2 + 32 + 1)
    }).pipe(Effect.provide(registryLayer()))
  )
})

describe("a full mailbox", () => {
  it.effect("refuses what may be refused, and never a leave, a purge or an end", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const room = yield* makeRoom()
      const creator = yield* room.creator()
      const guest = yield* room.guest()
      yield* creator.nextOf("MemberJoined")
      yield* creator.nextOf("MemberJoined")

      for (let i = 0; i < maxMailboxDepth; i++) creator.command({ _tag: "Lock", locked: i % 2 === 0 })
      creator.command({ _tag: "Lock", locked: true })
      const refusal = yield* refusalOf(room.guest())
      guest.membership.leave("left")
      creator.command({ _tag: "Purge" })

      assert.strictEqual(refusal, "busy")
      assert.deepStrictEqual(yield* creator.next, { _tag: "Refused", command: "Lock", reason: "busy" })
      const { heard, close } = yield* creator.rest
      assert.lengthOf(
        heard.filter(({ _tag }) => _tag === "LockChanged"),
        maxMailboxDepth
      )
      assert.deepStrictEqual(
        heard.slice(-2).map(({ _tag }) => _tag),
        ["MemberLeft", "RoomEnded"]
      )
      assert.strictEqual(close.code, 4000)
      assert.deepStrictEqual(yield* registry.count, { rooms: 0, members: 0 })
    }).pipe(Effect.provide(registryLayer()))
  )
})
