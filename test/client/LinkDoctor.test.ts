/**
 * The link doctor, by the manglings of test/support/linkManglings.ts one by one, and for any link under any of them in a
 * row: the same link or a named fault, and never another link.
 */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import { examineLink } from "../../src/client/LinkDoctor.ts"
import { formatRoomLink } from "../../src/client/RoomLink.ts"
import { roomIdOf } from "../../src/protocol/Identifiers.ts"
import { faulty, repairable } from "../support/linkManglings.ts"

const link =
  "https://pug.example/r/hVgRmJSh-eaf7EpRo7imow#k=nFxEY5PCqR_VJJYo2kHkgqy5FLpc--4FgsNguyaBpu8&s=cl6Mq_vo5L7oh5gXFCIvcw"

const guarded = link.replace("#k=", "#kp=")

const outcome = (text: string, home?: string): string =>
  Result.match(examineLink(text, home), {
    onSuccess: ({ link }) => formatRoomLink(link),
    onFailure: ({ reason }) => reason
  })

const repairsOf = (text: string, home?: string): ReadonlyArray<string> =>
  Result.getOrThrow(examineLink(text, home)).repairs

describe("a link", () => {
  it.each(repairable)("comes out whole from $name", ({ mangle }) => {
    assert.strictEqual(outcome(mangle(link)), link)
    assert.strictEqual(outcome(mangle(guarded)), guarded)
  })

  it.each(faulty)("is not guessed from $name", ({ mangle, reason }) => {
    assert.strictEqual(outcome(mangle(link)), reason)
    assert.strictEqual(outcome(mangle(guarded)), reason)
  })

  it("says whether it needs a password in one way only", () => {
    const both = guarded.replace("#", `#${new URL(link).hash.slice(1, 47)}`)

    assert.strictEqual(outcome(both), "key-repeated")
    assert.strictEqual(outcome(link.replace("#k=", "#p=")), "key-missing")
  })

  it("comes out whole from what shows nothing, encoded with it", () => {
    const prefixed = link.replace("/r/", "/a/b/r/")
    const hidden = prefixed.replace("/a/b", "/a/\u200B\u00ADb")

    assert.strictEqual(outcome(`${encodeURI(hidden)} it is`), prefixed)
    assert.strictEqual(outcome(`${encodeURI(encodeURI(hidden))} it is`), prefixed)
    assert.strictEqual(outcome(prefixed.replace("/a/b", "/a%0A/b")), "address-broken")
  })

  it("is not taken for the address of the one behind it", () => {
    const glued = encodeURIComponent(`${link.replace("#", "")}\n${link}`)

    assert.strictEqual(outcome(encodeURIComponent(glued)), "several-links")
  })

  it("that is whole needs no repair", () => {
    assert.deepStrictEqual(repairsOf(link), [])
  })

  it("is returned with what was done to it, each once", () => {
    assert.deepStrictEqual(repairsOf(`Come: <${link.replace("&", "&amp;")}&utm_source=x>`), [
      "characters",
      "additions",
      "surroundings"
    ])
    assert.deepStrictEqual(repairsOf(link.replace("#", "\n#").replace("pug", "p\u00ADug")), ["invisible", "breaks"])
  })
})

describe("the relay of the page", () => {
  const home = "https://pug.example"
  const rest = link.slice(home.length)

  it("completes a link that begins at its path or at the room ID", () => {
    assert.strictEqual(outcome(rest, home), link)
    assert.strictEqual(outcome(rest.replace("/r/", ""), home), link)
    assert.strictEqual(outcome(`/chat${rest}`, `${home}/chat`), `${home}/chat${rest}`)
    assert.deepStrictEqual(repairsOf(rest, home), ["address"])
  })

  it("tells how a broken address goes together", () => {
    assert.strictEqual(outcome(link.replace("pug.ex", "pug.ex\n"), home), link)
    assert.strictEqual(outcome(`https://example.org\n${link.replace("https://", "")}`, home), link)
  })

  it("gives a bare host its own scheme", () => {
    assert.strictEqual(outcome(`localhost:3000${rest}`, "http://localhost:3000"), `http://localhost:3000${rest}`)
  })
})

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

/** Random as links are: values of one letter only would look as if their case were lost, or not as if it were. */
const anyLink = fc
  .record({
    relayUrl: fc.constantFrom("https://pug.example", "https://pug.example/a/b", "https://pug.example:8443/r"),
    roomId: bytes(16).map(roomIdOf),
    key: bytes(32),
    secret: bytes(16),
    needsPassword: fc.boolean()
  })
  .map(formatRoomLink)

it("makes of any link, however mangled, the same link or a named fault", () => {
  // A second link with another key is no mangling: once the first is ruined, the second is the link.
  const manglings = [...repairable, ...faulty.filter(({ reason }) => reason !== "several-links")]
  const steps = fc.array(fc.constantFrom(...manglings), { minLength: 1, maxLength: 4 })
  let repaired = 0
  fc.assert(
    fc.property(
      anyLink,
      steps,
      fc.constantFrom(undefined, "https://pug.example", "https://pug.example/a/b"),
      (whole, path, home) => {
        const mangled = path.reduce((text, { mangle }) => mangle(text), whole)
        const result = examineLink(mangled, home)
        if (Result.isFailure(result)) return
        repaired += 1
        assert.strictEqual(formatRoomLink(result.success.link), whole, path.map(({ name }) => name).join(", then "))
      }
    ),
    { numRuns: 2_000 }
  )
  assert.isAbove(repaired, 400)
})

it("never throws", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      assert.isTrue(Result.isFailure(examineLink(text, "https://pug.example")))
    })
  )
})
