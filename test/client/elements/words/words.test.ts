/**
 * What the page says: complete, in our voice, and never with a part of what is secret.
 */
import { assert, describe, it } from "@effect/vitest"
import { bannerText } from "../../../../src/client/elements/words/BannerWords.ts"
import { createFailureText } from "../../../../src/client/elements/words/CreateWords.ts"
import { noteText } from "../../../../src/client/elements/words/NoteWords.ts"
import { type Question, questionWords } from "../../../../src/client/elements/words/QuestionWords.ts"
import { say, words } from "../../../../src/client/elements/words/PageLanguage.ts"
import { waitWords } from "../../../../src/client/elements/words/WaitWords.ts"
import { RoomLinkProblem } from "../../../../src/client/RoomLink.ts"
import type { FaultKind } from "../../../../src/client/SessionEvent.ts"
import type { Connection, ViewEnd } from "../../../../src/client/RoomView.ts"
import { ProblemCode } from "../../../../src/protocol/RoomApi.ts"
import { EndReason } from "../../../../src/protocol/ServerFrame.ts"
import { scriptedMember } from "../../../support/ScriptedRoomClient.ts"

const otter = scriptedMember(2, "otter")

const faultKinds: ReadonlyArray<FaultKind> = [
  "malformed",
  "misattributed",
  "wrong-key",
  "tampered",
  "replayed",
  "reordered",
  "missing",
  "forked",
  "log-gap",
  "clock",
  "false-creator"
]
const otherEnds: ReadonlyArray<ViewEnd> = [
  "left",
  "gave-up",
  "left-last",
  "cut-off",
  "join-refused",
  "kicked",
  "replaced",
  "forbidden",
  "incompatible",
  "page-failed"
]
const connections: ReadonlyArray<Connection> = [
  { _tag: "Connecting" },
  { _tag: "Working", progress: 0 },
  { _tag: "Waiting", reason: "not-open-yet" },
  { _tag: "Waiting", reason: "full" },
  { _tag: "Waiting", reason: "locked" },
  { _tag: "Waiting", reason: "busy" },
  { _tag: "Waiting", reason: "too-many" },
  { _tag: "Lost" },
  { _tag: "Lost", cause: "blocked" },
  { _tag: "Lost", cause: "unreachable" }
]

const askedIn = (question: Question): ReadonlyArray<string> => {
  const { heading, text, actions } = questionWords(question)
  return [heading, text, ...actions.flatMap(({ label, effect }) => [label, effect ?? label])]
}

/** Every sentence that can be shown without an input of its own. */
const everything: ReadonlyArray<string> = [
  ...RoomLinkProblem.literals.flatMap((problem) => Object.values(words().link[problem])),
  ...Object.values(words().insecure),
  ...[...EndReason.literals, ...otherEnds].flatMap((reason) => Object.values(words().end[reason])),
  ...connections.flatMap((connection) => [...Object.values(waitWords(connection)), bannerText(connection) ?? "Live."]),
  ...faultKinds.flatMap((kind) =>
    [1, 3].map((count) => noteText({ _tag: "Fault", kind, sender: count === 1 ? otter : undefined, count }))
  ),
  ...ProblemCode.literals.map((code) => createFailureText(code, "")),
  ...askedIn({ _tag: "Purge" }),
  ...askedIn({ _tag: "Rotate" }),
  ...askedIn({ _tag: "Leave", isLast: true, isCreator: false }),
  ...askedIn({ _tag: "Leave", isLast: false, isCreator: true }),
  ...askedIn({ _tag: "Kick", connectionId: otter.connectionId, name: "otter" })
]

describe("words", () => {
  it("keep to the voice: no exclamation marks, no oops, no decoration", () => {
    assert.deepStrictEqual(
      everything.filter((text) => /[!]|oops|secure|sorry|please/i.test(text)),
      []
    )
  })

  it("are never empty or undefined", () => {
    assert.deepStrictEqual(
      everything.filter((text) => text.trim() === "" || text.includes("undefined")),
      []
    )
  })

  it("tell apart every way in which a room can be over", () => {
    const reasons = [...EndReason.literals, ...otherEnds]

    assert.strictEqual(new Set(reasons.map((reason) => words().end[reason].text)).size, reasons.length)
  })

  it("say for an exposed key that the room must not be used, and for a missing one how to get it", () => {
    assert.include(words().link["secrets-exposed"].text, "Do not use this room")
    assert.include(words().link["fragment-missing"].text, "Open the whole link again")
  })

  it("count faults in the singular and the plural", () => {
    assert.strictEqual(
      noteText({ _tag: "Fault", kind: "missing", sender: otter, count: 1 }),
      "A message from otter is missing. The relay did not deliver it."
    )
    assert.strictEqual(
      noteText({ _tag: "Fault", kind: "missing", sender: undefined, count: 2 }),
      "2 messages from somebody are missing. The relay did not deliver them."
    )
  })

  it("say in whose name a message came", () => {
    const misattributed = (sender: typeof otter | undefined): string =>
      noteText({ _tag: "Fault", kind: "misattributed", sender, count: 1 })

    assert.deepStrictEqual([otter, { ...otter, isSelf: true }, undefined].map(misattributed), [
      "A message came in the name of otter but from somebody else, and is not shown.",
      "A message came in your name but from somebody else, and is not shown.",
      "A message came in the name of somebody who is not here and is not shown."
    ])
  })

  it("give the operator's reason for a refused creation", () => {
    assert.include(createFailureText("creation-refused", "members only"), "members only")
  })

  it("say when another room may be made", () => {
    assert.deepStrictEqual(
      [1, 12, 60, undefined].map((seconds) => createFailureText("too-many-requests", "", seconds).split(". ")[1]),
      ["Try again in 1 second.", "Try again in 12 seconds.", "Try again in 1 minute.", "Try again in 1 minute."]
    )
  })

  it("write what remains as a clock, rounded up, so that 0:00 is the end", () => {
    assert.deepStrictEqual([0, 1, 59_000, 60_001, 3_599_999, 3_600_000, 86_400_000].map(say().clock), [
      "0:00",
      "0:01",
      "0:59",
      "1:01",
      "1:00:00",
      "1:00:00",
      "24:00:00"
    ])
  })

  it("write lengths of time in their largest unit", () => {
    assert.deepStrictEqual([1_000, 45_000, 60_000, 900_000, 3_600_000, 86_400_000, 604_800_000].map(say().duration), [
      "1 second",
      "45 seconds",
      "1 minute",
      "15 minutes",
      "1 hour",
      "24 hours",
      "7 days"
    ])
  })
})
