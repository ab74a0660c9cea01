/**
 * The promise about logs and metrics in one test: after a whole conversation, refusals of every kind and faults in the
 * host's own code, neither names an address, a room, a connection, a secret, a name or anything that was said.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as WebSocketTransport from "../src/client/layers/WebSocketTransport.ts"
import { layerRoomClient, RoomClient } from "../src/client/index.ts"
import { probe } from "./support/SessionProbe.ts"
import { encodeClientFrame } from "../src/protocol/ClientFrame.ts"
import { RoomId } from "../src/protocol/Identifiers.ts"
import { ScriptedMember } from "../src/testing.ts"
import { conversation } from "./support/Conversation.ts"
import { freePorts } from "./support/FreePorts.ts"
import { closeFrame, openRaw, rawFrame } from "./support/RawWebSocket.ts"
import { type RelayProcess, startRelay } from "./support/RelayProcess.ts"
import { makeSecrets } from "./support/RoomSecrets.ts"
import { findSecrets, type Secret } from "./support/secretSearch.ts"

/** What a client may put wherever it can write. */
const marker = "Rumpelstiltskin-8472"

const json = { "content-type": "application/json" }
const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url")

/** A creation in the right form, by work that nobody asked for. */
const forgedCreation = () => {
  const parameters = makeSecrets().parameters()
  return JSON.stringify({
    ...parameters,
    joinVerifier: base64url(parameters.joinVerifier),
    creatorVerifier: base64url(parameters.creatorVerifier),
    token: "A".repeat(120),
    nonce: 1
  })
}

/** Every request that the API refuses, and the code it is refused with. */
const refusedRequests = (url: string) =>
  Effect.promise(async () => {
    const ask = async (path: string, init: RequestInit) => (await fetch(`${url}${path}`, init)).text()
    const post = (body: string, headers: Record<string, string> = {}) =>
      ask("/api/rooms", { method: "POST", headers: { ...json, ...headers }, body })
    await post(JSON.stringify({ ttlSeconds: marker }))
    await post(marker)
    await post(marker.repeat(1_000))
    await post(forgedCreation())
    await post(forgedCreation(), { "x-fault": marker })
    await post(marker, { "content-type": "text/plain" })
    await ask("/api/rooms", { method: "DELETE" })
    await ask(`/api/${marker}`, { method: "POST", headers: json, body: marker })
    await ask(`/r/${marker}?${marker}`, {})
    await ask(`/${marker}`, { method: "PUT", body: marker })
    await ask("/ws", {})
    return [
      "invalid-body",
      "body-too-large",
      "challenge-forged",
      "internal-error",
      "unsupported-media-type",
      "method-not-allowed",
      "not-found"
    ].map((code) => `pug_api_refusals_total{code="${code}"}`)
  })

const unknownRoom = RoomId.make("A".repeat(22))

/** Connections that the relay ends, each by the name behind it. */
const refusedConnections = Effect.fnUntraced(function* (url: string) {
  const port = Number(new URL(url).port)
  const join = encodeClientFrame(makeSecrets().guestJoin(unknownRoom))
  const scripts: ReadonlyArray<readonly [string, ReadonlyArray<string | Uint8Array>]> = [
    ["bad-frame", [marker]],
    ["bad-frame", [JSON.stringify({ _tag: "Join", roomId: marker })]],
    ["empty-message", [""]],
    ["join-expected", [Buffer.from(marker)]],
    ["join-refused", [join]],
    ["message-too-big", [marker.repeat(250)]],
    ["too-fast", Array.from({ length: 300 }, () => encodeClientFrame({ _tag: "Ping" }))]
  ]
  for (const [reason, messages] of scripts) {
    const member = yield* ScriptedMember.connect(`${url.replace("http", "ws")}/ws`)
    for (const message of messages) yield* member.sendRaw(message)
    assert.strictEqual((yield* member.closed).reason, reason)
  }
  yield* Effect.promise(async () => {
    const faulty = await openRaw(port, "/ws", [`x-fault: ${marker}`, `cookie: session=${marker}`])
    await faulty.send(rawFrame(1, join))
    await faulty.untilClosed()
    const broken = await openRaw(port)
    await broken.send(rawFrame(2, marker, { rsv: 4 }))
    await broken.untilClosed()
    const leaving = await openRaw(port)
    await leaving.send(closeFrame(4_999, marker))
    await leaving.untilClosed()
  })
  return [...scripts.map(([reason]) => reason), "internal-error", "protocol-error", "lost"].map(
    (reason) => `pug_connections_closed_total{reason="${reason}"}`
  )
}, Effect.provide(WebSocketTransport.layer))

