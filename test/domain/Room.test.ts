import { assert, describe, it } from "@effect/vitest"
import * as Room from "../../src/domain/Room.ts"
import { EndReason } from "../../src/protocol/ServerFrame.ts"
import { connection, makeRoom } from "../support/RoomScript.ts"

const creator = { isCreator: true } as const

/** A room in which the creator is 1 and guests follow. */
const openRoom = (capacity: number, guests = 0) => {
  const room = makeRoom(capacity)
  room.join(1, creator)
  for (let guest = 2; guest < 2 + guests; guest++) room.join(guest)
  return room
}

const namesOf = (room: ReturnType<typeof makeRoom>) => Array.from(room.state.members.values(), ({ name }) => name)

describe("a join", () => {
  it("lets nobody in before the creator", () => {
    const room = makeRoom(5)

    assert.deepStrictEqual(room.join(2), ["refused not-open-yet"])
    assert.deepStrictEqual(room.join(1, creator), ["joined 1 as creator"])
    assert.deepStrictEqual(room.join(2), ["joined 2"])
  })

  it("lets guests in while the creator is away", () => {
    const room = openRoom(5)
    room.leave(1)

    assert.deepStrictEqual(room.join(2), ["joined 2"])
  })

  it("fills every seat and not one more", () => {
    const room = openRoom(3, 1)

    assert.deepStrictEqual(room.join(3), ["joined 3"])
    assert.deepStrictEqual(room.join(4), ["refused full"])
    assert.deepStrictEqual(room.join(5, creator), ["refused full"])
  })

  it("keeps one seat for the creator while away", () => {
    const room = openRoom(3)
    room.leave(1)
    room.join(2)

    assert.deepStrictEqual(room.join(3), ["joined 3"])
    assert.deepStrictEqual(room.join(4), ["refused full"])
    assert.deepStrictEqual(room.join(5, creator), ["joined 5 as creator"])
    assert.deepStrictEqual(room.join(6), ["refused full"])
  })

  it("keeps the seat of a creator who left a full room", () => {
    const room = openRoom(2, 1)
    room.leave(1)

    assert.deepStrictEqual(room.join(3), ["refused full"])
    assert.deepStrictEqual(room.join(1, creator), ["joined 1 as creator"])
  })

  it("takes the role over with a second creator proof, and the earlier creator is a plain member", () => {
    const room = openRoom(3, 1)

    assert.deepStrictEqual(room.join(3, creator), ["joined 3 as creator"])
    assert.strictEqual(room.state.creator, connection(3))
    assert.deepStrictEqual(room.purge(1), ["refused not-creator"])
    assert.strictEqual(room.state.members.size, 3)
  })

  it("gives each member a name of its own", () => {
    const room = openRoom(50, 49)

    assert.strictEqual(new Set(namesOf(room)).size, 50)
  })

  it("is refused with a proof that was right before a rotation, the creator's too", () => {
    const room = openRoom(5)
    room.rotate(1)

    assert.deepStrictEqual(room.join(2, { rotations: 0 }), ["refused join-refused"])
    assert.deepStrictEqual(room.join(3, { ...creator, rotations: 0 }), ["refused join-refused"])
    assert.deepStrictEqual(room.join(4), ["joined 4"])
  })

  it("tells who has an old proof nothing about the room", () => {
    const room = openRoom(2, 1)
    room.lock(1, true)
    room.rotate(1)

    assert.deepStrictEqual(room.join(3, { rotations: 0 }), ["refused join-refused"])
  })

  it.each(EndReason.literals)("is refused like an unknown room after the end: %s", (reason) => {
    const room = openRoom(5)
    room.end(reason)

    assert.deepStrictEqual(room.join(2), ["refused join-refused"])
    assert.deepStrictEqual(room.join(3, creator), ["refused join-refused"])
  })

  it("names the reasons in the order of the protocol: not open, locked, full", () => {
    const room = openRoom(2, 1)

    assert.deepStrictEqual(room.join(3), ["refused full"])
    room.lock(1, true)
    assert.deepStrictEqual(room.join(3), ["refused locked"])
    assert.deepStrictEqual(makeRoom(2).join(3), ["refused not-open-yet"])
  })
})

