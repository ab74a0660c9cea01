/**
 * What a catalogue needs to build sentences: numbers, times and plural forms of one language, all by the browser's Intl.
 */
import { directionOf, type Language } from "./Language.ts"

/** One form for each plural category of the language (CLDR). `other` stands in for those that are not given. */
export type PluralForms = { readonly other: string } & Partial<Readonly<Record<Intl.LDMLPluralRule, string>>>

export interface Phrasing {
  /** A whole number. */
  readonly number: (value: number) => string
  /** A share from 0 to 1 in per cent, rounded down. */
  readonly percent: (share: number) => string
  /** The form that fits a count. */
  readonly plural: (count: number, forms: PluralForms) => string
  /** A length of time in its largest fitting unit, rounded down: `45 seconds`, `1 hour`, `7 days`. */
  readonly duration: (millis: number) => string
  /** The same in short, for a label: `45 sec`, `1 hr`. It stands after any word that is not inflected with it. */
  readonly shortDuration: (millis: number) => string
  /** When a length of time has passed: `in 45 seconds`. */
  readonly within: (millis: number) => string
  /** What remains, as `m:ss`, or `h:mm:ss` from an hour on. Rounded up, so that 0:00 means over. */
  readonly clock: (millis: number) => string
  /** Hours and minutes of a moment. */
  readonly time: (moment: number) => string
  /** A text of foreign direction, such as a member's name, made safe to stand in a sentence. */
  readonly isolate: (text: string) => string
}

/** `tag` is the language's, or that of one of its regions. */
export const phrasing = (language: Language, tag: string = language): Phrasing => {
  const plain = new Intl.NumberFormat(tag)
  const bare = new Intl.NumberFormat(tag, { useGrouping: false })
  const twoDigits = new Intl.NumberFormat(tag, { useGrouping: false, minimumIntegerDigits: 2 })
  const percents = new Intl.NumberFormat(tag, { style: "percent" })
  const rules = new Intl.PluralRules(tag)
  const relative = new Intl.RelativeTimeFormat(tag)
  const timeOfDay = new Intl.DateTimeFormat(tag, { hour: "2-digit", minute: "2-digit" })
  const isRightToLeft = directionOf(language) === "rtl"
  return {
    number: (value) => plain.format(value),
    percent: (share) => percents.format(Math.floor(share * 100) / 100),
    plural: (count, forms) => forms[rules.select(count)] ?? forms.other,
    duration: (millis) => lengthText(tag, millis, "long"),
    shortDuration: (millis) => lengthText(tag, millis, "short"),
    within: (millis) => {
      const { count, unit } = inLargestUnit(millis)
      return relative.format(count, unit)
    },
    clock: (millis) => {
      const total = Math.max(0, Math.ceil(millis / 1_000))
      const hours = Math.floor(total / 3_600)
      const minutes = Math.floor((total % 3_600) / 60)
      const seconds = twoDigits.format(total % 60)
      return hours === 0
        ? `${bare.format(minutes)}:${seconds}`
        : `${bare.format(hours)}:${twoDigits.format(minutes)}:${seconds}`
    },
    time: (moment) => timeOfDay.format(moment),
    isolate: (text) => (isRightToLeft || writtenRightToLeft.test(text) ? `\u2068${text}\u2069` : text)
  }
}

const lengthText = (tag: string, millis: number, unitDisplay: "long" | "short"): string => {
  const { count, unit } = inLargestUnit(millis)
  return new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay }).format(count)
}

const inLargestUnit = (
  millis: number
): { readonly count: number; readonly unit: "second" | "minute" | "hour" | "day" } => {
  const seconds = Math.floor(millis / 1_000)
  if (seconds < 60) return { count: seconds, unit: "second" }
  if (seconds < 3_600) return { count: Math.floor(seconds / 60), unit: "minute" }
  if (seconds < 2 * 86_400) return { count: Math.floor(seconds / 3_600), unit: "hour" }
  return { count: Math.floor(seconds / 86_400), unit: "day" }
}

/** Hebrew, Arabic and their kin. */
const writtenRightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/
