/**
 * Which parts a message is read into, and that nobody can make reading it dangerous or slow.
 */
import { assert, describe, it } from "@effect/vitest"
import { client } from "../../src/protocol/Limits.ts"
import { type MessagePart, partsOf } from "../../src/client/MessageText.ts"

/** Parts in short: `text`, `[link]`, `{code}`, `{{block}}`, `*bold*`. */
const inShort = (parts: ReadonlyArray<MessagePart>): string =>
  parts
    .map((part) => {
      switch (part._tag) {
        case "Text":
          return part.text
        case "Code":
          return part.isBlock ? `{{${part.text}}}` : `{${part.text}}`
        case "Bold":
          return `*${inShort(part.parts)}*`
        case "Link":
          return `[${part.text}]`
      }
    })
    .join("")

const table: Readonly<Record<string, string>> = {
  "": "",
  "plain text": "plain text",
  "see https://pug.example/a?b=c#d now": "see [https://pug.example/a?b=c#d] now",
  "http://pug.example": "[http://pug.example]",
  "HTTPS://PUG.EXAMPLE": "[HTTPS://PUG.EXAMPLE]",
  "https://pug.example.": "[https://pug.example].",
  "https://pug.example/a, and": "[https://pug.example/a], and",
  "really https://pug.example/?!…": "really [https://pug.example/]?!…",
  "(https://pug.example/a)": "([https://pug.example/a])",
  "(see https://pug.example/a_(b)).": "(see [https://pug.example/a_(b)]).",
  "https://pug.example/a_(b)": "[https://pug.example/a_(b)]",
  "“https://pug.example”": "“[https://pug.example]”",
  "<https://pug.example>": "<[https://pug.example]>",
  "見てhttps://pug.example/日本。次": "見て[https://pug.example/日本]。次",
  "https://a.example\nhttps://b.example": "[https://a.example]\n[https://b.example]",
  "http://[::1]:3000/": "[http://[::1]:3000/]",
  // A scheme of its own word only, and nothing but the web's.
  "xhttps://pug.example": "xhttps://pug.example",
  "javascript:alert(1)": "javascript:alert(1)",
  "data:text/html,x ftp://a.example": "data:text/html,x ftp://a.example",
  "www.pug.example readme.md": "www.pug.example readme.md",
  "https:// https://?": "https:// https://?",
  // What stands before an @ looks like a host and is none.
  "https://bank.example@evil.example/": "https://bank.example@evil.example/",
  "https://a:b@evil.example/": "https://a:b@evil.example/",
  // A mark of direction ends a link.
  "https://pug.example/\u202egnp.exe": "[https://pug.example/]\u202egnp.exe",
  "https://pug.example/\u200fa\u2066": "[https://pug.example/]\u200fa\u2066",
  "run `npm ci` now": "run {npm ci} now",
  "`https://pug.example` `**a**`": "{https://pug.example} {**a**}",
  "` ` `` `a\nb`": "` ` `` `a\nb`",
  "one\n```\na\n  b\n```\ntwo": "one{{a\n  b}}two",
  "```a``` ``` ```": "{{a}} ``` ```",
  "a **b c** d": "a *b c* d",
  "**https://pug.example/a.**": "*[https://pug.example/a].*",
  "**a `b`**": "*a {b}*",
  "2 ** 3 ** 4 **** **a": "2 ** 3 ** 4 **** **a",
  "*a* _b_ # c": "*a* _b_ # c"
}

describe("partsOf", () => {
  for (const [body, expected] of Object.entries(table)) {
    it(`reads ${JSON.stringify(body)}`, () => {
      assert.strictEqual(inShort(partsOf(body)), expected)
    })
  }

  it("makes no link of what does not lead where it seems to", () => {
    const links = ["https://bank.example@evil.example/", "javascript:alert(1)", "https://pug.example/\u202egnp.exe"]
      .flatMap(partsOf)
      .flatMap((part) => (part._tag === "Link" ? [part.href] : []))

    assert.deepStrictEqual(links, ["https://pug.example/"])
  })

  it("leads where the text says", () => {
    assert.deepStrictEqual(partsOf("HTTPS://pug.example/ä b"), [
      { _tag: "Link", text: "HTTPS://pug.example/ä", href: "https://pug.example/%C3%A4" },
      { _tag: "Text", text: " b" }
    ])
  })

  /** Reading what is quadratic takes minutes here, so it runs out of its time; all of it takes a second. */
  it("reads twelve of the largest messages at once, whatever they are made of", { timeout: 20_000 }, () => {
    const size = 12 * client.maxPlaintextBytes
    const pieces = [
      "`",
      "*",
      "**a ",
      "`a ",
      "```",
      "```a ",
      "https://",
      "https://a.b/)",
      ")",
      "(",
      "\n",
      " ",
      "``` ",
      "[",
      "**a*"
    ]

    const lengths = pieces.flatMap((piece) => {
      const text = piece.repeat(size / piece.length)
      return [text, `https://a.example/${text}`, `\`\`\`${text}`, `**${text}`].map((body) => partsOf(body).length)
    })

    assert.isAtLeast(Math.min(...lengths), 1)
  })
})
