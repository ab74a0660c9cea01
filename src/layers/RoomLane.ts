/**
 * The log of one room on its way out: gives every entry its sequence and time, frames it once, and writes the same
 * bytes to every outlet, one buffer and one write per outlet and batch.
 *
 * Entries gather in one buffer, to the end of the turn at most (TurnPump), or until `maxLaneBytes` are waiting: then they are
 * written at once, and nothing is ever refused here. A change of outlets splits the batch, so that it goes to those who
 * were in when it was said.
 */
import type { RoomEvent } from "../protocol/ServerFrame.ts"
import { encodeServerFrame } from "../protocol/ServerFrame.ts"
import { maxLaneBytes, messageHeaderBytes } from "../protocol/Limits.ts"
import { writeMessageHeader } from "../protocol/MessageHeader.ts"
import { frame, frameHeaderBytes, opcode, writeFrameHeader } from "../protocol/WebSocketFrame.ts"
import type { Outlet } from "../services/Outlet.ts"
import type { Tally } from "../services/RelayTally.ts"
import type { BatchBuffers } from "./BatchBuffers.ts"
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

/** What the lanes of all rooms share. */
export interface LaneContext {
  readonly pump: TurnPump
  readonly buffers: BatchBuffers
  readonly tally: Tally
  readonly wallMillis: () => number
}

type Writable = Pick<Outlet, "write">

const noBytes = Buffer.alloc(0)

export class RoomLane implements Pumped {
  readonly #outlets: Array<Writable> = []
  readonly #context: LaneContext
  readonly #onDefect: (defect: unknown) => void
  #sequence = 0
  #time = 0
  /** The batch of this turn: finished frames, one behind the other. */
  #batch: Buffer = noBytes
  #batchBytes = 0
  /** How many entries have been handed out. */
  #written = 0

  constructor(context: LaneContext, onDefect: (defect: unknown) => void) {
    this.#context = context
    this.#onDefect = onDefect
  }

  /** The place that the next entry will have. */
  next(): { readonly sequence: number; readonly time: number } {
    return { sequence: this.#sequence + 1, time: this.#now() }
  }

  /** What is appended from here on goes to this outlet too. */
  add(outlet: Outlet): void {
    this.flush()
    if (outlet.shared === undefined) this.#outlets.push(outlet)
    else if (outlet.shared.members++ === 0) this.#outlets.push(outlet.shared)
  }

  /** What was appended before still goes to this outlet. */
  remove(outlet: Outlet): void {
    this.flush()
    if (outlet.shared !== undefined && --outlet.shared.members > 0) return
    const index = this.#outlets.indexOf(outlet.shared ?? outlet)
    if (index >= 0) this.#outlets.splice(index, 1)
  }

  /** Appends a sealed payload behind its header. The bytes are copied. */
  appendMessage(senderBytes: Uint8Array, payload: Uint8Array): void {
    const length = messageHeaderBytes + payload.length
    const frameStart = this.#reserve(frameHeaderBytes(length) + length)
    const start = writeFrameHeader(this.#batch, frameStart, opcode.binary, length)
    this.#sequence += 1
    writeMessageHeader(this.#batch, start, this.#sequence, this.#now(), senderBytes)
    this.#batch.set(payload, start + messageHeaderBytes)
    this.#keepBound()
  }

  appendEvent(event: UnplacedEvent): void {
    this.#place(event)
    this.#keepBound()
  }

  /** Appends the last entry of the log and writes all that has gathered. An outlet that throws keeps it from nobody. */
  finish(event: UnplacedEvent): void {
    this.#place(event)
    const frames = this.#takeBatch()
    for (const outlet of this.#outlets.splice(0)) this.attempt(() => outlet.write(frames))
  }

  /** The room is over and cannot fail any more: what an outlet throws is the connection's own defect. */
  attempt(tell: () => void): void {
    try {
      tell()
    } catch {
      this.#context.tally.defects.connection += 1
    }
  }

  /**
   * Writes the batch to every outlet; one that throws is a defect of the room and keeps the bytes from nobody else. The
   * buffer is used again unless an outlet needs its bytes.
   */
  flush(): void {
    if (this.#batchBytes === 0) return
    const buffer = this.#batch
    const frames = this.#takeBatch()
    let isFree = true
    let failure: { readonly defect: unknown } | undefined
    for (const outlet of this.#outlets) {
      try {
        if (!outlet.write(frames)) isFree = false
      } catch (defect) {
        failure = { defect }
        isFree = false
      }
    }
    if (isFree) this.#context.buffers.giveBack(buffer)
    // Told and not thrown, so that whoever flushes goes on; and told last, because it ends the room at once.
    if (failure !== undefined) this.#onDefect(failure.defect)
  }

  failed(defect: unknown): void {
    this.#onDefect(defect)
  }

  #place(event: UnplacedEvent): void {
    this.#sequence += 1
    const bytes = finishedFrame({ ...event, sequence: this.#sequence, time: this.#now() })
    const start = this.#reserve(bytes.length)
    this.#batch.set(bytes, start)
  }

  #takeBatch(): Uint8Array {
    const frames = this.#batch.subarray(0, this.#batchBytes)
    const { tally } = this.#context
    tally.messagesSent += (this.#sequence - this.#written) * this.#outlets.length
    tally.sentBytes += this.#batchBytes * this.#outlets.length
    this.#written = this.#sequence
    this.#batch = noBytes
    this.#batchBytes = 0
    return frames
  }

  /** Makes place for so many bytes at the end of the batch and returns where. */
  #reserve(bytes: number): number {
    if (this.#batchBytes === 0) this.#context.pump.enqueue(this)
    if (this.#batchBytes + bytes > this.#batch.length) this.#grow(this.#batchBytes + bytes)
    const start = this.#batchBytes
    this.#batchBytes += bytes
    return start
  }

  #keepBound(): void {
    if (this.#batchBytes >= maxLaneBytes) this.flush()
  }

  #grow(bytes: number): void {
    const { buffers } = this.#context
    const smaller = this.#batch
    this.#batch = buffers.take(bytes)
    if (smaller.length === 0) return
    this.#batch.set(smaller.subarray(0, this.#batchBytes))
    buffers.giveBack(smaller)
  }

  /** Never decreases, whatever the wall clock does. */
  #now(): number {
    const now = this.#context.wallMillis()
    if (now > this.#time) this.#time = now
    return this.#time
  }
}
