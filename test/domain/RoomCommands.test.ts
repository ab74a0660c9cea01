/** A creator's frame as a command: every field stays, and who has sent it is added. */
import { assert, describe, it } from "@effect/vitest"
import * as Room from "../../src/domain/Room.ts"
import { connection, makeRoom } from "../support/RoomScript.ts"

const by = connection(1)
const joinVerifier = new Uint8Array(32).fill(3)

describe("a creator's command", () => {
  it("is its frame, with who has sent it", () => {
    const kicked = connection(2)

    assert.deepInclude(Room.commandOf({ _tag: "Purge" }, by), { _tag: "Purge", by })
    assert.deepInclude(Room.commandOf({ _tag: "Lock", locked: true }, by), { _tag: "Lock", by, locked: true })
    assert.deepInclude(Room.commandOf({ _tag: "Kick", connectionId: kicked }, by), {
      _tag: "Kick",
      by,
      connectionId: kicked
    })
    assert.deepInclude(Room.commandOf({ _tag: "Rotate", joinVerifier }, by), { _tag: "Rotate", by, joinVerifier })
  })

  it("to rotate hands on the new verifier", () => {
    const room = makeRoom(2)
    room.join(1, { isCreator: true })

    const decision = Room.decide(room.state, Room.RoomCommand.Rotate({ by, joinVerifier }))
    assert.deepStrictEqual(
      decision,
      Room.Decision.Accepted({ changes: [Room.RoomChange.SecretRotated({ joinVerifier })] })
    )
  })
})
