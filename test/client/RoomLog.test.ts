/**
 * How the log is grouped on screen.
 */
import { assert, describe, it } from "@effect/vitest"
import { blocksOf, type LogEntry, type LogMessage } from "../../src/client/RoomLog.ts"
import { scriptedMember } from "../support/ScriptedRoomClient.ts"

const otter = scriptedMember(2, "otter")
const heron = scriptedMember(3, "heron")
const minute = 60_000

const message = (key: string, sender: typeof otter, time: number): LogMessage => ({
  _tag: "Message",
  key,
  id: key,
  sender,
  body: key,
  time,
  delivery: "sent"
})

/** Groups as their keys and those of their messages. */
const shape = (...entries: ReadonlyArray<LogEntry>): ReadonlyArray<string> =>
  blocksOf(entries).map((block) =>
    block._tag === "Note" ? block.note._tag : block.messages.map(({ key }) => key).join("+")
  )

describe("blocksOf", () => {
  it("groups one sender within one minute", () => {
    assert.deepStrictEqual(shape(message("a", otter, 0), message("b", otter, minute - 1)), ["a+b"])
  })

  it("begins a group with the next minute", () => {
    assert.deepStrictEqual(shape(message("a", otter, minute - 1), message("b", otter, minute)), ["a", "b"])
  })

  it("begins a group with another sender", () => {
    const entries = [message("a", otter, 0), message("b", heron, 0), message("c", otter, 0)]

    assert.deepStrictEqual(shape(...entries), ["a", "b", "c"])
  })

  it("begins a group after a note", () => {
    const note: LogEntry = { _tag: "Note", key: "n", note: { _tag: "CameBack", missedCount: 0 }, time: 0 }

    assert.deepStrictEqual(shape(message("a", otter, 0), note, message("b", otter, 0)), ["a", "CameBack", "b"])
  })

  it("names a group by its first message", () => {
    assert.deepInclude(blocksOf([message("a", otter, 3), message("b", otter, 4)])[0], { key: "a", time: 3 })
  })

  it("keeps a group's name when its first message is gone", () => {
    const before = blocksOf([message("a", otter, 0), message("b", otter, 1)])
    const after = blocksOf([message("b", otter, 1), message("c", otter, 2)], before)
    const later = blocksOf([message("c", otter, 2)], after)

    assert.deepStrictEqual(
      [after, later].map((blocks) => blocks.map(({ key }) => key)),
      [["a"], ["a"]]
    )
  })

  it("names both halves of a group that a note has come between", () => {
    const note: LogEntry = { _tag: "Note", key: "n", note: { _tag: "CameBack", missedCount: 0 }, time: 0 }
    const [first, second] = [message("a", otter, 0), message("b", otter, 1)]
    const after = blocksOf([first, note, second], blocksOf([first, second]))

    assert.deepStrictEqual(
      after.map(({ key }) => key),
      ["a", "n", "b"]
    )
  })
})
