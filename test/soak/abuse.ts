/**
 * A program of its own: bad input of every kind, so many a second, each on a connection and from an address of its own,
 * until it is killed. Arguments: port, inputs a second, seed. On SIGTERM it prints how many of each kind it has sent.
 */
import { connect, type Socket } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import { closeFrame, rawFrame } from "../support/RawWebSocket.ts"
import { randomFrom } from "./random.ts"

const [port, perSecond, seed] = process.argv.slice(2).map(Number)
if (port === undefined || perSecond === undefined || seed === undefined) throw new Error("port, rate, seed")
const random = randomFrom(seed)

/** Each is remembered for a minute by a relay, so there are not more than a crowd. */
const addresses = 2_000
/** Half of all comes from one address, so that its limits are met as well. */
const addressOf = () => {
  if (random() < 0.5) return "127.9.9.9"
  const number = Math.floor(random() * addresses)
  return `127.10.${number >> 8}.${number & 255}`
}

const zeros = (bytes: number) => Buffer.alloc(bytes)
const http = (...lines: ReadonlyArray<string>) => Buffer.from(`${lines.join("\r\n")}\r\n\r\n`)
const api = (body: string, type = "application/json", extra: ReadonlyArray<string> = []) =>
  Buffer.concat([
    http(
      "POST /api/challenge HTTP/1.1",
      "Host: localhost",
      `Content-Type: ${type}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...extra
    ),
    Buffer.from(body)
  ])

const handshake = http(
  "GET /ws HTTP/1.1",
  "Host: localhost",
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Protocol: pug.v1"
)

const id = "A".repeat(22)
const proof = "A".repeat(43)
const join = `{"_tag":"Join","roomId":"${id}","joinProof":"${proof}"}`

/** Sent behind a good handshake. */
const frames: Readonly<Record<string, Buffer>> = {
  "no JSON": rawFrame(1, "hello"),
  "no frame": rawFrame(1, "[]"),
  "an unknown tag": rawFrame(1, `{"_tag":"Shout"}`),
  "a name of Object.prototype": rawFrame(1, `{"__proto__":{"_tag":"Join"},"constructor":1}`),
  "a wrong proof": rawFrame(1, join),
  "a wrong creator proof": rawFrame(1, join.replace("}", `,"creatorProof":"${proof}"}`)),
  "deep nesting": rawFrame(1, "[".repeat(4_000)),
  "an oversize text": rawFrame(1, "x".repeat(5_000)),
  "an oversize payload": rawFrame(2, zeros(17_000)),
  "a claimed length of 2^62": rawFrame(2, zeros(10), { lengthBits: 64, claimedLength: 1n << 62n }),
  "an empty text": rawFrame(1),
  "an empty payload": rawFrame(2),
  "a payload before the join": rawFrame(2, zeros(100)),
  "too many fragments": Buffer.concat([
    rawFrame(2, zeros(1), { fin: false }),
    ...Array.from({ length: 80 }, () => rawFrame(0, zeros(1), { fin: false }))
  ]),
  "empty fragments": Buffer.concat(Array.from({ length: 80 }, (_, i) => rawFrame(i === 0 ? 1 : 0, "", { fin: false }))),
  "a continuation of nothing": rawFrame(0, "x"),
  "half a message": rawFrame(2, zeros(16_000)).subarray(0, 8_000),
  "half a header": rawFrame(2, zeros(16_000)).subarray(0, 3),
  "an unmasked frame": rawFrame(2, zeros(10), { isMasked: false }),
  "reserved bits": rawFrame(2, zeros(10), { rsv: 7 }),
  "an unknown opcode": rawFrame(3, zeros(10)),
  "no UTF-8": rawFrame(1, Buffer.of(0xff, 0xfe)),
  "a bad close code": closeFrame(1005),
  "a long ping": rawFrame(9, zeros(126)),
  "many pings": Buffer.concat(Array.from({ length: 250 }, () => rawFrame(9))),
  "many Pings": Buffer.concat(Array.from({ length: 250 }, () => rawFrame(1, `{"_tag":"Ping"}`)))
}

/** Sent as they are. */
const requests: Readonly<Record<string, Buffer>> = {
  nothing: zeros(0),
  "half a request": Buffer.from("GET /ws HTTP/1.1\r\nHost: local"),
  "half a body": Buffer.concat([api("{}").subarray(0, -2), Buffer.from(" ")]),
  noise: Buffer.from(Array.from({ length: 300 }, () => Math.floor(random() * 256))),
  "a TLS hello": Buffer.from("1603010200010001fc0303", "hex"),
  "a foreign Origin": Buffer.from(String(handshake).replace("\r\n\r\n", "\r\nOrigin: https://evil.example\r\n\r\n")),
  "another Upgrade": Buffer.from(String(handshake).replace("Upgrade: websocket", "Upgrade: h2c")),
  "no Host": Buffer.from(String(handshake).replace("Host: localhost\r\n", "")),
  "no subprotocol": Buffer.from(String(handshake).replace("Sec-WebSocket-Protocol: pug.v1\r\n", "")),
  "a bad key": Buffer.from(String(handshake).replace("dGhlIHNhbXBsZSBub25jZQ==", "short")),
  "a body that is no JSON": api("{"),
  "a body of another type": api("a=b", "application/x-www-form-urlencoded"),
  "an unknown field": api(`{"paramsDigest":"${proof}","bits":0}`),
  "a __proto__ field": api(`{"__proto__":{"paramsDigest":"${proof}"}}`),
  "an oversize body": api(" ".repeat(5_000)),
  "two lengths": api("{}", "application/json", ["Content-Length: 50"]),
  "length and chunks": api("0\r\n\r\nGET /x HTTP/1.1\r\n\r\n", "application/json", ["Transfer-Encoding: chunked"]),
  "a bad chunk": http("POST /api/rooms HTTP/1.1", "Host: x", "Transfer-Encoding: chunked", "", "zz"),
  "two Hosts": http("GET / HTTP/1.1", "Host: a", "Host: b"),
  "a long header": http("GET / HTTP/1.1", "Host: x", `X: ${"y".repeat(20_000)}`),
  "many headers": http("GET / HTTP/1.1", "Host: x", ...Array.from({ length: 300 }, (_, i) => `X-${i}: y`)),
  "a bare line feed": Buffer.from("GET / HTTP/1.1\nHost: x\n\n"),
  "a space in a name": http("GET / HTTP/1.1", "Host : x"),
  TRACE: http("TRACE / HTTP/1.1", "Host: x"),
  CONNECT: http("CONNECT localhost:1 HTTP/1.1", "Host: x"),
  "a path that climbs": http("GET /../../etc/passwd HTTP/1.1", "Host: x")
}

const kinds: ReadonlyArray<readonly [name: string, isFrames: boolean, bytes: Buffer]> = [
  ...Object.entries(frames).map(([name, bytes]) => [name, true, bytes] as const),
  ...Object.entries(requests).map(([name, bytes]) => [name, false, bytes] as const)
]

/** Nobody waits longer for the relay to end it; the relay's own deadlines are tested elsewhere. */
const patienceMillis = 3_000
/** Of this process: it has descriptors to lose too. */
const maxOpen = 6_000

const open = new Set<Socket>()
const sent = new Map<string, number>()
let skipped = 0

const send = () => {
  if (open.size >= maxOpen) return void (skipped += 1)
  const [name, isFrames, bytes] = kinds[Math.floor(random() * kinds.length)] ?? ["nothing", false, zeros(0)]
  const socket = connect({ host: "127.0.0.1", port, localAddress: addressOf() })
  open.add(socket)
  socket.setTimeout(patienceMillis, () => socket.destroy())
  socket.on("error", () => {})
  socket.on("close", () => open.delete(socket))
  socket.on("connect", () => {
    sent.set(name, (sent.get(name) ?? 0) + 1)
    if (!isFrames) return socket.write(bytes)
    socket.write(handshake)
    return socket.once("data", () => socket.write(bytes))
  })
  socket.resume()
}

const startedAt = performance.now()

process.on("SIGTERM", () => {
  open.forEach((socket) => socket.destroy())
  const total = [...sent.values()].reduce((sum, count) => sum + count, 0)
  process.stdout.write(
    JSON.stringify({ total, kinds: sent.size, skipped, millis: performance.now() - startedAt }),
    () => process.exit(0)
  )
})

for (let due = 0; ; await sleep(5)) {
  const target = ((performance.now() - startedAt) / 1_000) * perSecond
  for (; due < target; due += 1) send()
}
