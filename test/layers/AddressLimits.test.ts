/**
 * The limits of one address as its people meet them, over real sockets: the answers, their headers and codes, whose
 * address counts behind a proxy, and that no answer says whether a room is there.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { once } from "node:events"
import { WebSocket } from "ws"
import { encodeClientFrame, type Join } from "../../src/protocol/ClientFrame.ts"
import { RoomId } from "../../src/protocol/Identifiers.ts"
import { busyRetrySeconds, subprotocol } from "../../src/protocol/Limits.ts"
import { RoomRegistry } from "../../src/services/RoomRegistry.ts"
import { defaultSettings, type RelaySettings } from "../../src/services/RelayConfig.ts"
import * as HttpRelay from "../support/HttpRelay.ts"
import { HttpAddress, post } from "../support/HttpRelay.ts"
import { makeSecrets } from "../support/RoomSecrets.ts"

const digest = Buffer.alloc(32).toString("base64url")

const relayWith = (perAddress: Partial<RelaySettings["perAddress"]>, settings: Partial<RelaySettings> = {}) =>
  Effect.provide(
    HttpRelay.layer({ settings: { ...settings, perAddress: { ...defaultSettings.perAddress, ...perAddress } } })
  )

const askForChallenge = (forwardedFor?: string) =>
  post(
    "/api/challenge",
    { paramsDigest: digest },
    forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor }
  )

/** How a handshake ends: the open socket, or the refusal. */
const openFrom = Effect.fnUntraced(function* (localAddress: string) {
  const { port } = new URL(yield* HttpAddress)
  const client = yield* Effect.acquireRelease(
    Effect.sync(() => new WebSocket(`ws://127.0.0.1:${port}/ws`, subprotocol, { localAddress })),
    (client) => Effect.sync(() => client.terminate())
  )
  // A refused handshake is an error too, which the status says better.
  client.on("error", () => {})
  const closed = new Promise<{ readonly code: number; readonly reason: string }>((resolve) =>
    client.once("close", (code, reason) => resolve({ code, reason: String(reason) }))
  )
  const answer = yield* Effect.callback<{ readonly status: number; readonly retryAfter?: string | undefined }>(
    (resume) => {
      client.once("open", () => resume(Effect.succeed({ status: 101 })))
      client.once("unexpected-response", (_request, { headers, statusCode = 0 }) =>
        resume(Effect.succeed({ status: statusCode, retryAfter: headers["retry-after"] }))
      )
    }
  )
  return { client, ...answer, closed: Effect.promise(() => closed) }
})

const open = openFrom("127.0.0.1")

const closeOf = Effect.fnUntraced(function* (join: Join) {
  const { client, closed } = yield* open
  client.send(encodeClientFrame(join))
  return yield* closed
})

describe("one address that asks over HTTP", () => {
  it.effect("is answered 429 past its challenges, with the seconds to wait in the header and in the body", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* askForChallenge()).status, 200)
      assert.strictEqual((yield* askForChallenge()).status, 200)
      const refused = yield* askForChallenge()

      assert.strictEqual(refused.status, 429)
      assert.deepInclude(refused.json, { code: "too-many-requests", status: 429, retryAfterSeconds: 30 })
      assert.strictEqual(refused.headers.get("retry-after"), "30")
      assert.match(refused.headers.get("content-type") ?? "", /^application\/problem\+json/)
    }).pipe(relayWith({ challengesPerMinute: 2 }))
  )

  it.effect("is answered 429 past its rooms, whatever its work is worth, and the relay makes none", () =>
    Effect.gen(function* () {
      const verifier = digest
      const wish = { token: "A".repeat(120), nonce: 0, ttlSeconds: 60, capacity: 2 }
      const create = post("/api/rooms", { ...wish, joinVerifier: verifier, creatorVerifier: verifier })

      assert.strictEqual((yield* create).json["code"], "challenge-forged")
      assert.strictEqual((yield* create).json["code"], "too-many-requests")
    }).pipe(relayWith({ roomsPerMinute: 1 }))
  )

  it.effect("is told when to come back to a relay that is busy", () =>
    Effect.gen(function* () {
      yield* (yield* RoomRegistry).create(makeSecrets().parameters())
      const wish = { token: "A".repeat(120), nonce: 0, ttlSeconds: 60, capacity: 2 }
      const busy = yield* post("/api/rooms", { ...wish, joinVerifier: digest, creatorVerifier: digest })

      assert.strictEqual(busy.status, 503)
      assert.strictEqual(busy.headers.get("retry-after"), String(busyRetrySeconds))
    }).pipe(relayWith({}, { maxRooms: 1 }))
  )
})

