/**
 * The fold that the elements show.
 */
import { assert, describe, it } from "@effect/vitest"
import { foldSessionEvent } from "../../src/client/foldSessionEvent.ts"
import { withoutMessages, withTimeLeft } from "../../src/client/viewLog.ts"
import {
  discardOutgoing,
  endedRoomView,
  initialRoomView,
  isAlone,
  isCreator,
  type RoomView,
  selfOf,
  shownEntries,
  verificationOf,
  withLostCause
} from "../../src/client/RoomView.ts"
import { KeptSeconds } from "../../src/client/KeptSeconds.ts"
import { SessionEvent, type SessionMember } from "../../src/client/SessionEvent.ts"
import { client } from "../../src/protocol/Limits.ts"
import { scriptedMember } from "../support/ScriptedRoomClient.ts"

const you = scriptedMember(1, "badger", { isSelf: true, isCreator: true })
const otter = scriptedMember(2, "otter", { isVerified: false })
const heron = scriptedMember(3, "heron")
const lynx = scriptedMember(4, "lynx")

/** When events arrive, by this device. */
const now = 1_000_000

const joined = (
  members: ReadonlyArray<SessionMember>,
  changes: Partial<Parameters<typeof SessionEvent.Joined>[0]> = {}
): SessionEvent =>
  SessionEvent.Joined({
    members,
    capacity: 5,
    isLocked: false,
    remainingMillis: 60_000,
    waitMillis: 900_000,
    isResumed: false,
    missedCount: 0,
    time: 5,
    ...changes
  })

const says = (sender: SessionMember, id: string, body: string, sequence = 9): SessionEvent =>
  SessionEvent.Message({ id, sender, body, sentAt: 6, time: 7, sequence })

const fault = (sender: SessionMember | undefined, kind: "tampered" | "wrong-key", count = 1): SessionEvent =>
  SessionEvent.Fault({ kind, sender, count, time: 8 })

const fold = (view: RoomView, ...events: ReadonlyArray<SessionEvent>): RoomView =>
  events.reduce((before, event) => foldSessionEvent(before, event, now), view)

const start = initialRoomView("https://pug.example/r/x#k=a&s=b")
const inside = fold(start, joined([you, otter]))

/** Messages as `sender: body (delivery)`, notes as their tag. */
const transcript = (view: RoomView): ReadonlyArray<string> =>
  shownEntries(view).map((entry) =>
    entry._tag === "Note" ? entry.note._tag : `${entry.sender.name}: ${entry.body} (${entry.delivery})`
  )

