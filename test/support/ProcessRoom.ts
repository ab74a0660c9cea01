/**
 * A room of a relay that runs as a process: made over HTTP, with work, and entered by WebSocket.
 */
import { assert } from "@effect/vitest"
import { createHash } from "node:crypto"
import { Effect } from "effect"
import * as WebSocketTransport from "../../src/client/layers/WebSocketTransport.ts"
import { RoomId } from "../../src/protocol/Identifiers.ts"
import { createRoomLayout } from "../../src/protocol/ProofOfWork.ts"
import { ScriptedMember } from "../../src/testing.ts"
import { makeSecrets } from "./RoomSecrets.ts"
import * as Solver from "./Solver.ts"

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url")

/** Creates a room over HTTP, with work. */
export const createRoom = (url: string, capacity: number) =>
  Effect.promise(async () => {
    const secrets = makeSecrets()
    const parameters = secrets.parameters({ capacity })
    const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
      const headers = { "content-type": "application/json" }
      const response = await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) })
      assert.isTrue(response.ok, path)
      return response.json()
    }
    const paramsDigest = createHash("sha256").update(createRoomLayout(parameters)).digest("base64url")
    const { token, bits } = await post("/api/challenge", { paramsDigest })
    const { roomId } = await post("/api/rooms", {
      ...parameters,
      joinVerifier: base64url(parameters.joinVerifier),
      creatorVerifier: base64url(parameters.creatorVerifier),
      ...(await Solver.solveInTurns({ token: String(token), bits: Number(bits) }))
    })
    return { secrets, roomId: RoomId.make(String(roomId)) }
  })

/** Joins, and waits until it is in. */
export const enter = (url: string, join: Parameters<ScriptedMember.ScriptedMember["send"]>[0]) =>
  Effect.gen(function* () {
    const member = yield* ScriptedMember.connect(`${url.replace("http", "ws")}/ws`)
    yield* member.send(join)
    const joined = yield* member.nextOf("Joined")
    yield* member.nextOf("MemberJoined")
    return { ...member, joined }
  }).pipe(Effect.provide(WebSocketTransport.layer))
