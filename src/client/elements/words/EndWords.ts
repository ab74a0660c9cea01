/**
 * Every way in which a room can be over for this page, in plain words: what happened, what it means, what to do.
 */
import type { ViewEnd } from "../../RoomView.ts"

export interface EndWords {
  readonly title: string
  readonly text: string
}

const ended = "The room has ended"

/** Title and text of the page that stands at the end. */
export const endWords = (reason: ViewEnd): EndWords => words[reason]

const words: Readonly<Record<ViewEnd, EndWords>> = {
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
}
