/**
 * Rooms in every state that a person can meet, told to a scripted client.
 */
import { KeptSeconds } from "../../../src/client/KeptSeconds.ts"
import { SessionEvent } from "../../../src/client/SessionEvent.ts"
import type { FaultKind, SessionEnd } from "../../../src/client/SessionEvent.ts"
import { scriptedMember, type ScriptedRoomClient } from "../ScriptedRoomClient.ts"

const minute = 60_000
/** 14:02 UTC. */
const start = Date.UTC(2026, 10, 25, 14, 2)

const you = scriptedMember(1, "badger", { isSelf: true, isCreator: true })
const guest = scriptedMember(1, "badger", { isSelf: true })
const otter = scriptedMember(2, "otter")
const heron = scriptedMember(3, "heron", { isVerified: false })
const creator = scriptedMember(4, "lynx", { isCreator: true })

const joined = (
  members: ReadonlyArray<typeof you>,
  changes: Partial<Parameters<typeof SessionEvent.Joined>[0]> = {}
): SessionEvent =>
  SessionEvent.Joined({
    members,
    capacity: 5,
    isLocked: false,
    remainingMillis: 41 * minute + 12_000,
    waitMillis: members.length > 1 ? 0 : 15 * minute,
    isResumed: false,
    missedCount: 0,
    time: start,
    ...changes
  })

let sequence = 1
const says = (sender: typeof you, body: string, after: number, keptSeconds?: number): SessionEvent => {
  sequence += 1
  return SessionEvent.Message({
    id: `m${sequence}`,
    sender,
    body,
    sentAt: start + after,
    time: start + after,
    sequence,
    ...(keptSeconds !== undefined && { keptSeconds: KeptSeconds.make(keptSeconds) })
  })
}

const talk: ReadonlyArray<SessionEvent> = [
  says(otter, "see the draft?", 0),
  says(you, "yes, two changes", minute),
  says(
    you,
    "The second paragraph promises more than we can keep. I would rather name the fact: the relay cannot read this, and it forgets the room when we leave.",
    minute + 5_000
  ),
  SessionEvent.MemberJoined({ member: heron, time: start + 2 * minute }),
  says(heron, "hello both", 2 * minute + 10_000),
  says(otter, "agreed\n\n  – shorter\n  – no adjectives", 3 * minute)
]

const fault = (kind: FaultKind, count = 1): SessionEvent =>
  SessionEvent.Fault({ kind, sender: otter, count, time: start + 5 * minute })

const endings: ReadonlyArray<SessionEnd> = [
  "purged",
  "expired",
  "ended-by-operator",
  "room-failed",
  "going-away",
  "empty",
  "unopened",
  "left",
  "join-refused",
  "kicked",
  "replaced",
  "forbidden",
  "incompatible"
]

/** What each scene tells the session, in order. */
export const scenes: Readonly<Record<string, ReadonlyArray<SessionEvent>>> = {
  entering: [SessionEvent.Connecting({ attempt: 1 })],
  working: [SessionEvent.Working({ progress: 0.4 })],
  "not-open-yet": [SessionEvent.Waiting({ reason: "not-open-yet", retryMillis: 4_000 })],
  full: [SessionEvent.Waiting({ reason: "full", retryMillis: 4_000 })],
  locked: [SessionEvent.Waiting({ reason: "locked", retryMillis: 4_000 })],
  busy: [SessionEvent.Waiting({ reason: "busy", retryMillis: 4_000 })],
  unreachable: [SessionEvent.ConnectionLost({ code: 1006, range: "try-again", retryMillis: 4_000 })],
  alone: [joined([you])],
  "alone-guest": [joined([guest])],
  talk: [joined([you, otter]), ...talk],
  "talk-guest": [joined([creator, guest, otter]), ...talk],
  marked: [
    joined([you, otter]),
    ...talk,
    says(
      otter,
      "**Before nine:** read https://pug.example/docs/a_(long)_page?for=you, then run `npm ci` in it.",
      4 * minute
    ),
    says(you, "it says\n```\nerror: no such room\n  at 14:02\n```\nand **stops**", 5 * minute)
  ],
  sending: [
    joined([you, otter]),
    ...talk,
    SessionEvent.MessagePending({ id: "p1", body: "this one waits", sentAt: start + 4 * minute }),
    SessionEvent.MessagePending({ id: "p2", body: "this one did not go", sentAt: start + 6 * minute }),
    SessionEvent.MessageFailed({ id: "p2" })
  ],
  fading: [
    joined([you, otter]),
    says(otter, "this stays", 0),
    says(otter, "the code is 4711", 5_000, 300),
    says(you, "got it", minute, 3_600),
    says(
      you,
      "This one is longer than the line of a phone, so that the mark of its end stands below the text and not beside it, wherever the text has ended.",
      minute + 5_000,
      30
    ),
    SessionEvent.MessagePending({
      id: "p1",
      body: "this one did not go",
      sentAt: start + 4 * minute,
      keptSeconds: KeptSeconds.make(30)
    }),
    SessionEvent.MessageFailed({ id: "p1" })
  ],
  lost: [
    joined([you, otter]),
    ...talk,
    SessionEvent.ConnectionLost({ code: 1006, range: "try-again", retryMillis: 4_000 })
  ],
  faults: [joined([you, otter]), ...talk, fault("replayed"), fault("missing", 2), fault("tampered"), fault("forked")],
  "wrong-key": [
    joined([guest, scriptedMember(2, "otter", { isVerified: false })]),
    SessionEvent.Fault({
      kind: "wrong-key",
      sender: scriptedMember(2, "otter", { isVerified: false }),
      count: 1,
      time: start
    })
  ],
  "password, in": [joined([creator, guest, otter]), ...talk],
  "password, alone": [joined([guest])],
  "password, doubted": [
    joined([scriptedMember(2, "otter", { isVerified: false, isCreator: true }), guest]),
    SessionEvent.Fault({
      kind: "wrong-key",
      sender: scriptedMember(2, "otter", { isVerified: false, isCreator: true }),
      count: 1,
      time: start
    }),
    SessionEvent.PasswordDoubted()
  ],
  short: [joined([you, otter], { remainingMillis: 45_000 }), ...talk],
  controls: [
    joined([you, otter], { isLocked: true }),
    ...talk,
    SessionEvent.LockChanged({ isLocked: true, time: start + 4 * minute }),
    SessionEvent.LinkChanged({ link: "https://pug.example/r/new", time: start + 4 * minute }),
    SessionEvent.MemberLeft({ member: heron, reason: "lost", time: start + 5 * minute })
  ],
  crowded: [
    joined([you, ...Array.from({ length: 19 }, (_, index) => scriptedMember(index + 10, `member ${index + 10}`))], {
      capacity: 20
    }),
    ...Array.from({ length: 60 }, (_, index) =>
      says(scriptedMember((index % 19) + 10, `member ${(index % 19) + 10}`), `line ${index}`, index * minute)
    )
  ],
  "end with something unsent": [
    joined([you, otter]),
    SessionEvent.MessagePending({ id: "p1", body: "this one waits", sentAt: start + 4 * minute }),
    SessionEvent.Ended({ reason: "going-away" })
  ],
  ...Object.fromEntries(endings.map((reason) => [`end ${reason}`, [SessionEvent.Ended({ reason })]]))
}

/** Plays a scene on the session that is open. */
export const play = (client: ScriptedRoomClient, name: string): void => client.tell(...(scenes[name] ?? []))
