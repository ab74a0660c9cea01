/**
 * Why one is not in the room yet, in plain words.
 */
import type { Connection } from "../../RoomView.ts"
import type { TitledText } from "./en.ts"
import { words } from "./PageLanguage.ts"

/** Title and text of the page on which one waits. */
export const waitWords = (connection: Connection): TitledText => {
  const { wait } = words()
  switch (connection._tag) {
    case "Connecting":
    case "Live":
      return wait.entering
    case "Working":
      return wait.working
    case "Lost":
      return wait[connection.cause ?? "lost"]
    case "Waiting":
      return wait[connection.reason]
  }
}

/** The line of the banner, for who was in and is cut off. */
export const bannerText = (connection: Connection): string | undefined => {
  const { banner, wait } = words()
  switch (connection._tag) {
    case "Connecting":
    case "Live":
      return undefined
    case "Working":
      return banner.working
    case "Lost":
      return banner.lost
    case "Waiting":
      return banner.waiting(wait[connection.reason].title)
  }
}
