/**
 * Rooms of honest people, by hand: each member checks that it gets every entry of the log, and how long it takes.
 */
import { hash } from "node:crypto"
import { once } from "node:events"
import { request } from "node:http"
import { json } from "node:stream/consumers"
import { WebSocket } from "ws"
import { encodeClientFrame, type Join } from "../../src/protocol/ClientFrame.ts"
import { RoomId } from "../../src/protocol/Identifiers.ts"
import { messageHeaderBytes, subprotocol } from "../../src/protocol/Limits.ts"
import { createRoomLayout } from "../../src/protocol/ProofOfWork.ts"
import { decodeServerFrame } from "../../src/protocol/ServerFrame.ts"
import { makeSecrets } from "../support/RoomSecrets.ts"
import * as Solver from "../support/Solver.ts"

export interface Room {
  readonly roomId: RoomId
  readonly secrets: ReturnType<typeof makeSecrets>
}

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url")

const post = async (port: number, localAddress: string, path: string, body: unknown) => {
  const headers = { "content-type": "application/json", connection: "close" }
  const sent = request({ host: "127.0.0.1", port, localAddress, path, method: "POST", headers })
  sent.end(JSON.stringify(body))
  const [response] = await once(sent, "response")
  const answer: unknown = await json(response)
  return { status: Number(response.statusCode), answer: typeof answer === "object" ? { ...answer } : {} }
}

const field = (answer: object, name: string): string => String(Reflect.get(answer, name))

/** Makes a room by work, or says by which code the relay has refused. */
export const createRoom = async (port: number, localAddress: string, capacity: number): Promise<Room | string> => {
  const secrets = makeSecrets()
  const wish = secrets.parameters({ capacity, ttlSeconds: 3_600 })
  const paramsDigest = hash("sha256", createRoomLayout(wish), "base64url")
  const challenge = await post(port, localAddress, "/api/challenge", { paramsDigest })
  if (challenge.status !== 200) return field(challenge.answer, "code")
  const bits = Number(field(challenge.answer, "bits"))
  const work = Solver.solve({ token: field(challenge.answer, "token"), bits })
  const { joinVerifier, creatorVerifier } = wish
  const verifiers = { joinVerifier: base64url(joinVerifier), creatorVerifier: base64url(creatorVerifier) }
  const created = await post(port, localAddress, "/api/rooms", { ...wish, ...work, ...verifiers })
  if (created.status !== 201) return field(created.answer, "code")
  return { roomId: RoomId.make(field(created.answer, "roomId")), secrets }
}

export class Member {
  readonly webSocket: WebSocket
  /** Milliseconds from sending to reading, of every message that came. */
  readonly latencies: Array<number> = []
  /** Close code, once it is closed. */
  readonly closed: Promise<number>
  received = 0
  /** Entries that did not follow the one before. */
  gaps = 0
  readonly #opened: Promise<void>
  #sequence: number | undefined

  constructor(port: number, localAddress: string) {
    this.webSocket = new WebSocket(`ws://127.0.0.1:${port}/ws`, subprotocol, { localAddress })
    this.webSocket.on("error", () => {})
    this.#opened = new Promise((resolve) => this.webSocket.on("open", () => resolve()))
    this.closed = new Promise((resolve) => this.webSocket.on("close", (code) => resolve(code)))
  }

  /** Joins, with work if it is asked for; returns undefined once it is in, or the code by which it was closed. */
  async join({ roomId, secrets }: Room, isCreator: boolean): Promise<number | undefined> {
    const wish = isCreator ? secrets.creatorJoin(roomId) : secrets.guestJoin(roomId)
    const send = (join: Join) => {
      if (this.webSocket.readyState === WebSocket.OPEN) this.webSocket.send(encodeClientFrame(join))
    }
    const joined = new Promise<undefined>((resolve) => {
      this.webSocket.on("message", (data: Buffer, isBinary) => {
        if (isBinary) return this.#take(Number(data.readBigUInt64BE(0)), data)
        const frame = decodeServerFrame(String(data))
        if (frame?._tag === "Joined") resolve(undefined)
        else if (frame?._tag === "WorkRequired") send({ ...wish, work: Solver.solve(frame.challenge) })
        else if (frame !== undefined && "sequence" in frame) this.#take(frame.sequence)
      })
    })
    await Promise.race([this.#opened, this.closed])
    send(wish)
    return Promise.race([joined, this.closed])
  }

  /** Says something of at least eight bytes: when it was said. */
  say(bytes: number): void {
    const payload = Buffer.alloc(Math.max(8, bytes))
    payload.writeDoubleBE(performance.now())
    this.webSocket.send(payload)
  }

  #take(sequence: number, message?: Buffer): void {
    if (this.#sequence !== undefined && sequence !== this.#sequence + 1) this.gaps += 1
    this.#sequence = sequence
    if (message === undefined) return
    this.received += 1
    this.latencies.push(performance.now() - message.readDoubleBE(messageHeaderBytes))
  }
}

/** A room and its members, all in. */
export const openRoom = async (port: number, localAddress: string, members: number, capacity = members + 1) => {
  const room = await createRoom(port, localAddress, capacity)
  if (typeof room === "string") throw new Error(`an honest room was refused: ${room}`)
  const all: Array<Member> = []
  for (let i = 0; i < members; i++) {
    const member = new Member(port, localAddress)
    const code = await member.join(room, i === 0)
    if (code !== undefined) throw new Error(`an honest member was closed with ${code}`)
    all.push(member)
  }
  return { ...room, members: all }
}

export type OpenRoom = Awaited<ReturnType<typeof openRoom>>

export const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
