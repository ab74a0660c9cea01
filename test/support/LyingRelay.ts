/**
 * A relay that lies: in front of an honest one, with WebSockets to both sides. What an honest relay says to one member
 * goes through whatever lie a test has set for it; all else, pages and API too, passes as it is, so that browsers can be
 * lied to as well.
 *
 * It lies well: what it leaves out, puts in or turns around gets numbers without a gap (`tell`), so that only what the
 * members have sealed can give it away. Who wants to be caught by the numbers writes them itself (`write`).
 */
import { once } from "node:events"
import { createServer, type IncomingMessage, request as httpRequest, type ServerResponse } from "node:http"
import { Schema } from "effect"
import { WebSocket, WebSocketServer } from "ws"
import { encodeClientFrame } from "../../src/protocol/ClientFrame.ts"
import { messageHeaderBytes, subprotocol } from "../../src/protocol/Limits.ts"
import { MessageHeader, splitMessage } from "../../src/protocol/MessageHeader.ts"
import { decodeServerFrame, encodeServerFrame, type Member } from "../../src/protocol/ServerFrame.ts"

/** A message of the relay as it goes over the wire. */
export type Said = string | Uint8Array

/** What becomes of one message on its way to the member of a line. */
export type Lie = (said: Said, line: Line) => void

/** What a sealed payload stands behind. */
export type Header = MessageHeader

const ping = encodeClientFrame({ _tag: "Ping" })
const pong = encodeServerFrame({ _tag: "Pong" })

export const honest: Lie = (said, line) => line.tell(said)

/** The connection of one member. */
export class Line {
  lie: Lie = honest
  /** The members whom the relay has named in Joined, oneself last. */
  members: ReadonlyArray<Member> = []
  /** The last sealed payload of each sender, without its header. */
  readonly payloads = new Map<string, Uint8Array>()
  readonly #member: WebSocket
  /** Those who wait for an entry of the honest log to have come by. */
  readonly #awaited: Array<{ readonly sequence: number; readonly reached: () => void }> = []
  /** Pongs and own records that have not come back, and who waits for them. */
  #owed = 0
  #paid: Array<() => void> = []
  /** Those who wait for everybody's first word to have come by. */
  readonly #introduced: Array<() => void> = []
  /** The number of the last entry that the relay has sent. */
  #heard = 0
  /** The number of the next entry that the member gets. */
  #next = 0

  constructor(member: WebSocket) {
    this.#member = member
  }

  /** From the member. */
  ask(said: Said): void {
    if (said === ping || typeof said !== "string") this.#owed += 1
  }

  /** The connection is over. */
  end(): void {
    this.#pay(0)
  }

  /** Returns when everything that the member has asked for has been answered. */
  whenAnswered(): Promise<void> {
    return this.#owed === 0 ? Promise.resolve() : new Promise((paid) => this.#paid.push(paid))
  }

