/**
 * The languages that the client speaks, and which of them a person wants.
 */

/** Tags of the languages, English first: it is there when no other fits or can be loaded. */
export const languages = ["en", "de", "fr", "es", "ar", "ja"] as const

export type Language = (typeof languages)[number]

/** What each language calls itself. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  ar: "العربية",
  ja: "日本語"
}

/** Which way a language is written. */
export const directionOf = (language: Language): "ltr" | "rtl" => (language === "ar" ? "rtl" : "ltr")

/** The first wish that is a language of ours. Wishes are tags such as `de-AT`, the dearest first. */
export const preferredLanguage = (wishes: ReadonlyArray<string>): Language =>
  wishes.map(languageOf).find((language) => language !== undefined) ?? "en"

/** The tag by which numbers and times are written: the person's own region where it belongs to the language. */
export const regionalTag = (language: Language, wishes: ReadonlyArray<string>): string =>
  wishes.find((wish) => languageOf(wish) === language) ?? language

const languageOf = (tag: string): Language | undefined => {
  const primary = tag.toLowerCase().split("-", 1)[0]
  return languages.find((language) => language === primary)
}
