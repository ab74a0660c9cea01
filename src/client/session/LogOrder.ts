/**
 * Whether the entries of a log follow each other as the relay has promised: sequence numbers without gap or repetition.
 * PROTOCOL.md section 5.1. Their times are RelayClock's.
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
  #last: number

  /** The log of a client starts with its own join, whose sequence Joined has announced. */
  constructor(joinSequence: number) {
    this.#last = joinSequence - 1
  }

  next(sequence: number): OrderVerdict {
    const last = this.#last
    if (sequence <= last) return { isRepeated: true, faults: 1 }
    this.#last = sequence
    return { isRepeated: false, faults: sequence - last - 1 }
  }
}