describe("a join that replaces", () => {
  it("ends the earlier connection and takes its seat and name in one step, also in a full room", () => {
    const room = openRoom(2, 1)
    const name = room.state.members.get(connection(2))?.name

    assert.deepStrictEqual(room.join(3, { replaces: 2 }), ["left 2 replaced", "joined 3"])
    assert.strictEqual(room.state.members.get(connection(3))?.name, name)
    assert.deepStrictEqual([...room.state.members.keys()], [connection(1), connection(3)])
  })

  it("does not end a room of one", () => {
    const room = openRoom(2, 1)
    room.leave(1)

    assert.deepStrictEqual(room.join(3, { replaces: 2 }), ["left 2 replaced", "joined 3"])
    assert.isFalse(room.state.isEnded)
  })

  it("brings the creator back into a full room as the creator", () => {
    const room = openRoom(2, 1)

    assert.deepStrictEqual(room.join(3, { ...creator, replaces: 1 }), ["left 1 replaced", "joined 3 as creator"])
    assert.strictEqual(room.state.creator, connection(3))
  })

  it("brings the creator back as a guest without the proof, if the held seat is not the one", () => {
    const room = openRoom(3, 1)

    assert.deepStrictEqual(room.join(3, { replaces: 1 }), ["left 1 replaced", "joined 3"])
    assert.isUndefined(room.state.creator)
    assert.deepStrictEqual(openRoom(2, 1).join(3, { replaces: 1 }), ["refused full"])
  })

  it("ignores a token that nobody holds", () => {
    const room = openRoom(3)

    assert.deepStrictEqual(room.join(2, { replaces: 9 }), ["joined 2"])
  })

  it("voids the token with the connection: by leaving, by replacing, by kicking", () => {
    const room = openRoom(9, 3)
    room.leave(2)
    room.join(5, { replaces: 3 })
    room.kick(1, 4)

    for (const [who, replaces] of [
      [6, 2],
      [7, 3],
      [8, 4]
    ] as const) {
      assert.deepStrictEqual(room.join(who, { replaces }), [`joined ${who}`])
    }
  })

  it("passes a lock, where an unknown or voided token does not", () => {
    const room = openRoom(5, 2)
    room.kick(1, 3)
    room.lock(1, true)

    assert.deepStrictEqual(room.join(4, { replaces: 2 }), ["left 2 replaced", "joined 4"])
    assert.deepStrictEqual(room.join(5, { replaces: 3 }), ["refused locked"])
    assert.deepStrictEqual(room.join(6, { replaces: 9 }), ["refused locked"])
  })

  it("does not pass a rotation with the old proof", () => {
    const room = openRoom(5, 1)
    room.rotate(1)

    assert.deepStrictEqual(room.join(3, { replaces: 2, rotations: 0 }), ["refused join-refused"])
    assert.isTrue(room.state.members.has(connection(2)))
  })
})

describe("a leave", () => {
  it.each(["left", "lost"] as const)("says how the member went: %s", (reason) => {
    assert.deepStrictEqual(openRoom(5, 1).leave(2, reason), [`left 2 ${reason}`])
  })

  it("of who is not in does nothing", () => {
    const room = openRoom(5, 1)
    room.leave(2)

    assert.deepStrictEqual(room.leave(2), [])
    assert.deepStrictEqual(room.leave(9), [])
  })

  it("of the last member ends the room once two have met", () => {
    const room = openRoom(5, 1)
    room.leave(1)

    assert.deepStrictEqual(room.leave(2), ["left 2 left", "ended empty"])
    assert.isTrue(room.state.isEnded)
  })

  it("of the last member keeps a room in which nobody has met", () => {
    const room = openRoom(5)

    assert.deepStrictEqual(room.leave(1), ["left 1 left"])
    assert.isTrue(Room.isWaiting(room.state))
  })

  it("does not count a replaced connection as somebody met", () => {
    const room = openRoom(5)
    room.join(2, { ...creator, replaces: 1 })

    assert.isFalse(room.state.hasMet)
    assert.deepStrictEqual(room.leave(2), ["left 2 left"])
  })

  it("takes the creator's role with the creator", () => {
    const room = openRoom(5, 1)
    room.leave(1)

    assert.isUndefined(room.state.creator)
    assert.deepStrictEqual(room.purge(1), ["refused not-creator"])
  })
})

