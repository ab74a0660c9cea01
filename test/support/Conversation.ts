/**
 * A whole conversation of headless clients, with everything in it that somebody may want to know.
 */
import { Effect } from "effect"
import { formatRoomLink, RoomClient } from "../../src/client/index.ts"
import { identifierBytes } from "../../src/protocol/Identifiers.ts"
import type { Secret } from "./secretSearch.ts"
import { probe } from "./SessionProbe.ts"

/** What is said, and the names of who says it. */
export const words = [
  "the second draft is in the blue folder",
  "Zürich — tomorrow, 7 o’clock",
  "Wilhelmina",
  "Bartholomew"
]

/** What they have agreed on besides the link, and what one of them types first. */
const password = "vier Wörter, leise gesagt"
const wrongPassword = "drei Wörter, laut gesagt"

/** Create, join with a wrong password and the right one, talk, rotate, join by the new link, lock, kick, purge; returns every secret there was, and every identifier. */
export const conversation = Effect.gen(function* () {
  const [first = "", second = "", creatorName = "", guestName = ""] = words
  const rooms = yield* RoomClient
  const room = yield* rooms.create({ ttlSeconds: 600, capacity: 3, needsPassword: true })
  const creatorSession = yield* rooms.join({ ...room, name: creatorName, password })
  const creator = yield* probe(creatorSession)
  yield* creator.next("Joined")
  const guestSession = yield* rooms.join({ link: room.link, name: guestName, password: wrongPassword })
  const guest = yield* probe(guestSession)
  yield* guest.next("PasswordDoubted")
  yield* guestSession.usePassword(password)
  yield* guest.next("MemberChanged", ({ member }) => member.name === creatorName)

  yield* guestSession.send(first)
  yield* creator.next("Message", ({ body }) => body === first)
  yield* creatorSession.rotate
  yield* guest.next("LinkChanged", ({ link }) => link !== undefined)
  const rotated = yield* guestSession.link
  const late = yield* probe(yield* rooms.join({ link: rotated, password }))
  yield* late.next("Joined")
  yield* creatorSession.send(second)
  yield* late.next("Message", ({ body }) => body === second)
  yield* creatorSession.lock(true)
  const { member } = yield* creator.next("MemberJoined", ({ member }) => !member.isSelf && member.name !== guestName)
  yield* creatorSession.kick(member.connectionId)
  yield* late.next("Ended", ({ reason }) => reason === "kicked")
  yield* creatorSession.purge
  yield* guest.next("Ended", ({ reason }) => reason === "purged")

  const secrets: ReadonlyArray<Secret> = [
    ...words.map((text) => ({ name: text, bytes: new TextEncoder().encode(text) })),
    { name: "the password", bytes: new TextEncoder().encode(password) },
    { name: "the wrong password", bytes: new TextEncoder().encode(wrongPassword) },
    { name: "the key", bytes: room.link.key },
    { name: "the room secret", bytes: room.link.secret },
    { name: "the rotated secret", bytes: rotated.secret },
    { name: "the creator capability", bytes: room.creatorCapability },
    { name: "the link", bytes: new TextEncoder().encode(formatRoomLink(room.link).split("#")[1]) }
  ]
  // What the relay has to know while the room lives, and is to tell nobody.
  const identifiers: ReadonlyArray<Secret> = [
    { name: "the room", bytes: new TextEncoder().encode(room.link.roomId) },
    { name: "the room's bytes", bytes: identifierBytes(room.link.roomId) },
    { name: "a connection", bytes: new TextEncoder().encode(member.connectionId) },
    { name: "a connection's bytes", bytes: identifierBytes(member.connectionId) }
  ]
  return { secrets, identifiers }
})
