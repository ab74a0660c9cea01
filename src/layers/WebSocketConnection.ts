/**
 * A `ws` socket as the gateway's Connection: whole frames go straight to the TCP socket, one write per batch, and sealed
 * payloads come straight from it (DirectFrames.ts).
 *
 * `ws` keeps the handshake, the control frames and the closing. Its own frames are written whole and at once (no
 * compression), so that ours, written to the same socket, stand between them. What a slow reader leaves waiting is
 * bounded: past the bound it is cut, and the room goes on. Thousands of these are idle at a time, so a connection is one
 * object, and the listeners are the same functions for all.
 */
import type { Duplex } from "node:stream"
import { type RawData, WebSocket } from "ws"
import { type Close, closeCodes } from "../protocol/CloseCodes.ts"
import type { Connection, Receiver } from "../services/Connection.ts"
import type { RelaySettings } from "../services/RelayConfig.ts"
import * as DirectFrames from "./DirectFrames.ts"

const normalClosure = 1000

/** The socket of a connection, which knows who takes what arrives. */
export class RelaySocket extends WebSocket {
  receiver: Receiver | undefined
}

export class WebSocketConnection implements Connection, DirectFrames.DirectFrames {
  readonly maxPayloadBytes: number
  readonly #maxSendBufferBytes: number
  readonly #webSocket: RelaySocket
  readonly #socket: Duplex

  constructor(
    webSocket: RelaySocket,
    socket: Duplex,
    settings: Pick<RelaySettings, "maxMessageBytes" | "maxSendBufferBytes">
  ) {
    this.#webSocket = webSocket
    this.#socket = socket
    this.maxPayloadBytes = settings.maxMessageBytes
    this.#maxSendBufferBytes = settings.maxSendBufferBytes
  }

  write(frames: Uint8Array): boolean {
    if (!this.#isOpen) return true
    this.#socket.write(frames)
    const waitingBytes = this.#socket.writableLength
    if (waitingBytes > this.#maxSendBufferBytes) this.close(closeCodes.tooSlow)
    // What the kernel has not taken at once is still ours to keep.
    return waitingBytes === 0
  }

  close({ code, reason }: Close): void {
    this.#webSocket.close(code, reason)
  }

  end(): void {
    this.#webSocket.close(normalClosure)
  }

  ping(): void {
    if (this.#isOpen) this.#webSocket.ping()
  }

  receive(receiver: Receiver): void {
    const webSocket = this.#webSocket
    webSocket.receiver = receiver
    webSocket.on("message", onMessage)
    webSocket.on("ping", onSignOfLife)
    webSocket.on("pong", onSignOfLife)
    webSocket.on("close", onClose)
    DirectFrames.install(this.#socket, this)
  }

  onBinary(payload: Uint8Array): void {
    if (this.#isOpen) this.#webSocket.receiver?.binary(payload)
  }

  get #isOpen(): boolean {
    return this.#webSocket.readyState === WebSocket.OPEN
  }
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  // Frames that arrive behind our own close are nobody's any more.
  if (this.readyState !== WebSocket.OPEN) return
  const bytes = data instanceof ArrayBuffer || Array.isArray(data) ? Buffer.concat([data].flat().map(viewOf)) : data
  if (isBinary) receiverOf(this)?.binary(bytes)
  else receiverOf(this)?.text(bytes.toString())
}

function onSignOfLife(this: WebSocket): void {
  receiverOf(this)?.heard()
}

function onClose(this: WebSocket): void {
  receiverOf(this)?.closed()
}

const receiverOf = (webSocket: WebSocket): Receiver | undefined =>
  webSocket instanceof RelaySocket ? webSocket.receiver : undefined

const viewOf = (part: ArrayBuffer | Buffer): Uint8Array => (part instanceof ArrayBuffer ? new Uint8Array(part) : part)
