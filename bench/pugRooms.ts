/**
 * Rooms of our relay for the load: made through its HTTP API, entered by its Join frame. PROTOCOL.md sections 3.2 and 4.3.
 */
import { createHash, randomBytes } from "node:crypto"
import { maskedFrame } from "./frames.ts"
import type { Entry } from "./peers.ts"

/** What the relay is shown; it is opaque to it, so the derivation from a secret is left out. */
const joinProof = randomBytes(32)
const creatorProof = randomBytes(32)

const verifierOf = (proof: Uint8Array): string => createHash("sha256").update(proof).digest("base64url")

const atOnce = 32

/** What is asked of a room in POST /api/rooms, besides the work. */
export const roomParameters = (capacity: number) => ({
  ttlSeconds: 86_400,
  capacity,
  joinVerifier: verifierOf(joinProof),
  creatorVerifier: verifierOf(creatorProof)
})

/** Makes one room and returns its ID. */
const createRoom = async (port: number, capacity: number): Promise<string> => {
  const response = await fetch(`http://127.0.0.1:${port}/api/rooms`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      ...roomParameters(capacity),
      // No work is asked for here: the token may be anything of the right form.
      token: "A".repeat(120),
      nonce: 0
    })
  })
  const body: unknown = await response.json()
  if (typeof body !== "object" || body === null || !("roomId" in body)) {
    throw new Error(`the relay made no room: ${JSON.stringify(body)}`)
  }
  return String(body.roomId)
}

/** The text frame that joins a room. The first member is its creator. */
export const joinFrame = (roomId: string, isCreator: boolean): string =>
  JSON.stringify({
    _tag: "Join",
    roomId,
    joinProof: joinProof.toString("base64url"),
    ...(isCreator ? { creatorProof: creatorProof.toString("base64url") } : {})
  })

/** Makes rooms and says how to enter each. */
export const createRooms = async (port: number, rooms: number, capacity: number) => {
  const ids: Array<string> = []
  while (ids.length < rooms) {
    const count = Math.min(atOnce, rooms - ids.length)
    ids.push(...(await Promise.all(Array.from({ length: count }, () => createRoom(port, capacity)))))
  }
  return (room: number, isFirst: boolean): Entry => ({
    path: "/ws",
    subprotocol: "pug.v1",
    steps: [{ send: maskedFrame("text", joinFrame(ids[room] ?? "", isFirst)), awaits: `"_tag":"Joined"` }]
  })
}
