/**
 * The catalogues: every language says everything that English says, with the same names and figures in it, in every
 * plural form that it has; and nothing stands in them that no screen shows.
 */
import { globSync, readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { ar } from "../../../../src/client/elements/words/ar.ts"
import { de } from "../../../../src/client/elements/words/de.ts"
import { en } from "../../../../src/client/elements/words/en.ts"
import { enRoom, type Words } from "../../../../src/client/elements/words/enRoom.ts"
import { es } from "../../../../src/client/elements/words/es.ts"
import { fr } from "../../../../src/client/elements/words/fr.ts"
import { ja } from "../../../../src/client/elements/words/ja.ts"
import {
  type Language,
  languages,
  preferredLanguage,
  regionalTag
} from "../../../../src/client/elements/words/Language.ts"
import { type Phrasing, phrasing, type PluralForms } from "../../../../src/client/elements/words/Phrasing.ts"

const english = (say: Phrasing): Words => ({ ...en(say), ...enRoom(say) })
const catalogues: Readonly<Record<Language, (say: Phrasing) => Words>> = { en: english, de, fr, es, ar, ja }
const others = languages.filter((language) => language !== "en")

type Sentence = string | ((...values: ReadonlyArray<number>) => string)

/** Every sentence of a catalogue by its path. Lists count by their length. */
const sentencesOf = (words: object, path = ""): ReadonlyMap<string, Sentence> =>
  new Map(
    Object.entries(words).flatMap(([key, value]: [string, Sentence | object]) =>
      typeof value === "object" ? [...sentencesOf(value, `${path}${key}.`)] : [[`${path}${key}`, value] as const]
    )
  )

/** Latin figures, so that those of all languages compare. */
const withLatinDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))

/** A sentence about these values. Names are given as numbers too, which a template takes as well. */
const spoken = (sentence: Sentence, values: ReadonlyArray<number>): string =>
  withLatinDigits(typeof sentence === "string" ? sentence : sentence(...values.slice(0, sentence.length)))

const source = sentencesOf(english(phrasing("en")))

describe("catalogues", () => {
  for (const language of others) {
    const sentences = sentencesOf(catalogues[language](phrasing(language)))

    it(`says in ${language} everything that English says, and nothing else`, () => {
      assert.deepStrictEqual([...sentences.keys()].toSorted(), [...source.keys()].toSorted())
    })

    it(`leaves nothing in ${language} in English or empty`, () => {
      // Some words are the same in French.
      const same = [...sentences].filter(
        ([path, sentence]) =>
          typeof sentence === "string" && sentence === source.get(path) && /\p{L}{2}/u.test(sentence)
      )

      assert.deepStrictEqual(
        same.map(([path]) => path),
        language === "fr" ? ["pageTitles.stages.invited", "room.conversation", "log.label", "composer.label"] : []
      )
      assert.deepStrictEqual(
        [...sentences].filter(([, sentence]) => spoken(sentence, [24, 25, 26]).trim() === ""),
        []
      )
    })

    it(`names in ${language} what English names, as often as it takes`, () => {
      const missing = [...source].flatMap(([path, original]) =>
        [24, 25, 26]
          .map(String)
          .filter((value) => spoken(original, [24, 25, 26]).includes(value))
          .filter((value) => !spoken(sentences.get(path) ?? "", [24, 25, 26]).includes(value))
          .map((value) => `${path} without ${value}`)
      )

      assert.deepStrictEqual(missing, [])
    })

    it(`takes in ${language} what English takes`, () => {
      const arity = (sentence: Sentence | undefined): number => (typeof sentence === "function" ? sentence.length : 0)

      assert.deepStrictEqual(
        [...source].filter(([path, original]) => arity(sentences.get(path)) !== arity(original)).map(([path]) => path),
        []
      )
    })

    it(`keeps in ${language} to the voice: no exclamation marks, nothing undefined`, () => {
      assert.deepStrictEqual(
        [...sentences].filter(([, sentence]) => /[!¡!]|undefined|NaN/.test(spoken(sentence, [24, 25, 26]))),
        []
      )
    })
  }

  for (const language of languages) {
    it(`has every plural form of ${language}`, () => {
      const asked: Array<PluralForms> = []
      const say: Phrasing = {
        ...phrasing(language),
        plural: (_count, forms) => {
          asked.push(forms)
          return forms.other
        }
      }
      for (const sentence of sentencesOf(catalogues[language](say)).values()) spoken(sentence, [24, 25, 26])

      // French and Spanish have a form for whole millions, which nothing here is counted in; `other` serves.
      const needed = new Intl.PluralRules(language)
        .resolvedOptions()
        .pluralCategories.filter((category) => language === "ar" || category !== "many")
      for (const forms of asked) assert.includeMembers(Object.keys(forms), needed)
      // Japanese has one form for every count.
      assert.strictEqual(asked.length > 0, language !== "ja")
    })
  }

  it("counts in Arabic by its six forms", () => {
    const { fresh } = ar(phrasing("ar")).log

    assert.deepStrictEqual([1, 2, 3, 11, 100].map(fresh).map(withLatinDigits), [
      "رسالة جديدة",
      "رسالتان جديدتان",
      "3 رسائل جديدة",
      "11 رسالة جديدة",
      "100 رسالة جديدة"
    ])
  })

  it("has no sentence that no screen shows", () => {
    const code = globSync("src/client/{elements,controllers}/**/*.ts")
      .filter((file) => !languages.some((language) => new RegExp(`words/${language}(Room)?\\.ts$`).test(file)))
      .map((file) => readFileSync(file, "utf8"))
    // Tables that are indexed (`words().end[reason]`) are held complete by their types; their own name counts.
    const tables = ["pageTitles.stages", "paste.repairs", "link", "end", "wait"]
    /** Some file reads the section, and the key: as a member, unpacked, or by its name. */
    const isUsed = (path: string): boolean => {
      const parts = (tables.find((name) => path.startsWith(`${name}.`)) ?? path.replace(/\.\d+$/, "")).split(".")
      return code.some((text) => parts.every((part) => new RegExp(`[.{,]\\s*${part}\\b|"${part}"`).test(text)))
    }

    assert.deepStrictEqual(
      [...source.keys()].filter((path) => !isUsed(path)),
      []
    )
    assert.isFalse(isUsed("room.planted"))
  })
})

