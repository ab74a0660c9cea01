/**
 * Writes out the lanes of all rooms together, at the end of a turn of the event loop at the latest.
 *
 * What many rooms append while Node reads its sockets shares one wake-up: setImmediate runs after the reads of the turn,
 * so that a batch holds all of them, where a microtask would run after each. Past `maxWaitingLanes` it does not wait: what
 * so many rooms have gathered is still in the processor's cache.
 */
import { maxWaitingLanes } from "../protocol/Limits.ts"

export interface Pumped {
  readonly flush: () => void
  /** A flush threw: a defect of this one, which must not stop the others. */
  readonly failed: (defect: unknown) => void
}

export interface TurnPump {
  /** Flushes by the end of this turn. The caller asks once per flush. */
  readonly enqueue: (lane: Pumped) => void
}

export const make = (): TurnPump => {
  let waiting: Array<Pumped> = []
  const pump = () => {
    const lanes = waiting
    waiting = []
    for (const lane of lanes) {
      try {
        lane.flush()
      } catch (defect) {
        lane.failed(defect)
      }
    }
  }
  return {
    enqueue: (lane) => {
      if (waiting.length >= maxWaitingLanes) pump()
      if (waiting.push(lane) === 1) setImmediate(pump)
    }
  }
}
