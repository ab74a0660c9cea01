/**
 * The log of a view: what is put at its end, what goes from it, and how its last note, if a note is last, comes to say
 * something else.
 */
import { client } from "../protocol/Limits.ts"
import type { LogEntry, LogNote } from "./RoomLog.ts"
import type { RoomView } from "./RoomView.ts"

/** Says in the log that the room ends soon. `now` is by this device's clock. */
export const withTimeLeft = (view: RoomView, remainingMillis: number, now: number): RoomView =>
  noted(view, { _tag: "TimeLeft", remainingMillis }, now)

export const lastNote = (view: RoomView): LogNote | undefined => {
  const last = view.entries.at(-1)
  return last?._tag === "Note" ? last.note : undefined
}

/** The last entry, a note, says something else now. */
export const noteChanged = (view: RoomView, note: LogNote): RoomView => ({
  ...view,
  entries: view.entries.map((entry, index) =>
    index === view.entries.length - 1 && entry._tag === "Note" ? { ...entry, note } : entry
  )
})

export const noted = (view: RoomView, note: LogNote, time: number): RoomView =>
  appended({ ...view, nextNote: view.nextNote + 1 }, { _tag: "Note", key: `note ${view.nextNote}`, note, time })

/** Without messages whose time is up, as if they had never been. */
export const withoutMessages = (view: RoomView, keys: ReadonlySet<string>): RoomView => ({
  ...view,
  entries: view.entries.filter((entry) => entry._tag === "Note" || !keys.has(entry.key))
})

export const appended = (view: RoomView, entry: LogEntry): RoomView => {
  const surplus = Math.max(0, view.entries.length + 1 - client.maxLogEntries)
  return {
    ...view,
    entries: [...view.entries.slice(surplus), entry],
    omittedCount: view.omittedCount + surplus
  }
}