  #pay(left: number): void {
    this.#owed = left
    if (left === 0) this.#paid.splice(0).forEach((paid) => paid())
  }

  /** From the relay. */
  hear(said: Said): void {
    const joined = typeof said === "string" ? decodeServerFrame(said) : undefined
    if (joined?._tag === "Joined") {
      this.members = joined.members
      this.#next = joined.sequence
    }
    const message = typeof said === "string" ? undefined : splitMessage(said)
    if (message !== undefined) this.payloads.set(message.header.sender, message.payload)
    if (this.#isIntroduced) this.#introduced.splice(0).forEach((introduced) => introduced())
    if (said === pong || message?.header.sender === this.members.at(-1)?.connectionId) this.#pay(this.#owed - 1)
    this.lie(said, this)
    this.#heard = sequenceOf(said) ?? this.#heard
    this.#awaited.filter(({ sequence }) => sequence <= this.#heard).forEach(({ reached }) => reached())
  }

  /** Returns when the relay has passed on a payload of everybody whom it has named in Joined: their Hello at least. */
  whenIntroduced(): Promise<void> {
    return this.#isIntroduced ? Promise.resolve() : new Promise((introduced) => this.#introduced.push(introduced))
  }

  get #isIntroduced(): boolean {
    return this.members.length > 0 && this.members.every(({ connectionId }) => this.payloads.has(connectionId))
  }

  /** Returns when the lie has had the entry of this number in the honest log. */
  whenHeard(sequence: number): Promise<void> {
    return new Promise((reached) => {
      if (sequence <= this.#heard) reached()
      else this.#awaited.push({ sequence, reached })
    })
  }

  /** To the member, as the next entry of its log if it is one. */
  tell(said: Said): void {
    this.write(sequenceOf(said) === undefined ? said : placed(said, { sequence: this.#next }))
  }

  /** To the member, as it is; its log goes on from there. */
  write(said: Said): void {
    this.#next = (sequenceOf(said) ?? this.#next - 1) + 1
    if (this.#member.readyState === WebSocket.OPEN) this.#member.send(said)
  }
}

export interface LyingRelay {
  readonly url: string
  /** In the order in which they have connected. */
  readonly lines: ReadonlyArray<Line>
  /** What is told to those who connect from here on. */
  lieToNewcomers: Lie
  readonly close: () => Promise<void>
}

/** Stands in front of the relay at `target`, an http URL. */
export const startLyingRelay = async (target: string): Promise<LyingRelay> => {
  const lines: Array<Line> = []
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => subprotocol })
  const server = createServer((request, response) => passOn(target, request, response))
  server.on("upgrade", (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (member) => {
      const line = new Line(member)
      line.lie = relay.lieToNewcomers
      lines.push(line)
      connectLine(line, member, new WebSocket(`${target.replace(/^http/, "ws")}/ws`, subprotocol))
    })
  })
  server.listen(0, "localhost")
  await once(server, "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the lying relay has no port")
  const relay: LyingRelay = {
    url: `http://localhost:${address.port}`,
    lines,
    lieToNewcomers: honest,
    close: async () => {
      sockets.clients.forEach((socket) => socket.terminate())
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }
  return relay
}

/** The number of an entry of the log; `undefined` if it is none. */
export const sequenceOf = (said: Said): number | undefined => {
  if (typeof said !== "string") return splitMessage(said)?.header.sequence
  const frame = decodeServerFrame(said)
  return frame !== undefined && frame._tag !== "Joined" && "sequence" in frame ? frame.sequence : undefined
}

/** The same entry at another place of the log, or under another name. */
export const placed = (said: Said, changes: Partial<Header>): Said => {
  if (typeof said === "string") return JSON.stringify({ ...JSON.parse(said), ...changes })
  const message = splitMessage(said)
  if (message === undefined) throw new TypeError("a payload without a header")
  return withHeader({ ...message.header, ...changes }, message.payload)
}

export const withHeader = (header: Header, payload: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(messageHeaderBytes + payload.length)
  bytes.set(encodeHeader(header))
  bytes.set(payload, messageHeaderBytes)
  return bytes
}

const encodeHeader = Schema.encodeSync(MessageHeader)

const connectLine = (line: Line, member: WebSocket, relay: WebSocket): void => {
  const early: Array<Said> = []
  const pass = (said: Said): void => {
    line.ask(said)
    forward(said)
  }
  const forward = (said: Said): void => (relay.readyState === WebSocket.OPEN ? relay.send(said) : void early.push(said))
  member.on("message", (data: Buffer, isBinary) => pass(isBinary ? data : String(data)))
  member.on("close", () => {
    line.end()
    relay.close()
  })
  member.on("error", () => relay.close())
  relay.on("open", () => early.splice(0).forEach(forward))
  relay.on("message", (data: Buffer, isBinary) => line.hear(isBinary ? Uint8Array.from(data) : String(data)))
  relay.on("close", (code, reason) => (code === 1006 ? member.terminate() : member.close(code, String(reason))))
  relay.on("error", () => member.terminate())
}

const passOn = (target: string, request: IncomingMessage, response: ServerResponse): void => {
  const { method, headers, url } = request
  const passed = httpRequest(new URL(url ?? "/", target), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  passed.on("error", () => response.destroy())
  request.pipe(passed)
}