describe("the creator", () => {
  it("ends the room for everybody", () => {
    assert.deepStrictEqual(openRoom(5, 2).purge(1), ["ended purged"])
  })

  it("locks and unlocks, and hears nothing for what is so already", () => {
    const room = openRoom(5)

    assert.deepStrictEqual(room.lock(1, false), [])
    assert.deepStrictEqual(room.lock(1, true), ["locked"])
    assert.deepStrictEqual(room.lock(1, true), [])
    assert.deepStrictEqual(room.join(2), ["refused locked"])
    assert.deepStrictEqual(room.join(3, creator), ["joined 3 as creator"])
    assert.deepStrictEqual(room.lock(3, false), ["unlocked"])
    assert.deepStrictEqual(room.join(2), ["joined 2"])
  })

  it("puts a member out", () => {
    const room = openRoom(5, 1)

    assert.deepStrictEqual(room.kick(1, 2), ["left 2 kicked"])
    assert.deepStrictEqual(room.kick(1, 2), ["refused no-such-member"])
  })

  it("does not put itself out", () => {
    const room = openRoom(5, 1)

    assert.deepStrictEqual(room.kick(1, 1), ["refused no-such-member"])
    assert.isTrue(room.state.members.has(connection(1)))
  })

  it("rotates the secret as often as it likes", () => {
    const room = openRoom(5)

    assert.deepStrictEqual(room.rotate(1), ["rotated"])
    assert.deepStrictEqual(room.rotate(1), ["rotated"])
    assert.strictEqual(room.state.rotations, 2)
  })
})

describe("whoever is not the creator", () => {
  it.each([
    ["a guest", 2],
    ["a creator who was superseded", 1],
    ["somebody who has left", 4],
    ["a stranger", 9]
  ])("is refused every creator's command: %s", (_who, by) => {
    const room = openRoom(9, 2)
    room.join(4)
    room.join(5, creator)
    room.leave(4)

    for (const outcome of [room.purge(by), room.lock(by, true), room.kick(by, 3), room.rotate(by)]) {
      assert.deepStrictEqual(outcome, ["refused not-creator"])
    }
    assert.strictEqual(room.state.members.size, 4)
    assert.isFalse(room.state.isLocked)
    assert.strictEqual(room.state.rotations, 0)
  })
})

describe("the wait", () => {
  it("ends a room that nobody has ever been in", () => {
    assert.deepStrictEqual(makeRoom(5).waitOver(), ["ended unopened"])
  })

  it("ends a room in which nobody has met, after the last leave", () => {
    const room = openRoom(5)
    room.leave(1)

    assert.deepStrictEqual(room.waitOver(), ["ended unopened"])
  })

  it("does nothing to a room that somebody is in", () => {
    assert.deepStrictEqual(openRoom(5).waitOver(), [])
  })

  it("does nothing if somebody came and went since it began", () => {
    const room = makeRoom(5)
    room.join(1, creator)
    room.leave(1)

    assert.deepStrictEqual(room.waitOver(0), [])
    assert.deepStrictEqual(room.waitOver(1), ["ended unopened"])
  })
})

describe("an end from outside", () => {
  it.each(EndReason.literals)("gives its reason, and is the last: %s", (reason) => {
    const room = openRoom(5, 1)

    assert.deepStrictEqual(room.end(reason), [`ended ${reason}`])
    assert.deepStrictEqual(room.end("purged"), [])
    assert.deepStrictEqual(
      [room.leave(2), room.purge(1), room.lock(1, true), room.kick(1, 2), room.waitOver()].flat(),
      []
    )
    assert.isFalse(Room.isWaiting(room.state))
  })
})
