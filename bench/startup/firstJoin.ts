/**
 * From the start of the program that people run to the first member who is in, and where the time goes.
 *
 * The client's own work, the proof, is not the relay's and is left out.
 */
import { createHash, hash } from "node:crypto"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { core, millis, freePort, rssOf, spawnAt } from "../processes.ts"
import { joinFrame, roomParameters } from "../pugRooms.ts"
import type { StartupRun } from "../results.ts"

const relay = new URL("../../dist/main.js", import.meta.url).pathname

/** Time for what a start leaves behind to come to rest. */
const settleMillis = 500

export const startOnce = async (): Promise<StartupRun> => {
  const bootMillis = await timed(async () => {
    await once(spawnAt(core.server, [process.execPath, "-e", ""], "ignore"), "exit")
  })
  const port = await freePort()
  const startedAt = performance.now()
  const child = spawnAt(core.server, [process.execPath, relay, `--port=${port}`], ["ignore", "pipe", "inherit"])
  try {
    if (child.stdout === null) throw new Error("the relay has no output")
    await once(createInterface({ input: child.stdout }), "line")
    const readyMillis = performance.now() - startedAt
    const { roomId, millis: createMillis } = await createWithWork(port)
    const joinMillis = await timed(() => join(port, roomId))
    await millis(settleMillis)
    return { bootMillis, readyMillis, createMillis, joinMillis, rssBytes: rssOf(child.pid ?? 0) }
  } finally {
    child.kill("SIGKILL")
  }
}

const timed = async (action: () => Promise<void>): Promise<number> => {
  const startedAt = performance.now()
  await action()
  return performance.now() - startedAt
}

const post = async (port: number, path: string, body: unknown): Promise<Readonly<Record<string, unknown>>> => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body)
  })
  const answer: unknown = await response.json()
  if (!response.ok || typeof answer !== "object" || answer === null) throw new Error(JSON.stringify(answer))
  return { ...answer }
}

/** Makes a room as every client has to; the time is that of the two requests. */
const createWithWork = async (port: number): Promise<{ readonly roomId: string; readonly millis: number }> => {
  const startedAt = performance.now()
  const parameters = roomParameters(5)
  const { bits, token } = await post(port, "/api/challenge", { paramsDigest: digestOf(parameters) })
  const askedMillis = performance.now() - startedAt
  const nonce = solve(String(token), Number(bits))
  const solvedAt = performance.now()
  const { roomId } = await post(port, "/api/rooms", { ...parameters, token, nonce })
  return { roomId: String(roomId), millis: askedMillis + performance.now() - solvedAt }
}

/** PROTOCOL.md section 8.1. */
const digestOf = ({
  capacity,
  creatorVerifier,
  joinVerifier,
  ttlSeconds
}: ReturnType<typeof roomParameters>): string => {
  const numbers = Buffer.alloc(18)
  numbers.set([1, 1])
  numbers.writeBigInt64BE(BigInt(ttlSeconds), 2)
  numbers.writeBigInt64BE(BigInt(capacity), 10)
  const verifiers = [joinVerifier, creatorVerifier].map((text) => Buffer.from(text, "base64url"))
  return createHash("sha256")
    .update(Buffer.concat([numbers, ...verifiers]))
    .digest("base64url")
}

/** PROTOCOL.md section 8.2. */
const solve = (token: string, bits: number): number => {
  const preimage = Buffer.alloc(40)
  preimage.set(hash("sha256", token, "buffer"))
  for (let nonce = 0; ; nonce += 1) {
    preimage.writeBigUInt64BE(BigInt(nonce), 32)
    if (hash("sha256", preimage, "buffer").readUInt32BE(0) >>> (32 - bits) === 0) return nonce
  }
}

const join = async (port: number, roomId: string): Promise<void> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, "pug.v1")
  await once(socket, "open")
  socket.send(joinFrame(roomId, true))
  const [event]: ReadonlyArray<{ readonly data?: unknown }> = await once(socket, "message")
  if (!String(event?.data).startsWith(`{"_tag":"Joined"`)) throw new Error(`not joined: ${String(event?.data)}`)
  socket.close()
}
