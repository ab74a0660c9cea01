/**
 * The memory that rooms and connections of one relay may take together, by formula and not by measurement: what is
 * refused does not depend on when garbage was collected. docs/CAPACITY.md.
 *
 * All of it is synchronous, so that between the question and the taking no other fiber runs.
 */
import { Context } from "effect"
import type { WaitingBytes } from "../domain/WaitingBytes.ts"

/** How much of a budget is in use, by formula. */
export interface MemoryUse {
  readonly heldBytes: number
  /** Where connections are refused. */
  readonly limitBytes: number
  readonly waitingBytes: number
}

export class MemoryBudget extends Context.Service<
  MemoryBudget,
  {
    /** Whether there is place for another room. False a little earlier than for connections. */
    readonly fitsRoom: () => boolean
    readonly takeRoom: () => void
    readonly giveRoom: () => void
    /**
     * Counts a connection of so many bytes, and returns whether there is place for it. One without place is counted too,
     * until it has closed: whoever takes gives back.
     */
    readonly takeConnection: (bytes: number) => boolean
    readonly giveConnection: (bytes: number) => void
    /** The bytes that wait in all connections. */
    readonly waiting: WaitingBytes
    readonly use: () => MemoryUse
  }
>()("pug-network/services/MemoryBudget") {}
