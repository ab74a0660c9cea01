/**
 * The log of one room on its way out: gives every entry its sequence and time, frames it once, and writes the same
 * bytes to every outlet, one buffer and one write per outlet and batch.
 *
 * Entries gather until the end of the turn (TurnPump), or until `maxLaneBytes` are waiting: then they are written at
 * once, and nothing is ever refused here. Whoever changes the set of outlets flushes first, so that a batch goes to those
 * who were in when it was said.
 */
import type { RoomEvent } from "../protocol/ServerFrame.ts"
import { encodeServerFrame } from "../protocol/ServerFrame.ts"
import { maxLaneBytes, messageHeaderBytes } from "../protocol/Limits.ts"
import { writeMessageHeader } from "../protocol/MessageHeader.ts"
import { frame, frameHeaderBytes, opcode, writeFrameHeader } from "../protocol/WebSocketFrame.ts"
import type { Outlet } from "../services/Outlet.ts"
import type { Pumped, TurnPump } from "./TurnPump.ts"

/** An event before it has its place in the log. */
export type UnplacedEvent = RoomEvent extends infer Event
  ? Event extends RoomEvent
    ? Omit<Event, "sequence" | "time">
    : never
  : never

const textEncoder = new TextEncoder()

/** A control frame for one connection, finished. */
export const finishedFrame = (...args: Parameters<typeof encodeServerFrame>): Uint8Array =>
  frame(opcode.text, textEncoder.encode(encodeServerFrame(...args)))

export class RoomLane implements Pumped {
  readonly outlets = new Set<Outlet>()
  readonly #pump: TurnPump
  readonly #wallMillis: () => number
  readonly #onDefect: (defect: unknown) => void
  #sequence = 0
  #time = 0
  #batch: Array<Uint8Array> = []
  #batchBytes = 0

  constructor(pump: TurnPump, wallMillis: () => number, onDefect: (defect: unknown) => void) {
    this.#pump = pump
    this.#wallMillis = wallMillis
    this.#onDefect = onDefect
  }

  /** The place that the next entry will have. */
  next(): { readonly sequence: number; readonly time: number } {
    return { sequence: this.#sequence + 1, time: this.#now() }
  }

  /** Appends a sealed payload behind its header. The bytes are copied. */
  appendMessage(senderBytes: Uint8Array, payload: Uint8Array): void {
    const length = messageHeaderBytes + payload.length
    const bytes = Buffer.allocUnsafe(frameHeaderBytes(length) + length)
    const start = writeFrameHeader(bytes, opcode.binary, length)
    this.#sequence += 1
    writeMessageHeader(bytes, start, this.#sequence, this.#now(), senderBytes)
    bytes.set(payload, start + messageHeaderBytes)
    this.#push(bytes)
  }

  appendEvent(event: UnplacedEvent): void {
    this.#sequence += 1
    this.#push(finishedFrame({ ...event, sequence: this.#sequence, time: this.#now() }))
  }

  flush(): void {
    const batch = this.#batch
    if (batch.length === 0) return
    const bytes = batch.length === 1 ? batch[0] : Buffer.concat(batch, this.#batchBytes)
    this.#batch = []
    this.#batchBytes = 0
    if (bytes !== undefined) this.outlets.forEach((outlet) => outlet.write(bytes))
  }

  failed(defect: unknown): void {
    this.#onDefect(defect)
  }

  #push(bytes: Uint8Array): void {
    this.#batchBytes += bytes.length
    if (this.#batch.push(bytes) === 1) this.#pump.enqueue(this)
    if (this.#batchBytes >= maxLaneBytes) this.flush()
  }

  /** Never decreases, whatever the wall clock does. */
  #now(): number {
    const now = this.#wallMillis()
    if (now > this.#time) this.#time = now
    return this.#time
  }
}