describe("what is between the words", () => {
  it("is figures, times and lengths of time in the manner of the language", () => {
    const { number, duration, within, percent, clock } = phrasing("de")

    assert.deepStrictEqual(
      [number(12_345), duration(604_800_000), within(12_000), percent(0.419), clock(3_661_000)],
      ["12.345", "7 Tage", "in 12 Sekunden", "41\u00a0%", "1:01:01"]
    )
  })

  it("is written as in the person's own region", () => {
    const noon = Date.UTC(2026, 10, 25, 15, 4)
    const british = phrasing("en", regionalTag("en", ["de-AT", "en-GB"])).time(noon)
    const american = phrasing("en", regionalTag("en", ["en-US"])).time(noon)

    assert.notInclude(british, "M")
    assert.include(american, "PM")
  })

  it("isolates a name of the other direction, and leaves others as they are", () => {
    assert.strictEqual(phrasing("en").isolate("otter"), "otter")
    assert.strictEqual(phrasing("en").isolate("نور"), "\u2068نور\u2069")
    assert.strictEqual(phrasing("ar").isolate("otter"), "\u2068otter\u2069")
  })

  it("is in the first language of the browser that we speak, else in English", () => {
    assert.deepStrictEqual([["pt-BR", "fr-CA", "de"], ["de-AT"], ["AR"], ["arn", "zh"], []].map(preferredLanguage), [
      "fr",
      "de",
      "ar",
      "en",
      "en"
    ])
  })
})

describe("elements", () => {
  const files = globSync("src/client/elements/*.ts").map((file) => ({ file, text: readFileSync(file, "utf8") }))

  it("follow the page's language wherever they show words", () => {
    const deaf = files.filter(
      ({ text }) =>
        text.includes("extends LitElement") &&
        /from "\.\/words\/\w+\.ts"|nameField\(/.test(text) &&
        !text.includes("new LanguageController(this)")
    )

    assert.isAbove(files.length, 15)
    assert.deepStrictEqual(
      deaf.map(({ file }) => file),
      []
    )
  })

  it("have no words of their own", () => {
    // Text between tags, or in an attribute that is read out, that begins with a letter.
    const own = files.flatMap(({ file, text }) =>
      [
        ...text.matchAll(
          /(?:>|\b(?:aria-label|placeholder|title|alt)=")\s*([A-Z][a-z]+(?: [^<>{}"$;()]*)?)(?=<|"|\$\{)/g
        )
      ].map(([, found = ""]) => `${file}: ${found.trim()}`)
    )

    // The product's name.
    assert.deepStrictEqual(
      own.filter((line) => !line.endsWith(": Pug")),
      []
    )
  })
})
