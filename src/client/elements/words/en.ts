/**
 * English outside of a room: with enRoom.ts the source of every other catalogue, and the type that they have to fill.
 * What only the inside of a room says stands in enRoom.ts, which loads with it.
 *
 * To add a sentence: add it here, and use it as `words().section.key` (of PageLanguage.ts; inside of a room, of
 * RoomLanguage.ts) in an element whose constructor makes a `new LanguageController(this)`. The compiler then names the five catalogues where it is missing. A word is a
 * string, or a function of numbers and strings; choosing between sentences belongs to the code, whole sentences belong
 * here. Counts go through `say.plural`, figures through `say.number`, and never into a string by themselves.
 *
 * Glossary: room, link, relay, creator, key, seat. The voice is plain and calm: short sentences, no exclamation marks.
 */
import type { ViewEnd } from "../../RoomView.ts"
import type { LinkRepair } from "../../LinkText.ts"
import type { RoomLinkProblem } from "../../RoomLink.ts"
import type { Phrasing } from "./Phrasing.ts"
import type { RoomStage } from "../events.ts"

/** A heading and what it means. */
export interface TitledText {
  readonly title: string
  readonly text: string
}

/** What can be said outside of a room; see enRoom.ts for the rest. */
export type PageWords = ReturnType<typeof en>

