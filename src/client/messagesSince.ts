/**
 * The messages of a log that an earlier state of it did not have.
 */
import type { LogEntry, LogMessage } from "./RoomLog.ts"

export const messagesSince = (
  before: ReadonlyArray<LogEntry>,
  entries: ReadonlyArray<LogEntry>
): ReadonlyArray<LogMessage> => {
  const known = new Set(before.map(({ key }) => key))
  return entries.filter((entry) => entry._tag === "Message").filter(({ key }) => !known.has(key))
}
