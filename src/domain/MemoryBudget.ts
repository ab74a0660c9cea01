/**
 * The rule by which memory is given out: rooms x r + connections x c <= what the budget leaves for them.
 *
 * A part of the budget is kept for what all share, and a part for bytes that wait (WaitingBytes.ts). Of the rest, rooms
 * stop before connections do, so that who has a link can still join a room that is there. docs/CAPACITY.md.
 */
import { memory } from "../protocol/Limits.ts"

export interface MemoryBudget {
  /** For rooms and connections together. */
  readonly heldLimitBytes: number
  /** For bytes that wait, of all connections together. */
  readonly waitingLimitBytes: number
  heldBytes: number
}

export const make = (budgetBytes: number): MemoryBudget => {
  const waitingLimitBytes = Math.floor(budgetBytes * memory.waitingShare)
  const heldLimitBytes = Math.max(0, budgetBytes - memory.sharedBytes - waitingLimitBytes)
  return { heldLimitBytes, waitingLimitBytes, heldBytes: 0 }
}

/** Whether another room fits and leaves connections their part. */
export const fitsRoom = ({ heldBytes, heldLimitBytes }: MemoryBudget): boolean =>
  heldBytes + memory.roomBytes <= Math.floor(heldLimitBytes * (1 - memory.connectionShare))

/** Takes a connection in. Returns whether it fits; it is counted in any case, because it is there until it has closed. */
export const takeConnection = (budget: MemoryBudget, bytes: number): boolean => {
  budget.heldBytes += bytes
  return budget.heldBytes <= budget.heldLimitBytes
}
