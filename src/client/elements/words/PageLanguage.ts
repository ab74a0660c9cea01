/**
 * The language of this page: one for all of it, as a document has one `lang`. Known to this page only; stored nowhere.
 *
 * English is part of the page; every other language is a chunk that loads when it is wanted.
 */
import { en, type PageWords } from "./en.ts"
import type { Words } from "./enRoom.ts"
import { type Language, preferredLanguage, regionalTag } from "./Language.ts"
import { type Phrasing, phrasing } from "./Phrasing.ts"

type Translation = (say: Phrasing) => Words

export class PageLanguage {
  /** What is spoken now. */
  language: Language = "en"
  say: Phrasing = phrasing("en")
  words: PageWords = en(this.say)
  /** What is spoken in a room too; absent in English, of which that part comes with the room (RoomLanguage.ts). */
  translation: Words | undefined
  /** The language that was wanted last could not be loaded. */
  hasFailed = false
  /** The first wish has come, or cannot: what is shown now is not replaced in the next moment. */
  isReady = false

  readonly #listeners = new Set<() => void>()
  #wishes: ReadonlyArray<string> = []
  /** What is to be spoken; absent before `begin`. */
  #wanted: Language | undefined

  /** Takes the first wish that can be met, unless a language has been chosen before. */
  begin(wishes: ReadonlyArray<string>): void {
    if (this.#wanted !== undefined) return
    this.#wishes = wishes
    this.choose(preferredLanguage(wishes))
  }

  /** Speaks another language from when it has come. */
  choose(language: Language): void {
    this.#wanted = language
    this.hasFailed = false
    if (language === "en") {
      this.#speak(language)
      return
    }
    loaders[language]().then(
      (translate) => this.#speak(language, translate),
      () => {
        if (this.#wanted !== language) return
        this.hasFailed = true
        this.#tell()
      }
    )
  }

  /** Calls back after every change, until the returned function is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #speak(language: Language, translate?: Translation): void {
    // Another one may have been chosen while this one was loading.
    if (this.#wanted !== language) return
    this.language = language
    this.say = phrasing(language, regionalTag(language, this.#wishes))
    this.translation = translate?.(this.say)
    this.words = this.translation ?? en(this.say)
    this.#tell()
  }

  #tell(): void {
    this.isReady = true
    for (const listener of this.#listeners) listener()
  }
}

const loaders: Readonly<Record<Exclude<Language, "en">, () => Promise<Translation>>> = {
  de: () => import("./de.ts").then(({ de }) => de),
  fr: () => import("./fr.ts").then(({ fr }) => fr),
  es: () => import("./es.ts").then(({ es }) => es),
  ar: () => import("./ar.ts").then(({ ar }) => ar),
  ja: () => import("./ja.ts").then(({ ja }) => ja)
}

/** The one of this page. Elements that show words have a LanguageController, so that they follow it. */
export const pageLanguage = new PageLanguage()

/** The words of the page's language, outside of a room. */
export const words = (): PageWords => pageLanguage.words

/** Numbers, times and plurals in the page's language. */
export const say = (): Phrasing => pageLanguage.say
