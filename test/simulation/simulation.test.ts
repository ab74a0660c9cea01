/**
 * Worlds of real clients and a real relay over networks that fail: whatever happens, the promises hold. `npm run simulate`
 * runs more of them; `SEED=n` runs one again here.
 */
import { assert, describe, it } from "@effect/vitest"
import { randomInt } from "node:crypto"
import { Effect } from "effect"
import { splitMessage } from "../../src/protocol/MessageHeader.ts"
import { givenSeed } from "../support/givenSeed.ts"
import { type History, type MemberHistory, violationsOf } from "./historyChecker.ts"
import { simulate } from "./simulate.ts"

const first = givenSeed() ?? randomInt(1, 2 ** 31)
const seeds = Array.from({ length: 25 }, (_, index) => first + index)

describe("a world over networks that fail", () => {
  it.live("keeps every promise, under any seed", () =>
    Effect.gen(function* () {
      let shown = 0
      let reconnects = 0
      for (const seed of seeds) {
        const { history } = yield* simulate({ seed })
        assert.deepStrictEqual(violationsOf(history), [], `SEED=${seed}`)
        shown += history.members.flatMap((member) => member.shown).length
        reconnects += history.members.filter(({ presences }) => presences.length > 1).length
      }

      // Not because nothing has happened in them.
      assert.isAtLeast(shown, 25 * seeds.length)
      assert.isAtLeast(reconnects, seeds.length / 2)
    })
  )

  it.live("is the same again under the same seed, and another under another", () =>
    Effect.gen(function* () {
      const once = yield* simulate({ seed: first })
      const again = yield* simulate({ seed: first })
      const other = yield* simulate({ seed: first + 1 })

      assert.strictEqual(again.hash, once.hash)
      assert.notStrictEqual(other.hash, once.hash)
    })
  )
})

const member = (changes: Partial<MemberHistory> = {}): MemberHistory => ({
  room: 0,
  member: 0,
  said: [],
  shown: [],
  failed: [],
  faults: [],
  ends: ["expired"],
  presences: [{ since: 0, from: 1, to: 9 }],
  ...changes
})

const history = (...members: ReadonlyArray<MemberHistory>): History => ({ members, left: { rooms: 0, members: 0 } })

const one = { body: "room 0 one", at: 1 }
const two = { body: "room 0 two", at: 2 }
const shown = (body: string, sequence: number, isOwn = false) => ({ body, sequence, isOwn })
const speaker = member({ said: [one, two], shown: [shown(one.body, 5, true), shown(two.body, 6, true)] })
const listener = member({ member: 1, shown: [shown(one.body, 5), shown(two.body, 6)] })

describe("the checker itself", () => {
  it("finds nothing in a good history", () => {
    assert.deepStrictEqual(violationsOf(history(speaker, listener)), [])
  })

  const planted: ReadonlyArray<readonly [string, History, RegExp]> = [
    ["a message that has arrived and is not shown", history(speaker, { ...listener, shown: [] }), /was not shown/],
    [
      "another order than that of the log",
      history(speaker, { ...listener, shown: listener.shown.toReversed() }),
      /against the order of the log/
    ],
    [
      "another message at the same place",
      history(speaker, { ...listener, shown: [shown(two.body, 5), shown(one.body, 6)] }),
      /differs between members/
    ],
    [
      "what was said later in front",
      history(speaker, { ...listener, shown: [shown(two.body, 6), shown(one.body, 8)] }),
      /behind what was said later/
    ],
    [
      "a message twice",
      history(speaker, { ...listener, shown: [...listener.shown, shown(two.body, 7)] }),
      /shown a message twice/
    ],
    [
      "a message of another room",
      history(speaker, { ...listener, shown: [...listener.shown, shown("room 1 one", 7)] }),
      /came from another room/
    ],
    [
      "a message that nobody has said",
      history(speaker, { ...listener, shown: [...listener.shown, shown("room 0 three", 7)] }),
      /never said/
    ],
    ["a message without an answer", history({ ...speaker, shown: [] }, member({ member: 1 })), /failed 0 times/],
    ["a message with two answers", history({ ...speaker, failed: [one.body] }, listener), /failed 2 times/],
    ["an honest relay taken for a liar", history({ ...speaker, faults: ["replayed"] }, listener), /liar: replayed/],
    ["a session without an end", history({ ...speaker, ends: [] }, listener), /ended 0 times/],
    ["a room that is left over", { ...history(speaker), left: { rooms: 1, members: 0 } }, /still holds/]
  ]

  it.each(planted)("finds %s", (_, wrong, expected) => {
    assert.match(violationsOf(wrong).join("\n"), expected)
  })

  it.live("finds a network that loses one message behind everybody's back", () =>
    Effect.gen(function* () {
      let lost = 0
      const loses = (rank: number, bytes: Uint8Array) => {
        const isLost = lost === 0 && rank === 1 && (splitMessage(bytes)?.header.sequence ?? 0) > 12
        if (isLost) lost += 1
        return isLost
      }

      const { history } = yield* simulate({ seed: 1, loses })

      assert.strictEqual(lost, 1)
      assert.match(violationsOf(history).join("\n"), /taken for a liar: log-gap/)
    })
  )
})