export const en = (say: Phrasing) => {
  const askAgain = "Ask for the whole link again, best as a message that you can copy."
  const isNotWhole = (part: string): TitledText => ({
    title: "This link is not whole",
    text: `${part} Something changed it on the way. ${askAgain}`
  })
  const noLink: TitledText = {
    title: "This is not a link to a room",
    text: `The link of a room has /r/ in it, and a # with a key behind it. ${askAgain}`
  }
  const byItself = "We try again by ourselves; leave this page open."
  const ended = "The room has ended"
  return {
    common: {
      cancel: "Cancel",
      close: "Close",
      makeNewRoom: "Make a new room",
      makeOwnRoom: "Make a room of your own"
    },
    language: {
      label: "Language",
      failed: "That language did not come. Check your connection and choose it again."
    },
    pageTitles: {
      home: "Pug: a room that forgets",
      stages: {
        invited: "Invitation · Pug",
        unusable: "This link does not work · Pug",
        entering: "Going in · Pug",
        waiting: "Waiting · Pug",
        inside: "Room · Pug",
        ended: "The end · Pug"
      } satisfies Record<RoomStage, string>
    },
    name: {
      label: "Your name",
      hint: "optional, hidden from the relay"
    },
    password: {
      label: "Password",
      choice: "Ask for a password too",
      toMake:
        "Tell it another way than the link. Four words are hard to guess. It is kept nowhere: without it nobody comes in, not even you.",
      toJoin: "This room needs it besides the link. Whoever invited you can tell you.",
      missing: "Type the password first."
    },
    home: {
      heading: "A room that forgets.",
      claim: "Talk, then it is gone.",
      pitch:
        "Make a room and send its link to whom you want to talk to. Your words are encrypted in the browser. The relay passes them on, cannot read them and keeps nothing. No account, no app.",
      lasts: "Lasts",
      people: "People",
      upTo: (count: number) => `up to ${say.number(count)}`,
      make: "Make a room",
      working: "Doing a little work, so that robots cannot flood us.",
      workingLong: "It takes longer than most.",
      workLabel: "Work",
      terms: "What this does, and what it does not",
      does: "It does",
      doesList: [
        "encrypt and decrypt in your browser, with a key that is only in the link",
        "end the room for everybody when its time is up, when you end it, or when the last person leaves",
        "show you when a message is missing, changed or comes twice",
        "store nothing: no account, no history, no cookie, nothing on your device, but for the way back if you ask for it"
      ],
      doesNot: "It does not",
      doesNotList: [
        "stop anybody in the room from copying or photographing what they read",
        "tell you who a person is: whoever has the link can come in",
        "hide from the relay that you talk, when, how much, and from which network address",
        "help if your device is watched, or if somebody reads the link on its way or in your browser's history"
      ]
    },
    createFailed: {
      tooMany: (when: string) => `Too many rooms are being made from your network. Try again ${when}.`,
      busy: "The relay is full just now. Try again in a minute.",
      refused: "This relay does not let you make a room.",
      refusedBecause: (reason: string) => `This relay does not let you make a room: ${reason}`,
      challengeExpired: "The work took longer than the relay waits. Try again; keep this page in front meanwhile.",
      unreachable: "The relay does not answer. Check your connection and try again.",
      pageFailed: "This page has a fault, and we are to blame. Load it again.",
      other: (code: string) => `No room was made (${code}). Try again.`
    },
    paste: {
      label: "Have a link?",
      placeholder: "Paste it, or type its words",
      didYouMean: "Did you mean",
      open: "Open the room",
      whole: "This link is whole.",
      otherRelay: (host: string) => `It leads to another relay, ${host}.`,
      repaired: (repairs: string) => `We repaired it: ${repairs}.`,
      repairSeparator: "; ",
      repairs: {
        surroundings: "left out the text around it",
        characters: "turned coded characters back",
        invisible: "took out invisible characters",
        breaks: "joined what stood on several lines",
        address: "completed its beginning",
        separators: "put a # or & back",
        additions: "left out what others had added to it"
      } satisfies Record<LinkRepair, string>,
      noList: {
        title: "The list of words did not come",
        text: "Check your connection and load this page again. A pasted link works without it."
      }
    },
    spoken: {
      tooManyLines: (count: number) => `There are more than ${say.number(count)} lines. Take out what is too much.`,
      allRight: (count: number) => `All ${say.number(count)} lines are right.`,
      someRight: (right: number, count: number) => `${say.number(right)} of ${say.number(count)} lines are right.`,
      begun: (line: number, count: number, full: number) =>
        `Line ${say.number(line)}: ${say.number(count)} of ${say.number(full)} words.`,
      miscounted: (line: number, count: number, full: number) =>
        `Line ${say.number(line)} has ${say.plural(count, { one: "1 word", other: `${say.number(count)} words` })}. It should have ${say.number(full)}.`,
      wrong: (line: number) => `Something in line ${say.number(line)} is not right. Compare its words.`,
      unknown: (line: number, word: string) => `Line ${say.number(line)}: “${word}” is not one of the words.`
    },
    link: {
      empty: noLink,
      "not-a-url": noLink,
      "unsupported-scheme": noLink,
      "credentials-in-url": noLink,
      "not-a-room-link": noLink,
      "secrets-exposed": {
        title: "This link has given its key away",
        text: "Something on the way turned its # into %23. So the key was sent to the relay, which must never have it. Do not use this room. Make a new one, and send its link in another way."
      },
      "room-id-wrong-length": isNotWhole("The name of the room in it is too short or too long."),
      "room-id-not-base64url": isNotWhole("The name of the room in it has characters that do not belong there."),
      "fragment-missing": {
        title: "The key is missing",
        text: "The link of a room has a # with a key behind it; here that part is not there. If you reloaded this page: its key was not kept. Open the whole link again."
      },
      "key-missing": isNotWhole("The key (k=) is not in it."),
      "key-repeated": isNotWhole("The key (k=) is in it more than once."),
      "key-wrong-length": isNotWhole("The key (k=) in it is too short or too long."),
      "key-not-base64url": isNotWhole("The key (k=) in it has characters that do not belong there."),
      "secret-missing": isNotWhole("The secret of the room (s=) is not in it."),
      "secret-repeated": isNotWhole("The secret of the room (s=) is in it more than once."),
      "secret-wrong-length": isNotWhole("The secret of the room (s=) in it is too short or too long."),
      "secret-not-base64url": isNotWhole("The secret of the room (s=) in it has characters that do not belong there."),
      "address-missing": isNotWhole("Its beginning is missing: the address before the #."),
      "address-broken": isNotWhole("Its address is broken, and can be put together in more than one way."),
      "letter-case-lost": isNotWhole("All its letters have become small or all capital, and it needs both."),
      "several-links": {
        title: "There is more than one link",
        text: "The links in this text lead to different rooms, or to one room with different keys. Paste only the one that you mean."
      },
      "read-by-another-site": {
        title: "Another site has read this link",
        text: "The link stands inside the address of another site, which so has got its key. Do not use this room. Make a new one, and send its link in another way."
      }
    } satisfies Record<RoomLinkProblem, TitledText>,
    insecure: {
      title: "This page cannot encrypt",
      text: "It was opened over http, and browsers encrypt only on pages opened over https. Open the same address with https:// in front. If you run this relay yourself, give it a certificate."
    },
    join: {
      heading: "You are invited to talk.",
      pitch:
        "This link is for one conversation. What you write is encrypted in your browser, and only those who have the link can read it; the relay in between cannot. When the room ends, nothing is left.",
      join: "Join the room",
      beforehand:
        "Nobody in the room sees you before you join. Keep the link: a reload of this page needs it again, unless you let this tab keep it once you are in."
    },
    wait: {
      entering: { title: "Going in", text: "Asking the relay for a seat." },
      working: { title: "Going in", text: "Doing a little work, so that robots cannot flood us." },
      lost: {
        title: "The relay does not answer",
        text: `${byItself} If other pages load, this network may block the kind of connection that a conversation needs (a WebSocket); try another one.`
      },
      blocked: {
        title: "This network blocks the conversation",
        text: `The relay answers, but something between you and it lets no WebSocket through, and a conversation needs one. Company networks and filters do that. Try another network, a phone's for example. ${byItself}`
      },
      unreachable: {
        title: "The relay cannot be reached",
        text: `It does not answer at all: this device has no connection, or the relay is down. ${byItself}`
      },
      "not-open-yet": {
        title: "Not open yet",
        text: `The person who made this room is not here yet. It opens when they come in. ${byItself}`
      },
      full: {
        title: "The room is full",
        text: `Every seat is taken. When somebody leaves, you come in. ${byItself}`
      },
      locked: {
        title: "The room is locked",
        text: `The person who made this room lets nobody new in for now. ${byItself}`
      },
      busy: {
        title: "The relay is busy",
        text: `It has no place for another connection just now. ${byItself}`
      },
      "too-many": {
        title: "Too many from your network",
        text: `The relay has as many connections or attempts from your network address as it allows. ${byItself}`
      },
      tryNow: "Try now",
      giveUp: "Give up"
    },
    unsentAtEnd: "What you wrote last may not have arrived.",
    end: {
      purged: { title: ended, text: "Its creator ended it. Everything in it is gone." },
      expired: { title: ended, text: "Its time was up. Everything in it is gone." },
      "ended-by-operator": { title: ended, text: "The people who run this relay ended it. Everything in it is gone." },
      "room-failed": {
        title: ended,
        text: "A fault of the relay ended it. Everything in it is gone. Nobody outside has read it."
      },
      "going-away": {
        title: ended,
        text: "The relay is shutting down or starting anew, and its rooms end with it. Everything in this one is gone."
      },
      empty: { title: ended, text: "Everybody had left it. Everything in it is gone." },
      unopened: { title: ended, text: "Nobody came in time." },
      left: {
        title: "You have left",
        text: "What was said is gone from this page. The room goes on for the others until they leave or its time is up."
      },
      "gave-up": {
        title: "You did not go in",
        text: "You stopped before the room let you in. Open the link again to try once more."
      },
      "left-last": { title: ended, text: "You were the last one in it. Everything in it is gone." },
      "cut-off": {
        title: "You cannot go back in",
        text: "Your connection was lost, and meanwhile the room has ended or has got a new link. What was said is gone from this page. If the others are still there, ask one of them for the link."
      },
      "join-refused": {
        title: "This room cannot be entered",
        text: "It has ended, or the link is not right. The relay does not say which, so that nobody can search for rooms. Ask for a new link, or make a room of your own."
      },
      kicked: {
        title: "You were removed",
        text: "The creator of the room took your seat away. What was said is gone from this page."
      },
      replaced: {
        title: "You are in on another page",
        text: "The same seat was taken by a newer connection of yours, so this page has let go of it."
      },
      forbidden: {
        title: "This relay does not let you in",
        text: "The people who run it have rules about who may come in, and you are not among them."
      },
      incompatible: {
        title: "This page and the relay do not fit",
        text: "They speak different versions. Open the link again, so that the page is loaded anew."
      },
      "page-failed": {
        title: "This page has a fault",
        text: "It stopped by itself, and we are to blame. Open the link again to go back in."
      }
    } satisfies Record<ViewEnd, TitledText>
  }
}
