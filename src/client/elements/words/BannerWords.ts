/**
 * What the banner over a room says.
 */
import type { Connection } from "../../RoomView.ts"
import { words } from "./RoomLanguage.ts"

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
