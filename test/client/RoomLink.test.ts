/** The link as text and back, for every room. Its vectors are in test/vectors/link.json. */
import { assert, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import { formatRoomLink, parseRoomLink } from "../../src/client/RoomLink.ts"
import { roomIdOf } from "../../src/protocol/Identifiers.ts"

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

const roomLink = fc.record(
  {
    relayUrl: fc.constantFrom(
      "https://pug.example",
      "http://localhost:3000",
      "https://pug.example/a/b",
      "http://[::1]:8080/r"
    ),
    roomId: bytes(16).map(roomIdOf),
    key: bytes(32),
    secret: bytes(16),
    needsPassword: fc.constant(true)
  },
  { requiredKeys: ["relayUrl", "roomId", "key", "secret"] }
)

it("reads every link that it writes", () => {
  fc.assert(
    fc.property(roomLink, (link) => {
      assert.deepStrictEqual(Result.getOrThrow(parseRoomLink(formatRoomLink(link))), link)
    })
  )
})

it("ends every link in a letter or digit, so that no mail program eats its end", () => {
  fc.assert(
    fc.property(roomLink, (link) => {
      assert.match(formatRoomLink(link), /[A-Za-z0-9]$/)
    })
  )
})

it("reads or refuses any text, and never throws", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.webUrl({ withFragments: true })), (text) => {
      assert.isTrue(Result.isFailure(parseRoomLink(text)))
    })
  )
})

it("says nothing of the link in a refusal", () => {
  const refused = parseRoomLink("https://pug.example/r/AAAAAAAAAAAAAAAAAAAAAA#k=secretsecret&s=secret")

  assert.isFalse(JSON.stringify(Result.merge(refused)).includes("secretsecret"))
})
