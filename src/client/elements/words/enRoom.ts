/**
 * English inside of a room. See en.ts for how to add a sentence, for glossary and voice.
 */
import type { PageWords } from "./en.ts"
import type { Phrasing } from "./Phrasing.ts"

/** Everything that a language has to say. */
export type Words = PageWords & RoomWords

export type RoomWords = ReturnType<typeof enRoom>

export const enRoom = (say: Phrasing) => ({
  banner: {
    working: "Going back in: doing a little work first.",
    lost: "Connection lost. What you write waits.",
    waiting: (title: string) => `${title}. We keep trying.`,
    reconnect: "Reconnect now"
  },
  room: {
    heading: "Room",
    conversation: "Conversation",
    panel: "Members and controls",
    here: (count: number) => `${say.number(count)} here`,
    hereLocked: (count: number) => `${say.number(count)} here, locked`,
    invite: "Invite",
    leave: "Leave",
    vanish: "Vanish",
    vanishHow: "Leaves at once and empties this page. By keys: Esc three times.",
    purge: "End for all",
    lock: "Lock",
    unlock: "Unlock",
    rotate: "New link",
    alone: "You are alone here now. If you leave or close this page, the room ends.",
    aloneFor: (wait: string) => `You are alone here. Send the link; if you close this page, the room waits ${wait}.`,
    notVerified: "Not verified yet: whether your link has the right key shows when somebody else is here.",
    passwordNotVerified: "Not verified yet: whether your password fits shows when somebody else is here.",
    wrongKey:
      "What others write does not open with the key of your link, so you cannot read each other. Ask for the link again.",
    timeLeftLabel: "Time left",
    /** Stands behind the figures of the countdown. */
    left: "left"
  },
  away: {
    heading: "While I look elsewhere",
    veil: "Blur what is said",
    sound: "Play a soft sound",
    notify: "Show a notification",
    notifyHow: "It says only that something came in: not what, from whom or where.",
    notifyRefused: "The browser does not allow notifications here. Its settings for this page can change that.",
    /** All that a notification says. */
    arrived: "Something came in."
  },
  keep: {
    choice: "Come back after a reload",
    asGuest: "Keeps link and name in this tab until you leave or the room ends.",
    asCreator: "Keeps link, name and your rights as creator in this tab until you leave or the room ends.",
    noPassword: "The password is asked for again."
  },
  members: {
    heading: (count: number, capacity: number) => `${say.number(count)} of ${say.number(capacity)} here`,
    remove: "Remove",
    removeLabel: (name: string) => `Remove ${name}`,
    you: "you",
    creator: "creator",
    verified: "same key as yours",
    notVerified: "key not checked yet",
    factSeparator: ", "
  },
  log: {
    copy: "Copy this message",
    copied: "The message is copied.",
    notCopied: "The browser did not allow copying. Select the text instead.",
    label: "Messages",
    omitted: "Earlier messages are not kept on this page.",
    fresh: (count: number) => say.plural(count, { one: "1 new message", other: `${say.number(count)} new messages` }),
    you: "you",
    sent: "sent",
    waiting: "waiting",
    notSent: "not sent",
    retry: "Send again",
    discard: "Discard",
    /** Under a message; `time` is a short one, such as `5 min`. */
    disappears: (time: string) => `disappears after ${time}`
  },
  composer: {
    label: "Message",
    placeholder: "Write a message",
    send: "Send",
    /** The name of a list of times, and its first choice. */
    lasting: "Disappears after",
    stays: "Stays until the room ends",
    lastingHow: (time: string) =>
      `Disappears from every screen ${time} after it arrives. Whoever reads it can still keep it.`,
    tooLong: (bytes: number) =>
      say.plural(bytes, {
        one: "Too long by 1 byte. Send it in parts.",
        other: `Too long by ${say.number(bytes)} bytes. Send it in parts.`
      }),
    bytesLeft: (bytes: number) => say.plural(bytes, { one: "1 byte left.", other: `${say.number(bytes)} bytes left.` })
  },
  invite: {
    label: "The link of this room",
    code: "The link as a QR code",
    copy: "Copy link",
    copied: "Copied",
    copiedStatus: "The link is copied.",
    share: "Share",
    whoCanCome: (capacity: number) =>
      `Whoever has the link can come in and read along, until ${say.number(capacity)} are here, the room is locked, or its time is up. Send it only to whom you mean.`,
    whoHasBoth: (capacity: number) =>
      `The link opens nothing without the password. Tell it another way, never beside the link. Who has both can come in and read along, until ${say.number(capacity)} are here, the room is locked, or its time is up.`,
    copyByHand: "The browser did not allow copying. The link is selected: copy it by hand.",
    unknown:
      "The creator has made a new link, and it has not reached you yet. The old one no longer works. Ask in the room.",
    readOut: "Read it out, in words",
    readOutHow: (label: string) =>
      `On the other device open the address below, and type these words under “${label}”. The first four letters of each are enough. Who hears them can come in.`,
    notLoaded: "A part of this page could not be loaded. The link works without it."
  },
  passwordDoubt: {
    title: "This password does not fit",
    text: "What the others write does not open with it, so you cannot read each other.",
    hint: "Small and capital letters are not the same. If it is right and still nothing opens, ask for the link and the password again.",
    action: "Try again",
    trying: "Trying …"
  },
  shortcuts: {
    heading: "Keyboard",
    send: "Send what is written",
    line: "Begin a new line",
    copy: "From the message field: to the copy button of the newest message",
    messages: "From there to other messages",
    close: "Close what is open",
    vanish: "Leave at once and empty this page",
    help: "Show these keys, when you are not writing"
  },
  question: {
    leave: {
      heading: "Leave the room?",
      last: "You are the last one here, so the room ends, and everything in it is gone.",
      creator:
        "What was said is gone from this page. To come back you need the link, and then you are a guest: nobody can lock the room or end it early any more.",
      guest: "What was said is gone from this page. To come back you need the link.",
      action: "Leave"
    },
    purge: {
      heading: "End the room for all?",
      text: "The room closes for everybody, and everything that was said is gone. This cannot be undone.",
      action: "End for all"
    },
    rotate: {
      heading: "Make a new link?",
      text: "The old link stops working. Everybody who is here stays and is told the new one.",
      action: "Make a new link"
    },
    kick: {
      heading: (name: string) => `Remove ${name}?`,
      text: (name: string) => `${name} no longer reads what is said, and keeps what was said before.`,
      action: "Remove",
      effect: (name: string) =>
        `${name} can come in again by the link, while there is a seat and the room is not locked.`,
      changeLink: "Remove and change the link",
      changeLinkEffect: (name: string) =>
        `The old link stops working. Everybody else stays and is told the new one; ${name} is not.`
    }
  },
  note: {
    cameIn: "You came in. What was said before is not shown to you.",
    cameBackWhole: "You are connected again. You have missed nothing.",
    cameBack: (missed: number) =>
      say.plural(missed, {
        one: "You are connected again. Meanwhile one message may have been written; it is not shown to you.",
        other: `You are connected again. Meanwhile up to ${say.number(missed)} messages may have been written; they are not shown to you.`
      }),
    timeLeft: (duration: string) => `${duration} left. Then the room ends, and everything in it is gone.`,
    joined: (name: string) => `${name} came in.`,
    returned: (name: string) => `${name} is connected again.`,
    renamed: (before: string, name: string) => `${before} goes by ${name} now.`,
    youAreCreator: "You are the creator now.",
    isCreator: (name: string) => `${name} is the creator now.`,
    locked: "The room is locked. Nobody new can come in.",
    unlocked: "The room is open again for newcomers.",
    newLink: "There is a new link. The old one no longer works.",
    newLinkUnknown: "There is a new link, which has not reached you. The old one no longer works.",
    left: (name: string) => `${name} left.`,
    lost: (name: string) => `${name} lost the connection.`,
    kicked: (name: string) => `${name} was removed.`,
    refusedNotCreator: "The relay did not do that. Only the creator can, and you are not the creator any more.",
    refusedNoMember: "Nobody to remove: that member has left.",
    refusedBusy: "The relay was too busy to do that. Try again."
  },
  fault: {
    /** These three stand as `from` in the sentences below. */
    fromYou: "from you",
    fromSomebody: "from somebody",
    fromMember: (name: string) => `from ${name}`,
    malformed: (count: number, from: string) =>
      say.plural(count, {
        one: `A message ${from} could not be read and is not shown.`,
        other: `${say.number(count)} messages ${from} could not be read and are not shown.`
      }),
    misattributedToYou: (count: number) =>
      say.plural(count, {
        one: "A message came in your name but from somebody else, and is not shown.",
        other: `${say.number(count)} messages came in your name but from somebody else, and are not shown.`
      }),
    misattributedToNobody: (count: number) =>
      say.plural(count, {
        one: "A message came in the name of somebody who is not here and is not shown.",
        other: `${say.number(count)} messages came in the name of somebody who is not here and are not shown.`
      }),
    misattributedToMember: (count: number, name: string) =>
      say.plural(count, {
        one: `A message came in the name of ${name} but from somebody else, and is not shown.`,
        other: `${say.number(count)} messages came in the name of ${name} but from somebody else, and are not shown.`
      }),
    wrongKey: (count: number, from: string) =>
      say.plural(count, {
        one: `A message ${from} is sealed with another key than yours. One of you has a wrong link.`,
        other: `${say.number(count)} messages ${from} are sealed with another key than yours. One of you has a wrong link.`
      }),
    otherPassword: (count: number, from: string) =>
      say.plural(count, {
        one: `A message ${from} does not open. One of you has typed another password.`,
        other: `${say.number(count)} messages ${from} do not open. One of you has typed another password.`
      }),
    tampered: (count: number, from: string) =>
      say.plural(count, {
        one: `A message ${from} was changed on the way and is not shown.`,
        other: `${say.number(count)} messages ${from} were changed on the way and are not shown.`
      }),
    replayed: (count: number, from: string) =>
      say.plural(count, {
        one: `A message ${from} arrived twice. We show it once.`,
        other: `${say.number(count)} messages ${from} arrived twice. We show them once.`
      }),
    reordered: (count: number, from: string) =>
      say.plural(count, {
        one: `A message ${from} arrived late, after newer ones, and is not shown.`,
        other: `${say.number(count)} messages ${from} arrived late, after newer ones, and are not shown.`
      }),
    missing: (count: number, from: string) =>
      say.plural(count, {
        one: `A message ${from} is missing. The relay did not deliver it.`,
        other: `${say.number(count)} messages ${from} are missing. The relay did not deliver them.`
      }),
    forked:
      "The relay shows somebody another conversation than you. Do not rely on what you read here; make a new room.",
    forkedFor: (name: string) =>
      `The relay shows ${name} another conversation than you. Do not rely on what you read here; make a new room.`,
    logGap: "The relay left out or repeated part of the conversation. Do not rely on it being whole.",
    clock: "The relay's clock went back, or is far from this device's. Do not rely on the times shown here.",
    falseCreator: "The relay is wrong about who is the creator. Do not rely on who it says is.",
    falseCreatorYou: "The relay is wrong about whether you are the creator. Do not rely on who it says is.",
    falseCreatorMember: (name: string) =>
      `The relay says that ${name} is the creator, and ${name} does not. Do not rely on who it says is.`
  }
})
