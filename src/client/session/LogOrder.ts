/**
 * Whether the entries of a log follow each other as the relay has promised: sequence numbers without gap or repetition,
 * times that never decrease. PROTOCOL.md section 5.1.
 */
import type { RelayTime, Sequence } from "../../protocol/ServerFrame.ts"

export interface EntryPlace {
  readonly sequence: typeof Sequence.Type
  readonly time: typeof RelayTime.Type
}

/** `isRepeated`: the entry has been there already, and must not count twice. `faults`: the number of entries concerned. */
export interface OrderVerdict {
  readonly isRepeated: boolean
  readonly faults: number
}

export class LogOrder {
  #last: EntryPlace

  /** The log of a client starts with its own join, which Joined has announced. */
  constructor(joined: EntryPlace) {
    this.#last = { sequence: joined.sequence - 1, time: joined.time }
  }

  /** Of the last entry. */
  get time(): number {
    return this.#last.time
  }

  next(entry: EntryPlace): OrderVerdict {
    const { sequence, time } = this.#last
    if (entry.sequence <= sequence) return { isRepeated: true, faults: 1 }
    this.#last = entry
    const missing = entry.sequence - sequence - 1
    return { isRepeated: false, faults: missing > 0 ? missing : entry.time < time ? 1 : 0 }
  }
}
