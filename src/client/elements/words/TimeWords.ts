/**
 * Times in words and figures.
 */

const pad = (value: number): string => String(value).padStart(2, "0")

/** What remains, as `m:ss`, or `h:mm:ss` from an hour on. Rounded up, so that 0:00 means over. */
export const clockText = (millis: number): string => {
  const total = Math.max(0, Math.ceil(millis / 1_000))
  const hours = Math.floor(total / 3_600)
  const minutes = Math.floor((total % 3_600) / 60)
  const seconds = pad(total % 60)
  return hours === 0 ? `${minutes}:${seconds}` : `${hours}:${pad(minutes)}:${seconds}`
}

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? "" : "s"}`

/** A length of time in its largest fitting unit: `45 seconds`, `15 minutes`, `1 hour`, `7 days`. Rounded down. */
export const durationText = (millis: number): string => {
  const seconds = Math.floor(millis / 1_000)
  if (seconds < 60) return counted(seconds, "second")
  if (seconds < 3_600) return counted(Math.floor(seconds / 60), "minute")
  if (seconds < 2 * 86_400) return counted(Math.floor(seconds / 3_600), "hour")
  return counted(Math.floor(seconds / 86_400), "day")
}

const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" })

/** Hours and minutes, as the browser's language writes them. */
export const timeText = (time: number): string => timeOfDay.format(time)
