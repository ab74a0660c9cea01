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
