/**
 * One lane by itself: turns end when the test says so, and outlets keep a transcript, a list of entries for each write.
 */
import type { BatchBuffers } from "../../src/layers/BatchBuffers.ts"
import * as Buffers from "../../src/layers/BatchBuffers.ts"
import { RoomLane } from "../../src/layers/RoomLane.ts"
import type { Pumped } from "../../src/layers/TurnPump.ts"
import { splitMessage } from "../../src/protocol/MessageHeader.ts"
import { decodeServerFrame } from "../../src/protocol/ServerFrame.ts"
import { opcode, readFrames } from "../../src/protocol/WebSocketFrame.ts"
import type { Outlet, SharedOutlet } from "../../src/services/Outlet.ts"
import { Tally } from "../../src/services/RelayTally.ts"

export class LaneUnderTest {
  readonly tally = new Tally()
  readonly taken: Array<Buffer> = []
  readonly givenBack: Array<Buffer> = []
  readonly defects: Array<unknown> = []
  readonly lane: RoomLane
  /** What the wall clock says, in Unix milliseconds. */
  now = 5_000
  #waiting: Array<Pumped> = []

  constructor() {
    const buffers = Buffers.make()
    const recorded: BatchBuffers = {
      take: (bytes) => {
        const buffer = buffers.take(bytes)
        this.taken.push(buffer)
        return buffer
      },
      giveBack: (buffer) => {
        this.givenBack.push(buffer)
        buffers.giveBack(buffer)
      }
    }
    const pump = { enqueue: (lane: Pumped) => void this.#waiting.push(lane) }
    const context = { pump, buffers: recorded, tally: this.tally, wallMillis: () => this.now }
    this.lane = new RoomLane(context, (defect) => void this.defects.push(defect))
  }

  /** How often a flush at the end of the turn has been asked for. */
  get asked(): number {
    return this.#waiting.length
  }

  say(...texts: ReadonlyArray<string>): void {
    for (const text of texts) this.lane.appendMessage(new Uint8Array(16), new TextEncoder().encode(text))
  }

  /** The turn ends. */
  turn(): void {
    for (const lane of this.#waiting.splice(0)) lane.flush()
  }
}

export interface RecordedOutlet extends Outlet {
  /** The entries of each write: "1: text", "2: LockChanged". */
  readonly heard: Array<ReadonlyArray<string>>
  /** The bytes as they were handed over, which change when they are used again. */
  readonly writes: Array<Uint8Array>
  /** The times of all entries. */
  readonly times: Array<number>
}

/** `keeps`: needs the bytes for longer. `fails`: throws once it has been told. */
export const outletOf = (
  options: { readonly keeps?: boolean; readonly fails?: unknown; readonly shared?: SharedOutlet } = {}
): RecordedOutlet => {
  const { fails, keeps = false, shared } = options
  const outlet: RecordedOutlet = {
    ...(shared !== undefined && { shared }),
    heard: [],
    writes: [],
    times: [],
    write: (frames) => {
      const entries = entriesOf(frames)
      outlet.heard.push(entries.map(({ line }) => line))
      outlet.times.push(...entries.map(({ time }) => time))
      outlet.writes.push(frames)
      if (fails !== undefined) throw fails
      return !keeps
    },
    close: () => {}
  }
  return outlet
}

const entriesOf = (frames: Uint8Array) => {
  const entries: Array<{ readonly line: string; readonly time: number }> = []
  readFrames(frames, (kind, payload) => {
    if (kind === opcode.binary) {
      const message = splitMessage(payload)
      if (message === undefined) throw new TypeError("a message has a header")
      const { sequence, time } = message.header
      entries.push({ line: `${sequence}: ${new TextDecoder().decode(message.payload)}`, time })
    } else {
      const frame = decodeServerFrame(new TextDecoder().decode(payload))
      if (frame === undefined || !("sequence" in frame)) throw new TypeError("an event has its place in the log")
      entries.push({ line: `${frame.sequence}: ${frame._tag}`, time: frame.time })
    }
  })
  return entries
}
