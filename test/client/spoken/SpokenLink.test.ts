/**
 * The link in words: written and read alike, every wrong word found in its line, and typing as people do it.
 */
import { createHash } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import { formatRoomLink, linkBytes, linkOfBytes, parseRoomLink } from "../../../src/client/RoomLink.ts"
import { crc13, lineOf, lineRemainder } from "../../../src/client/spoken/lineCheck.ts"
import {
  readSpoken,
  speak,
  speakLink,
  type SpokenReading,
  withSuggestion
} from "../../../src/client/spoken/SpokenLink.ts"
import { wordList } from "../../../src/client/spoken/wordList.ts"
import { roomIdOf } from "../../../src/protocol/Identifiers.ts"

const relayUrl = "https://pug.example"
const text =
  "https://pug.example/r/hVgRmJShleaf7EpRo7imow#k=nFxEY5PCqRRVJJYo2kHkgqy5FLpcDp4FgsNguyaBpu8&s=cl6Mq_vo5L7oh5gXFCIvcw"
const lines = speak(linkBytes(Result.getOrThrow(parseRoomLink(text))))
const typed = lines.map((line) => line.join(" ")).join("\n")

const guarded = speak(linkBytes(Result.getOrThrow(parseRoomLink(text))), true)

const read = (words: string): SpokenReading => readSpoken(words)
const linkIn = (words: string): string | undefined => {
  const { bytes } = read(words)
  return bytes === undefined ? undefined : formatRoomLink(linkOfBytes(bytes, relayUrl))
}
/** The lines with one word of one line changed. */
const changed = (line: number, place: number, word: string): string =>
  lines.map((words, index) => (index === line ? words.with(place, word) : words).join(" ")).join("\n")

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const anyLink = fc.record(
  {
    relayUrl: fc.constant(relayUrl),
    roomId: bytes(16).map(roomIdOf),
    key: bytes(32),
    secret: bytes(16),
    needsPassword: fc.constant(true)
  },
  { requiredKeys: ["relayUrl", "roomId", "key", "secret"] }
)

describe("the word list", () => {
  it("is that of BIP 39, byte by byte", () => {
    const digest = createHash("sha256")
      .update(`${wordList.join("\n")}\n`)
      .digest("hex")

    assert.strictEqual(digest, "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda")
  })
})

describe("the check of a line", () => {
  it("is CRC-13/BBC when it starts at 0", () => {
    assert.strictEqual(crc13(new TextEncoder().encode("123456789"), 0), 0x04fa)
  })

  it("finds every single wrong word, and every line in the place of another", () => {
    fc.assert(
      fc.property(bytes(8), fc.integer({ min: 1, max: 16 }), (data, number) => {
        const words = lineOf(data, number)
        assert.strictEqual(lineRemainder(words, number), 0)
        for (let other = 1; other <= 16; other += 1) {
          if (other !== number) assert.notStrictEqual(lineRemainder(words, other), 0)
        }
        for (const place of words.keys()) {
          for (let word = 0; word < wordList.length; word += 1) {
            if (word !== words[place]) assert.notStrictEqual(lineRemainder(words.with(place, word), number), 0)
          }
        }
      }),
      { numRuns: 3 }
    )
  })
})

describe("a spoken link", () => {
  it("is eight lines of seven words", () => {
    assert.deepStrictEqual(
      lines.map((line) => line.length),
      Array.from({ length: 8 }, () => 7)
    )
  })

  it("is read as the link that was spoken, for every link", () => {
    fc.assert(
      fc.property(anyLink, (link) => {
        const spoken = speak(linkBytes(link), link.needsPassword)
        assert.deepStrictEqual(speakLink(formatRoomLink(link)), spoken)
        const { bytes = new Uint8Array(), needsPassword } = readSpoken(spoken.flat().join(" "))
        assert.deepStrictEqual(linkOfBytes(bytes, relayUrl, needsPassword), link)
      })
    )
  })

  it.each<readonly [string, (words: string) => string]>([
    ["in one row", (words) => words.replaceAll("\n", " ")],
    ["with capitals", (words) => words.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase())],
    ["with accents", (words) => words.replaceAll("e", "é").replaceAll("o", "ö")],
    ["with numbers before the lines", (words) => words.replaceAll(/^/gm, "3. ")],
    ["with commas, full stops and hyphens", (words) => words.replaceAll(" ", "-").replaceAll("\n", ", ") + "."],
    ["with too many spaces and empty lines", (words) => words.replaceAll(" ", "   ").replaceAll("\n", "\n\n")],
    ["by the first four letters", (words) => words.replaceAll(/\b(\w{4})\w*/g, "$1")],
    ["with endings of a keyboard", (words) => words.replaceAll(/\b\w{5,}/g, "$&ing")]
  ])("is read %s", (_, type) => {
    assert.strictEqual(linkIn(type(typed)), text)
  })

  it("is read line by line while it is typed", () => {
    const { lines: states } = read(`${lines[0]?.join(" ")}\n${lines[1]?.slice(0, 3).join(" ")}`)

    assert.deepStrictEqual(states, [{ _tag: "Right" }, { _tag: "Unfinished", count: 3 }])
  })

  it("says from its first line on that a password is needed, where one is", () => {
    const [first = []] = guarded

    assert.deepStrictEqual(readSpoken(first.join(" ")).lines, [{ _tag: "Right" }])
    assert.isTrue(readSpoken(first.join(" ")).needsPassword)
    assert.isFalse(readSpoken(lines[0]?.join(" ") ?? "").needsPassword)
  })

  it("finds a slip in a link that needs a password, and suggests what makes it whole", () => {
    const typed = guarded.map((words, index) => (index === 4 ? words.with(2, `${words[2]?.slice(0, 3)}zzz`) : words))
    const text = typed.map((words) => words.join(" ")).join("\n")
    const { lines, needsPassword } = readSpoken(text)
    const wrong = lines[4]

    assert.isTrue(needsPassword)
    assert.strictEqual(lines.filter(({ _tag }) => _tag === "Right").length, 7)
    const repaired = wrong?._tag === "Wrong" ? wrong.suggestions.map((each) => withSuggestion(text, 4, each)) : []
    assert.include(repaired, guarded.map((words) => words.join(" ")).join("\n"))
  })

  it("is not mixed of lines with and without a password", () => {
    const mixed = [...lines.slice(0, 3), ...guarded.slice(3)]

    assert.isUndefined(readSpoken(mixed.map((words) => words.join(" ")).join("\n")).bytes)
  })

  it("does not mind a last word that is not finished", () => {
    assert.deepStrictEqual(read("abandon abi").lines, [{ _tag: "Unfinished", count: 2 }])
  })
})

