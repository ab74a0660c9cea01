/**
 * Budgets for tests: by what they leave, so that they stay small when the figures of Limits.ts change.
 */
import { memory } from "../../src/protocol/Limits.ts"

/** A budget that leaves so many bytes to rooms and connections, of which rooms get seven eighths. */
export const budgetLeaving = (heldBytes: number): number =>
  Math.ceil((memory.sharedBytes + heldBytes) / (1 - memory.waitingShare))
