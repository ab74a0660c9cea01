/**
 * What is wrong with a link, in plain words: what happened, and what to do.
 */
import type { LinkRepair } from "../../LinkText.ts"
import type { RoomLinkProblem } from "../../RoomLink.ts"

export interface LinkWords {
  readonly title: string
  readonly text: string
}

const askAgain = "Ask for the whole link again, best as a message that you can copy."

const isNotWhole = (part: string): LinkWords => ({
  title: "This link is not whole",
  text: `${part} Something changed it on the way. ${askAgain}`
})

const noLink: LinkWords = {
  title: "This is not a link to a room",
  text: `The link of a room has /r/ in it, and a # with a key behind it. ${askAgain}`
}

/** Title and text for a link that cannot be used. */
export const linkWords = (problem: RoomLinkProblem): LinkWords => words[problem]

const words: Readonly<Record<RoomLinkProblem, LinkWords>> = {
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
    text: "The link of a room has a # with a key behind it; here that part is not there. If you reloaded this page: the key is stored nowhere. Open the whole link again."
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
}

/** For words that cannot be read, because their list has not come. */
export const noListWords: LinkWords = {
  title: "The list of words did not come",
  text: "Check your connection and load this page again. A pasted link works without it."
}

/** For pages that were not opened over https. */
export const insecureWords: LinkWords = {
  title: "This page cannot encrypt",
  text: "It was opened over http, and browsers encrypt only on pages opened over https. Open the same address with https:// in front. If you run this relay yourself, give it a certificate."
}

/** What was done to a pasted text, as one line; empty if nothing was. */
export const repairText = (repairs: ReadonlyArray<LinkRepair>): string =>
  repairs.length === 0 ? "" : `We repaired it: ${repairs.map((repair) => repaired[repair]).join("; ")}.`

const repaired: Readonly<Record<LinkRepair, string>> = {
  surroundings: "left out the text around it",
  characters: "turned coded characters back",
  invisible: "took out invisible characters",
  breaks: "joined what stood on several lines",
  address: "completed its beginning",
  separators: "put a # or & back",
  additions: "left out what others had added to it"
}
