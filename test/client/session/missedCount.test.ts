/**
 * What the numbers on both sides of a gap tell of it.
 */
import { assert, describe, it } from "@effect/vitest"
import { missedCount } from "../../../src/client/session/missedCount.ts"
import { scriptedMember } from "../../support/ScriptedRoomClient.ts"

const former = scriptedMember(1, "badger")
const self = scriptedMember(2, "badger")
const otter = scriptedMember(3, "otter")
const heron = scriptedMember(4, "heron")

describe("missedCount", () => {
  it("is nothing when only the own connection has been replaced", () => {
    // 11: the former connection has left. 12: this one has come in.
    const now = { sequence: 12, members: [otter, self] }

    assert.strictEqual(missedCount({ sequence: 10, members: [former, otter] }, now), 0)
  })

  it("takes off who has come and who has gone", () => {
    const now = { sequence: 20, members: [heron, self] }

    assert.strictEqual(missedCount({ sequence: 10, members: [former, otter] }, now), 6)
  })

  it("is never less than nothing, whatever the relay counts", () => {
    assert.strictEqual(missedCount({ sequence: 10, members: [former, otter] }, { sequence: 3, members: [self] }), 0)
  })
})