describe("RoomView", () => {
  describe("coming in", () => {
    it("is not inside before Joined", () => {
      const view = fold(start, SessionEvent.Connecting({ attempt: 1 }), SessionEvent.Working({ progress: 0.4 }))

      assert.deepStrictEqual(view.connection, { _tag: "Working", progress: 0.4 })
      assert.isFalse(view.hasJoined)
    })

    it("says why it waits, and keeps saying so during the next attempt", () => {
      const view = fold(
        start,
        SessionEvent.Waiting({ reason: "not-open-yet", retryMillis: 1_000 }),
        SessionEvent.Connecting({ attempt: 2 })
      )

      assert.deepStrictEqual(view.connection, { _tag: "Waiting", reason: "not-open-yet" })
    })

    it("counts down from the moment of Joined by this device's clock", () => {
      assert.strictEqual(inside.endsAt, now + 60_000)
      assert.strictEqual(inside.totalMillis, 60_000)
    })

    it("tells who came second that earlier messages are not shown", () => {
      assert.deepStrictEqual(transcript(inside), ["CameIn"])
    })

    it("tells a lone member nothing about earlier messages", () => {
      const view = fold(start, joined([you]))

      assert.deepStrictEqual(transcript(view), [])
      assert.isTrue(isAlone(view))
    })

    it("finds oneself and the creator's role", () => {
      assert.strictEqual(selfOf(inside), you)
      assert.isTrue(isCreator(inside))
      assert.isFalse(isCreator(fold(start, joined([{ ...you, isCreator: false }]))))
    })
  })

  describe("a lost connection", () => {
    const lost = fold(inside, SessionEvent.ConnectionLost({ code: 1006, range: "try-again", retryMillis: 500 }))

    it("keeps the room on screen", () => {
      assert.deepStrictEqual(lost.connection, { _tag: "Lost" })
      assert.isTrue(lost.hasJoined)
      assert.strictEqual(lost.members.length, 2)
    })

    it("stays lost during the next attempt", () => {
      assert.deepStrictEqual(fold(lost, SessionEvent.Connecting({ attempt: 2 })).connection, { _tag: "Lost" })
    })

    it("is given its cause once that is known, and keeps it through the next attempts", () => {
      const explained = withLostCause(lost, "blocked")
      const again = fold(explained, SessionEvent.ConnectionLost({ code: 1006, range: "try-again", retryMillis: 500 }))

      assert.deepStrictEqual(again.connection, { _tag: "Lost", cause: "blocked" })
      assert.strictEqual(withLostCause(inside, "blocked"), inside)
    })

    it("comes back with the new member list, remaining time and a note", () => {
      const view = fold(lost, joined([you], { isResumed: true, remainingMillis: 20_000 }))

      assert.deepStrictEqual(view.connection, { _tag: "Live" })
      assert.strictEqual(view.endsAt, now + 20_000)
      assert.strictEqual(view.totalMillis, 60_000)
      assert.deepStrictEqual(transcript(view), ["CameIn", "CameBack"])
    })

    it("comes back with the most that can have been missed", () => {
      const view = fold(lost, joined([you], { isResumed: true, missedCount: 3 }))

      assert.deepInclude(view.entries.at(-1), { note: { _tag: "CameBack", missedCount: 3 } })
    })
  })

  it("says in the log that the room ends soon", () => {
    const view = withTimeLeft(inside, 60_000, now)

    assert.deepInclude(view.entries.at(-1), { note: { _tag: "TimeLeft", remainingMillis: 60_000 }, time: now })
  })

  describe("members", () => {
    it("come and go with a note each", () => {
      const view = fold(
        inside,
        SessionEvent.MemberJoined({ member: heron, time: 6 }),
        SessionEvent.MemberLeft({ member: otter, reason: "left", time: 7 })
      )

      assert.deepStrictEqual(view.members, [you, heron])
      assert.deepStrictEqual(transcript(view), ["CameIn", "MemberJoined", "MemberLeft"])
    })

    it("are not announced twice", () => {
      const view = fold(inside, SessionEvent.MemberJoined({ member: you, time: 6 }))

      assert.strictEqual(view.members.length, 2)
      assert.deepStrictEqual(transcript(view), ["CameIn"])
    })

    it("end the waiting of a room once two are in together", () => {
      const view = fold(start, joined([you]), SessionEvent.MemberJoined({ member: otter, time: 6 }))

      assert.strictEqual(view.waitMillis, 0)
      assert.isFalse(isAlone(view))
    })

    describe("who reconnect", () => {
      const named = { ...otter, name: "Ana" }
      const next = { ...otter, connectionId: heron.connectionId }
      const view = fold(
        inside,
        SessionEvent.MemberChanged({ member: named }),
        SessionEvent.MemberLeft({ member: named, reason: "replaced", time: 6 }),
        SessionEvent.MemberJoined({ member: next, time: 6 })
      )

      it("are one note", () => {
        assert.deepStrictEqual(view.members, [you, next])
        assert.deepStrictEqual(transcript(view), ["CameIn", "MemberRenamed", "MemberReturned"])
      })

      it("are one note with a chosen name that they seal anew", () => {
        const renamed = fold(view, SessionEvent.MemberChanged({ member: { ...next, name: "Ana" } }))

        assert.deepStrictEqual(transcript(renamed), transcript(view))
      })

      it("do not hide who comes in next", () => {
        const third = { ...otter, connectionId: lynx.connectionId }

        assert.deepStrictEqual(transcript(fold(view, SessionEvent.MemberJoined({ member: third, time: 7 }))), [
          ...transcript(view),
          "MemberJoined"
        ])
      })
    })

    it("who come in with a chosen name are one note", () => {
      const view = fold(
        inside,
        SessionEvent.MemberJoined({ member: heron, time: 6 }),
        SessionEvent.MemberChanged({ member: { ...heron, name: "Ana" } })
      )

      assert.deepStrictEqual(transcript(view), ["CameIn", "MemberJoined"])
      assert.deepInclude(view.entries.at(-1), { note: { _tag: "MemberJoined", member: { ...heron, name: "Ana" } } })
    })

    it("who take the creator's role over are the only creator", () => {
      const view = fold(inside, SessionEvent.MemberChanged({ member: { ...otter, isCreator: true } }))

      assert.deepStrictEqual(
        view.members.map((member) => member.isCreator),
        [false, true]
      )
      assert.deepStrictEqual(transcript(view), ["CameIn", "CreatorChanged"])
    })

    it("who change their name are followed by a note", () => {
      const view = fold(inside, SessionEvent.MemberChanged({ member: { ...otter, name: "Ana" } }))

      assert.deepStrictEqual(view.entries.at(-1), {
        _tag: "Note",
        key: "note 1",
        note: { _tag: "MemberRenamed", member: { ...otter, name: "Ana" }, formerName: "otter" },
        time: now
      })
    })

    it("who are verified change in silence", () => {
      const view = fold(inside, SessionEvent.MemberChanged({ member: { ...otter, isVerified: true } }))

      assert.deepStrictEqual(transcript(view), ["CameIn"])
      assert.strictEqual(verificationOf(view), "verified")
    })

    it("who are not here cannot change", () => {
      assert.strictEqual(fold(inside, SessionEvent.MemberChanged({ member: heron })), inside)
    })
  })

  describe("verification", () => {
    it("is open while nobody else has sealed anything", () => {
      assert.strictEqual(verificationOf(fold(start, joined([you]))), "not-verified")
      assert.strictEqual(verificationOf(inside), "not-verified")
    })

    it("says wrong key when what arrives does not open and nothing else does", () => {
      assert.strictEqual(verificationOf(fold(inside, fault(otter, "wrong-key"))), "wrong-key")
    })

    it("says wrong key no longer when who has another key is gone", () => {
      const view = fold(
        inside,
        fault(otter, "wrong-key"),
        SessionEvent.MemberLeft({ member: otter, reason: "left", time: 6 }),
        SessionEvent.MemberJoined({ member: { ...heron, isVerified: false }, time: 7 })
      )

      assert.strictEqual(verificationOf(view), "not-verified")
    })

    it("by a password is doubted until one is in with another, and says so of the fault", () => {
      const guarded = initialRoomView("https://pug.example/r/x#kp=a&s=b", true)
      const doubted = fold(guarded, joined([you, otter]), fault(otter, "wrong-key"), SessionEvent.PasswordDoubted())
      const again = fold(doubted, joined([you, otter], { isResumed: true }))

      assert.isTrue(doubted.isPasswordDoubted)
      assert.deepInclude(doubted.entries.at(-1), {
        note: { _tag: "Fault", kind: "other-password", sender: otter, count: 1 }
      })
      assert.isFalse(again.isPasswordDoubted)
      assert.strictEqual(verificationOf(again), "not-verified")
    })

    it("stands when one member opens and another does not", () => {
      const view = fold(inside, SessionEvent.MemberJoined({ member: heron, time: 6 }), fault(otter, "wrong-key"))

      assert.strictEqual(verificationOf(view), "verified")
    })
  })

  describe("messages", () => {
    const pending = fold(inside, SessionEvent.MessagePending({ id: "a", body: "hello", sentAt: 5 }))

    it("of one's own wait at the end until the log has them", () => {
      const view = fold(pending, says(otter, "b", "hi"))

      assert.deepStrictEqual(transcript(view), ["CameIn", "otter: hi (sent)", "badger: hello (pending)"])
      assert.deepStrictEqual(transcript(fold(view, says(you, "a", "hello"))), [
        "CameIn",
        "otter: hi (sent)",
        "badger: hello (sent)"
      ])
    })

    it("have a key of their own, also under a copied ID", () => {
      const view = fold(inside, says(otter, "a", "hello", 9), says(heron, "a", "copied", 10))

      assert.deepStrictEqual(transcript(view), ["CameIn", "otter: hello (sent)", "heron: copied (sent)"])
      assert.strictEqual(new Set(view.entries.map(({ key }) => key)).size, 3)
    })

    it("keep their key from pending to sent", () => {
      const key = shownEntries(pending).at(-1)?.key

      assert.strictEqual(shownEntries(fold(pending, says(you, "a", "hello"))).at(-1)?.key, key)
    })

    it("that failed stay, and wait again when they are sent again", () => {
      const failed = fold(pending, SessionEvent.MessageFailed({ id: "a" }))

      assert.deepStrictEqual(transcript(failed), ["CameIn", "badger: hello (failed)"])
      assert.deepStrictEqual(
        transcript(fold(failed, SessionEvent.MessagePending({ id: "a", body: "hello", sentAt: 6 }))),
        ["CameIn", "badger: hello (pending)"]
      )
    })

    it("that failed can be discarded", () => {
      assert.deepStrictEqual(transcript(discardOutgoing(pending, "a")), ["CameIn"])
    })

    it("of somebody else do not take one's own out of the outbox", () => {
      assert.deepStrictEqual(transcript(fold(pending, says(otter, "a", "hello"))), [
        "CameIn",
        "otter: hello (sent)",
        "badger: hello (pending)"
      ])
    })

    it("carry their sender's wish to disappear, from pending to sent", () => {
      const keptSeconds = KeptSeconds.make(30)
      const ofLast = (view: RoomView): unknown => {
        const last = shownEntries(view).at(-1)
        return last?._tag === "Message" && last.keptSeconds
      }
      const wished = fold(inside, SessionEvent.MessagePending({ id: "a", body: "hello", sentAt: 5, keptSeconds }))
      const sent = fold(
        wished,
        SessionEvent.Message({ id: "a", sender: you, body: "hello", sentAt: 5, time: 7, sequence: 9, keptSeconds })
      )

      assert.strictEqual(ofLast(wished), keptSeconds)
      assert.strictEqual(ofLast(sent), keptSeconds)
      assert.isUndefined(ofLast(pending))
    })

    it("that go leave a log in which they have never been", () => {
      const before = fold(inside, says(otter, "a", "one"))
      const after = fold(before, says(otter, "b", "two"), says(heron, "c", "three"))

      assert.deepStrictEqual(withoutMessages(after, new Set(["b", "c"])), before)
    })

    it("are kept up to the limit, and the lost ones are counted", () => {
      const events = Array.from({ length: client.maxLogEntries + 2 }, (_, index) =>
        says(otter, `m${index}`, "x", index)
      )
      const view = fold(fold(start, joined([you])), ...events)

      assert.strictEqual(view.entries.length, client.maxLogEntries)
      assert.strictEqual(view.omittedCount, 2)
      assert.strictEqual(view.entries[0]?.key, "m2")
    })
  })

  describe("faults", () => {
    it("are notes of their own", () => {
      const view = fold(inside, fault(otter, "tampered"))

      assert.deepStrictEqual(view.entries.at(-1), {
        _tag: "Note",
        key: "note 1",
        note: { _tag: "Fault", kind: "tampered", sender: otter, count: 1 },
        time: 8
      })
    })

    it("of one kind and sender in a row are one note with a number", () => {
      const view = fold(inside, fault(otter, "tampered"), fault(otter, "tampered", 2))

      assert.deepStrictEqual(transcript(view), ["CameIn", "Fault"])
      assert.deepInclude(view.entries.at(-1), {
        note: { _tag: "Fault", kind: "tampered", sender: otter, count: 3 }
      })
    })

    it("of another sender or kind are another note", () => {
      const view = fold(inside, fault(otter, "tampered"), fault(heron, "tampered"), fault(heron, "wrong-key"))

      assert.deepStrictEqual(transcript(view), ["CameIn", "Fault", "Fault", "Fault"])
    })
  })

  describe("the creator's controls", () => {
    it("lock and unlock with a note each", () => {
      const locked = fold(inside, SessionEvent.LockChanged({ isLocked: true, time: 6 }))

      assert.isTrue(locked.isLocked)
      assert.isFalse(fold(locked, SessionEvent.LockChanged({ isLocked: false, time: 7 })).isLocked)
      assert.deepStrictEqual(transcript(locked), ["CameIn", "LockChanged"])
    })

    it("replace the link", () => {
      const view = fold(inside, SessionEvent.LinkChanged({ link: "https://pug.example/r/x#new", time: 6 }))

      assert.strictEqual(view.link, "https://pug.example/r/x#new")
    })

    it("leave no link while the new one is unknown, and one note when it becomes known", () => {
      const unknown = fold(inside, SessionEvent.LinkChanged({ link: undefined, time: 6 }))
      const known = fold(unknown, SessionEvent.LinkChanged({ link: "https://pug.example/r/x#new", time: 6 }))

      assert.isUndefined(unknown.link)
      assert.deepStrictEqual(transcript(known), ["CameIn", "LinkChanged"])
      assert.deepInclude(known.entries.at(-1), { note: { _tag: "LinkChanged", isKnown: true } })
    })

    it("that are refused are noted", () => {
      const view = fold(inside, SessionEvent.Refused({ command: "Kick", reason: "no-such-member" }))

      assert.deepStrictEqual(transcript(view), ["CameIn", "Refused"])
    })
  })

  describe("the end", () => {
    it("leaves the reason and nothing else", () => {
      const view = fold(inside, says(otter, "b", "hi"), SessionEvent.Ended({ reason: "purged" }))

      assert.deepStrictEqual(view, { ...initialRoomView(undefined), ended: "purged" })
      assert.notInclude(JSON.stringify(view), "pug.example")
    })

    it("remembers that something of ours may not have come through, and not what", () => {
      const pending = fold(inside, SessionEvent.MessagePending({ id: "a", body: "hello", sentAt: 5 }))
      const failed = fold(pending, SessionEvent.MessageFailed({ id: "a" }))
      const arrived = fold(pending, says(you, "a", "hello"))
      const end = SessionEvent.Ended({ reason: "purged" })

      assert.deepStrictEqual(
        [pending, failed, arrived].map((view) => fold(view, end).hasUnsent),
        [true, true, false]
      )
      assert.notInclude(JSON.stringify(fold(failed, end)), "hello")
    })

    it("by one's own leave tells apart who was never in, who was the last, and who leaves others behind", () => {
      const alone = fold(start, joined([you], { waitMillis: 0 }))
      const waiting = fold(start, joined([you], { waitMillis: 900_000 }))

      assert.deepStrictEqual(
        [start, alone, waiting, inside].map((view) => endedRoomView(view, "left").ended),
        ["gave-up", "left-last", "left", "left"]
      )
    })

    it("by a refused join tells apart who was in and cannot come back", () => {
      const refused = SessionEvent.Ended({ reason: "join-refused" })

      assert.deepStrictEqual([fold(start, refused).ended, fold(inside, refused).ended], ["join-refused", "cut-off"])
    })
  })
})
