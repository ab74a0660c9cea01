/**
 * A `ws` socket as the gateway's Connection: whole frames go straight to the TCP socket, one write per batch, and sealed
 * payloads come straight from it (DirectFrames.ts).
 *
 * `ws` keeps the handshake, the control frames and the closing. Its own frames are written whole and at once (no
 * compression), so that ours, written to the same socket, stand between them. What a slow reader leaves waiting is
 * bounded: past the bound it is cut, and the room goes on. It is counted as memory and not as bytes on the wire, for small
 * frames cost more than they hold. Thousands of these are idle at a time, so a connection is one object, and the listeners
 * are the same functions for all.
 */
import type { Duplex } from "node:stream"
import { TLSSocket } from "node:tls"
import { type RawData, WebSocket } from "ws"
import type { Holder, WaitingBytes } from "../domain/WaitingBytes.ts"
import { type Close, closeCodes } from "../protocol/CloseCodes.ts"
import { maxControlBytes, memory } from "../protocol/Limits.ts"
import type { Connection, Receiver } from "../services/Connection.ts"
import type { RelaySettings } from "../services/RelayConfig.ts"
import * as DirectFrames from "./DirectFrames.ts"

const normalClosure: Close = { code: 1000, reason: "" }
const protocolError: Close = { code: 1002, reason: "" }

/** The socket of a connection, which knows whose it is. */
export class RelaySocket extends WebSocket {
  connection: WebSocketConnection | undefined
}

export class WebSocketConnection implements Connection, DirectFrames.DirectFrames, Holder {
  readonly maxPayloadBytes: number
  readonly #maxSendBufferBytes: number
  readonly #webSocket: RelaySocket
  readonly #socket: Duplex
  readonly #waiting: WaitingBytes
  #receiver: Receiver | undefined
  /** What this side has ended the connection with. */
  #ending: Close | undefined
  /** What the peer has sent of a message that is not whole. */
  #arrivingBytes = 0
  /** Writes that stand behind others. */
  #queuedWrites = 0
  #onWritten: (() => void) | undefined

  constructor(
    webSocket: RelaySocket,
    socket: Duplex,
    settings: Pick<RelaySettings, "maxMessageBytes" | "maxSendBufferBytes">,
    waiting: WaitingBytes
  ) {
    this.#webSocket = webSocket
    this.#socket = socket
    this.#waiting = waiting
    this.maxPayloadBytes = settings.maxMessageBytes
    this.#maxSendBufferBytes = settings.maxSendBufferBytes
  }

  get idleBytes(): number {
    return this.#socket instanceof TLSSocket ? memory.tlsConnectionBytes : memory.connectionBytes
  }

  get maxFrameBytes(): number {
    return Math.max(this.maxPayloadBytes, maxControlBytes)
  }

  get heldBytes(): number {
    return this.#unreadBytes + this.#arrivingBytes
  }

  write(frames: Uint8Array): boolean {
    if (!this.#isOpen) return true
    const isFree = this.#socket.writableLength === 0 ? this.#writeNow(frames) : this.#writeBehind(frames)
    if (this.#socket.writableLength > 0) {
      if (this.#unreadBytes > this.#maxSendBufferBytes) this.close(closeCodes.tooSlow)
      this.#waiting.note(this, this.heldBytes)
    }
    return isFree
  }

  close(close: Close): void {
    if (this.#isOpen) this.#ending = close
    this.#webSocket.close(close.code, close.reason)
  }

  end(): void {
    this.close(normalClosure)
  }

  /** At once and without a word, which would wait behind all the rest. */
  cut(): void {
    this.#ending ??= closeCodes.tooSlow
    this.#webSocket.terminate()
  }

  ping(): void {
    if (this.#isOpen) this.#webSocket.ping()
  }

  receive(receiver: Receiver): void {
    const webSocket = this.#webSocket
    this.#receiver = receiver
    webSocket.connection = this
    webSocket.on("message", onMessage)
    webSocket.on("ping", onSignOfLife)
    webSocket.on("pong", onSignOfLife)
    webSocket.on("error", onError)
    webSocket.on("close", onClose)
    DirectFrames.install(this.#socket, this)
  }

  onBinary(payload: Uint8Array): void {
    if (this.#isOpen) this.#receiver?.binary(payload)
  }

  onText(message: string): void {
    if (this.#isOpen) this.#receiver?.text(message)
  }

  onSignOfLife(): void {
    this.#receiver?.heard()
  }

  onHeld(bytes: number): void {
    this.#arrivingBytes = bytes
    this.#waiting.note(this, this.heldBytes)
  }

  onClosed(): void {
    this.#waiting.note(this, 0)
    this.#receiver?.closed(this.#ending)
  }

  /** `ws` ends the connection by itself when the peer breaks its rules. */
  onRefused(isTooBig: boolean): void {
    this.#ending ??= isTooBig ? closeCodes.messageTooBig : protocolError
  }

  get #isOpen(): boolean {
    return this.#webSocket.readyState === WebSocket.OPEN
  }

  /** What waits to be read by the peer, as memory. */
  get #unreadBytes(): number {
    return this.#socket.writableLength + this.#queuedWrites * memory.pieceBytes
  }

  /** What the kernel has not taken at once is still ours to keep. */
  #writeNow(frames: Uint8Array): boolean {
    this.#socket.write(frames)
    return this.#socket.writableLength === 0
  }

  /** A few bytes in a large buffer are copied, so that a slow reader keeps no more alive than waits for it. */
  #writeBehind(frames: Uint8Array): boolean {
    const isCopied = frames.length * 2 < frames.buffer.byteLength
    this.#onWritten ??= () => void (this.#queuedWrites -= 1)
    this.#queuedWrites += 1
    this.#socket.write(isCopied ? new Uint8Array(frames) : frames, this.#onWritten)
    return isCopied
  }
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  // Frames that arrive behind our own close are nobody's any more.
  const bytes = data instanceof ArrayBuffer || Array.isArray(data) ? Buffer.concat([data].flat().map(viewOf)) : data
  if (isBinary) connectionOf(this)?.onBinary(bytes)
  else connectionOf(this)?.onText(bytes.toString())
}

function onSignOfLife(this: WebSocket): void {
  connectionOf(this)?.onSignOfLife()
}

function onError(this: WebSocket, error: Error): void {
  const code = "code" in error ? String(error.code) : ""
  if (code.startsWith("WS_ERR_")) connectionOf(this)?.onRefused(tooBig.includes(code))
}

function onClose(this: WebSocket): void {
  connectionOf(this)?.onClosed()
}

/** What `ws` calls a message or a frame past its limit. */
const tooBig = ["WS_ERR_UNSUPPORTED_MESSAGE_LENGTH", "WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH"]

const connectionOf = (webSocket: WebSocket): WebSocketConnection | undefined =>
  webSocket instanceof RelaySocket ? webSocket.connection : undefined

const viewOf = (part: ArrayBuffer | Buffer): Uint8Array => (part instanceof ArrayBuffer ? new Uint8Array(part) : part)
