/**
 * Why one is not in the room yet, in plain words.
 */
import type { Connection } from "../../RoomView.ts"

export interface WaitWords {
  readonly title: string
  readonly text: string
}

const byItself = "We try again by ourselves; leave this page open."

/** Title and text of the page on which one waits. */
export const waitWords = (connection: Connection): WaitWords => {
  switch (connection._tag) {
    case "Connecting":
    case "Live":
      return { title: "Going in", text: "Asking the relay for a seat." }
    case "Working":
      return { title: "Going in", text: "Doing a little work, so that robots cannot flood us." }
    case "Lost":
      return {
        title: "The relay does not answer",
        text: `${byItself} If other pages load, this network may block the kind of connection that a conversation needs (a WebSocket); try another one.`
      }
    case "Waiting":
      return waiting[connection.reason]
  }
}

const waiting: Readonly<Record<Extract<Connection, { readonly _tag: "Waiting" }>["reason"], WaitWords>> = {
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
  }
}

/** The line of the banner, for who was in and is cut off. */
export const bannerText = (connection: Connection): string | undefined => {
  switch (connection._tag) {
    case "Connecting":
    case "Live":
      return undefined
    case "Working":
      return "Going back in: doing a little work first."
    case "Lost":
      return "Connection lost. What you write waits."
    case "Waiting":
      return `${waiting[connection.reason].title}. We keep trying.`
  }
}