it("is made of a link only", () => {
  assert.deepStrictEqual(speakLink("https://pug.example/r/hVgRmJShleaf7EpRo7imow"), [])
})

describe("a slip", () => {
  it("is found in its line, and the word that was meant is suggested", () => {
    const meant = lines[2]?.[4] ?? ""
    const slip = wordList.find(
      (word) => word !== meant && word[0] === meant[0] && word.slice(1, 3) === meant.slice(1, 3)
    )
    const words = changed(2, 4, slip ?? "")
    const line = read(words).lines[2]

    assert.strictEqual(read(words).bytes, undefined)
    assert.strictEqual(line?._tag, "Wrong")
    assert.deepStrictEqual(
      read(words).lines.map(({ _tag }) => _tag),
      lines.map((_, index) => (index === 2 ? "Wrong" : "Right"))
    )
  })

  it("of any letter is made good by the first suggestion, or by one of three", () => {
    let first = 0
    let tried = 0
    for (const [place, word] of lines.flat().entries()) {
      const slip = `${word.slice(0, 1)}${word[1] === "q" ? "x" : "q"}${word.slice(2)}`
      const words = changed(Math.floor(place / 7), place % 7, slip)
      const line = read(words).lines[Math.floor(place / 7)]
      assert.strictEqual(line?._tag, "Wrong", slip)
      if (line?._tag !== "Wrong") continue
      const suggested = line.suggestions.map((each) => linkIn(withSuggestion(words, Math.floor(place / 7), each)))
      tried += 1
      assert.include(suggested, text, slip)
      if (suggested[0] === text) first += 1
      assert.strictEqual(line.unknown, slip)
    }
    assert.strictEqual(tried, 56)
    assert.isAtLeast(first, 55)
  })

  it("of two neighbours that have changed places is made good", () => {
    const [a = "", b = ""] = lines[5] ?? []
    const words = changed(5, 0, b).replace(`${b} ${b}`, `${b} ${a}`)
    const line = read(words).lines[5]

    assert.deepStrictEqual(line?._tag === "Wrong" ? line.suggestions[0]?.change : "", `${a} ${b}`)
  })

  it("of a word that is left out is found in its line, also in running text", () => {
    const words = lines.map((line, index) => (index === 3 ? line.toSpliced(2, 1) : line).join(" "))
    const expected = lines.map((_, index) => (index === 3 ? "Miscounted" : "Right"))

    for (const separator of ["\n", " "]) {
      assert.deepStrictEqual(
        read(words.join(separator)).lines.map(({ _tag }) => _tag),
        expected
      )
    }
  })

  it("of two lines that have changed places is found", () => {
    const [first = [], second = [], ...rest] = lines
    const states = read([second, first, ...rest].map((line) => line.join(" ")).join("\n")).lines

    assert.deepStrictEqual(
      states.map(({ _tag }) => _tag),
      ["Wrong", "Wrong", ...rest.map(() => "Right")]
    )
  })

  it("of a word too many at the end is no link", () => {
    const reading = read(`${typed}\nabandon`)

    assert.isTrue(reading.isTooLong)
    assert.isUndefined(reading.bytes)
    assert.deepStrictEqual(read(`${typed} abandon`).lines[7], { _tag: "Miscounted", count: 8 })
    assert.isUndefined(linkIn(`${typed} abandon`))
  })
})

it("knows other text from words of the list", () => {
  assert.isTrue(read("ich komme heute etwas später, wartet nicht").isOtherText)
  assert.isFalse(read(typed).isOtherText)
})