/** A room that is reported, and ended by the operator. */
const reportedRoom = Effect.fnUntraced(function* (operatorUrl: string) {
  const rooms = yield* RoomClient
  const room = yield* rooms.create({ ttlSeconds: 600, capacity: 3 })
  const creator = yield* probe(yield* rooms.join({ ...room, name: marker }))
  yield* creator.next("Joined")
  const { status } = yield* Effect.promise(() =>
    fetch(`${operatorUrl}/rooms/end`, {
      method: "POST",
      headers: json,
      body: JSON.stringify({ roomId: room.link.roomId })
    })
  )
  assert.strictEqual(status, 204)
  yield* creator.next("Ended", ({ reason }) => reason === "ended-by-operator")
  return [
    { name: "the reported room", bytes: Buffer.from(room.link.roomId) },
    { name: "its secret", bytes: room.link.secret }
  ]
}, Effect.scoped)

const metricsOf = (operatorUrl: string) => Effect.promise(async () => (await fetch(`${operatorUrl}/metrics`)).text())

const valueOf = (metrics: string, series: string): number =>
  Number(
    metrics
      .split("\n")
      .find((line) => line.startsWith(`${series} `))
      ?.slice(series.length)
  )

/** Throws where nobody catches, and waits for the end. */
const endByFault = (relay: RelayProcess) =>
  Effect.promise(async () => {
    relay.child.kill("SIGUSR2")
    await new Promise((resolve) => relay.child.once("exit", resolve))
    return relay.child.exitCode
  })

/** All there is to read for an operator after a run in which everything has happened. */
const run = Effect.gen(function* () {
  const [operatorPort] = yield* Effect.promise(() => freePorts(1))
  const settings = { PUG_OPERATOR_PORT: String(operatorPort), PUG_TEST_FAULT: marker }
  const relay = yield* Effect.acquireRelease(
    Effect.promise(() => startRelay(settings, "test/support/FaultyHost.ts")),
    (relay) => Effect.promise(() => relay.stop())
  )
  const operatorUrl = `http://127.0.0.1:${operatorPort}`
  const client = layerRoomClient({ relayUrl: relay.url })
  const { secrets, identifiers } = yield* Effect.scoped(conversation).pipe(Effect.provide(client))
  const reported = yield* reportedRoom(operatorUrl).pipe(Effect.provide(client))
  const happened = [
    ...(yield* refusedRequests(relay.url)),
    ...(yield* Effect.scoped(refusedConnections(relay.url))),
    'pug_connections_closed_total{reason="kicked"}',
    'pug_connections_closed_total{reason="purged"}',
    'pug_connections_closed_total{reason="ended-by-operator"}',
    'pug_handshakes_refused_total{status="426"}',
    'pug_defects_total{kind="policy"}'
  ]
  // A peer knows that its connection is over before the relay does.
  const metrics = yield* metricsOf(operatorUrl).pipe(
    Effect.repeat({ until: (text) => happened.every((series) => valueOf(text, series) > 0), times: 100 })
  )
  const exitCode = yield* endByFault(relay)
  // The address in its first line is its own.
  const log = relay.output().replace(/^the host is ready at \S+$/m, "")
  const private_ = [...secrets, ...identifiers, ...reported, { name: "the marker", bytes: Buffer.from(marker) }]
  return { metrics, log, happened, exitCode, all: private_ }
})

/** Private things and addresses in a text. */
const leaksIn = (text: string, all: ReadonlyArray<Secret>): ReadonlyArray<string> => [
  ...findSecrets([Buffer.from(text)], all),
  ...(text.match(/127\.\d|::1|::ffff|localhost/g) ?? [])
]

describe("logs and metrics", { timeout: 60_000 }, () => {
  it.live("name nobody and nothing, after a run in which everything has happened", () =>
    Effect.gen(function* () {
      const { metrics, log, happened, exitCode, all } = yield* run

      // It has happened, and has been noticed.
      assert.deepStrictEqual(
        happened.filter((series) => !(valueOf(metrics, series) > 0)),
        []
      )
      assert.include(log, "a policy of this application has failed")
      assert.include(log, "nobody had caught")
      assert.strictEqual(exitCode, 1)
      assert.deepStrictEqual(leaksIn(log, all), [])
      assert.deepStrictEqual(leaksIn(metrics, all), [])
      // A leak would have been found.
      for (const { name, bytes } of all) {
        assert.include(leaksIn(`at ${Buffer.from(bytes).toString("base64url")} from 127.0.0.1`, all).join(), name)
      }
    }).pipe(Effect.scoped)
  )
})
