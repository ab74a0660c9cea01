/**
 * A room of the relay under test and the people who come into it.
 */
import { setImmediate as endOfTurn } from "node:timers/promises"
import { assert } from "@effect/vitest"
import { Effect } from "effect"
import type { Join } from "../../../src/protocol/ClientFrame.ts"
import { RoomRegistry } from "../../../src/services/RoomRegistry.ts"
import { ScriptedMember } from "../../../src/testing.ts"
import { makeSecrets } from "../../support/RoomSecrets.ts"
import { RelayAddress } from "./RelayUnderTest.ts"

/** A connection that has said nothing yet. */
export const connect = Effect.gen(function* () {
  return yield* ScriptedMember.connect(yield* RelayAddress)
})

/** A connection that has sent this Join, whatever comes of it. */
export const knock = Effect.fnUntraced(function* (join: Join) {
  const member = yield* connect
  yield* member.send(join)
  return member
})

/** A member: Joined and its own MemberJoined have been heard. */
export const enter = Effect.fnUntraced(function* (join: Join) {
  const member = yield* knock(join)
  const joined = yield* member.nextOf("Joined")
  const entry = yield* member.nextOf("MemberJoined")
  return { ...member, joined, entry, connectionId: joined.connectionId }
})

export type Member = Effect.Success<ReturnType<typeof enter>>

export type JoinChanges = Partial<Pick<Join, "replaces" | "work" | "joinProof" | "creatorProof">>

export const makeRoom = Effect.fnUntraced(function* (
  parameters: { readonly ttlSeconds?: number; readonly capacity?: number } = {}
) {
  const registry = yield* RoomRegistry
  const secrets = makeSecrets()
  const { roomId } = yield* registry.create(secrets.parameters(parameters))
  const asCreator = (changes: JoinChanges = {}): Join => ({ ...secrets.creatorJoin(roomId), ...changes })
  const asGuest = (changes: JoinChanges = {}): Join => ({ ...secrets.guestJoin(roomId), ...changes })
  return {
    roomId,
    secrets,
    asCreator,
    asGuest,
    creator: (changes?: JoinChanges) => enter(asCreator(changes)),
    guest: (changes?: JoinChanges) => enter(asGuest(changes))
  }
})

/** A leave is on its way when its connection is closed; where the room is elsewhere it is heard of a moment later. */
export const untilNoRoomIsLeft = Effect.gen(function* () {
  const registry = yield* RoomRegistry
  while ((yield* registry.count).rooms > 0) yield* Effect.promise(() => endOfTurn())
})

/** How a connection with this Join ends. */
export const closeOf = (join: Parameters<typeof knock>[0]) => Effect.flatMap(knock(join), ({ closed }) => closed)

/** What this member hears until it is closed, by tag. */
export const tagsUntilClosed = (member: ScriptedMember.ScriptedMember) =>
  Effect.gen(function* () {
    const tags: Array<string> = []
    yield* member.next.pipe(
      Effect.map(({ _tag }) => tags.push(_tag)),
      Effect.forever,
      Effect.ignore
    )
    return tags
  })

/** All of these still hear each other. */
export const assertUnharmed = (members: ReadonlyArray<ScriptedMember.ScriptedMember>) =>
  Effect.gen(function* () {
    for (const [index, member] of members.entries()) {
      const payload = Uint8Array.of(200, index)
      yield* member.sendRaw(payload)
      for (const other of members) assert.deepEqual((yield* other.nextOf("Delivered")).payload, payload)
    }
  })
