/**
 * What a messenger gets that looks at a link to show a preview: a card that is the same for every room, and no seat.
 *
 * Such a robot asks for the page without the fragment, from an address of its own, and runs no script.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { RoomRegistry } from "../../src/services/RoomRegistry.ts"
import * as HttpRelay from "../support/HttpRelay.ts"
import { fetchFrom } from "../support/HttpRelay.ts"
import { makeRoom } from "../support/RegistryRoom.ts"

/** What the page says of itself, as `name content` or `property content`. */
const cardOf = (html: string): ReadonlyArray<string> =>
  [...html.matchAll(/<meta (?:name|property)="([^"]+)" content="([^"]*)"[^>]*>/g)].map(
    ([, name, content]) => `${name} ${content}`
  )

const imageOf = (html: string): string => /property="og:image" content="([^"]+)"/.exec(html)?.[1] ?? ""

const robots = [
  "WhatsApp/2.24",
  "TelegramBot (like TwitterBot)",
  "Slackbot-LinkExpanding 1.0",
  "facebookexternalhit/1.1"
]

describe("the preview of a link", () => {
  it.effect("has title, words and picture without a script, and none of them is of the room", () =>
    Effect.gen(function* () {
      const [one, other] = [yield* makeRoom(), yield* makeRoom()]
      const page = yield* fetchFrom(`/r/${one.roomId}`)

      assert.includeMembers(
        [...cardOf(page.text)],
        [
          "og:title A room that forgets",
          "og:description Encrypted rooms for one conversation. When it ends, nothing is left.",
          "og:image /icon-maskable-512.png"
        ]
      )
      assert.strictEqual(page.text, (yield* fetchFrom(`/r/${other.roomId}`)).text)
      assert.notInclude(page.text, one.roomId)
      assert.notMatch(page.text, /og:url|canonical/)
    }).pipe(Effect.provide(HttpRelay.layer()))
  )

  it.effect("has a picture that is there", () =>
    Effect.gen(function* () {
      const picture = yield* fetchFrom(imageOf((yield* fetchFrom("/r/x")).text))

      assert.strictEqual(picture.status, 200)
      assert.strictEqual(picture.headers.get("content-type"), "image/png")
    }).pipe(Effect.provide(HttpRelay.layer()))
  )

  it.effect("names the picture by the relay's public address, where it is known", () =>
    Effect.gen(function* () {
      const image = imageOf((yield* fetchFrom("/chat/r/x")).text)

      assert.strictEqual(image, "https://pug.example/chat/icon-maskable-512.png")
      assert.strictEqual((yield* fetchFrom(new URL(image).pathname)).status, 200)
    }).pipe(Effect.provide(HttpRelay.layer({ settings: { publicUrl: "https://pug.example/chat" } })))
  )

  it.effect("takes no seat and uses nothing up, whoever asks for it and how often", () =>
    Effect.gen(function* () {
      const registry = yield* RoomRegistry
      const room = yield* makeRoom({ capacity: 2 })

      for (const agent of robots) {
        for (const method of ["HEAD", "GET", "GET"]) {
          const answer = yield* fetchFrom(`/r/${room.roomId}`, { method, headers: { "user-agent": agent } })
          assert.strictEqual(answer.status, 200, `${method} by ${agent}`)
        }
      }

      assert.deepStrictEqual(yield* registry.count, { rooms: 1, members: 0 })
      yield* room.creator()
      yield* room.guest()
      assert.deepStrictEqual(yield* registry.count, { rooms: 1, members: 2 })
    }).pipe(Effect.provide(HttpRelay.layer()))
  )
})