describe("behind a proxy", () => {
  it.effect("each address counts for itself once the proxy is trusted, however the header is padded", () =>
    Effect.gen(function* () {
      const statuses = yield* Effect.forEach(
        ["198.51.100.7", "198.51.100.8", "203.0.113.1, 198.51.100.7", "2001:db8::1", "2001:db8::2"],
        (header) => Effect.map(askForChallenge(header), ({ status }) => status)
      )

      assert.deepStrictEqual(statuses, [200, 200, 429, 200, 429])
    }).pipe(relayWith({ challengesPerMinute: 1 }, { trustedProxies: ["127.0.0.1", "::1"] }))
  )

  it.effect("a header changes nothing while no proxy is trusted", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* askForChallenge("198.51.100.7")).status, 200)
      assert.strictEqual((yield* askForChallenge("198.51.100.8")).status, 429)
    }).pipe(relayWith({ challengesPerMinute: 1 }))
  )
})

describe("one address that opens WebSockets", () => {
  it.live("is refused before the handshake when it opens them too fast", () =>
    Effect.gen(function* () {
      const statuses = yield* Effect.forEach([1, 2, 3], () => open)

      assert.deepStrictEqual(
        statuses.map(({ status }) => status),
        [101, 101, 429]
      )
      assert.include(["29", "30"], statuses[2]?.retryAfter)
    }).pipe(Effect.scoped, relayWith({ connectionsPerMinute: 2 }))
  )

  it.live("is told by a close code when it holds too many, and may open another when one has gone", () =>
    Effect.gen(function* () {
      const [first] = [yield* open, yield* open]
      const third = yield* open

      assert.deepStrictEqual(yield* third.closed, { code: 4208, reason: "too-many" })
      first.client.close()
      yield* first.closed
      const fourth = yield* open
      fourth.client.send(`{"_tag":"Ping"}`)
      const [answer] = yield* Effect.promise(() => once(fourth.client, "message"))
      assert.strictEqual(String(answer), `{"_tag":"Pong"}`)
    }).pipe(Effect.scoped, relayWith({ connections: 2 }))
  )

  it.live("cannot take all places that wait to join", () =>
    Effect.gen(function* () {
      assert.isBelow(defaultSettings.perAddress.connections, defaultSettings.maxPreJoinConnections / 2)
      const held = yield* Effect.forEach(Array.from({ length: 8 }), () => open)
      const codes = yield* Effect.forEach(held.slice(4), ({ closed }) => Effect.map(closed, ({ code }) => code))

      assert.deepStrictEqual(codes, [4208, 4208, 4208, 4208])
      assert.deepStrictEqual(
        held.slice(0, 4).map(({ client }) => client.readyState),
        [1, 1, 1, 1]
      )
      const secrets = makeSecrets()
      const { roomId } = yield* (yield* RoomRegistry).create(secrets.parameters())
      const { client } = yield* openFrom("127.0.0.2")
      client.send(encodeClientFrame(secrets.creatorJoin(roomId)))
      const [answer] = yield* Effect.promise(() => once(client, "message"))
      assert.include(String(answer), `"_tag":"Joined"`)
    }).pipe(Effect.scoped, relayWith({ connections: 4 }, { maxPreJoinConnections: 5 }))
  )
})

describe("one address that fails to join", () => {
  it.live("is refused past its limit before any room is looked at: the same for all rooms and proofs", () =>
    Effect.gen(function* () {
      const [room, other] = [makeSecrets(), makeSecrets()]
      const { roomId } = yield* (yield* RoomRegistry).create(room.parameters())
      const unknown = RoomId.make("A".repeat(22))
      const right = room.creatorJoin(roomId)

      const codes = yield* Effect.forEach(
        [other.guestJoin(roomId), other.guestJoin(unknown), other.guestJoin(roomId), other.guestJoin(unknown), right],
        (join) => Effect.map(closeOf(join), ({ code }) => code)
      )

      assert.deepStrictEqual(codes, [4102, 4102, 4208, 4208, 4208])
    }).pipe(Effect.scoped, relayWith({ failedJoinsPerMinute: 2 }, { powBits: 1 }))
  )
})
