/**
 * The budget of RelayConfig, or the share of the heap limit that Node has been started with if none is given.
 */
import { getHeapStatistics } from "node:v8"
import { Effect, Layer } from "effect"
import * as Budget from "../domain/MemoryBudget.ts"
import { WaitingBytes } from "../domain/WaitingBytes.ts"
import { memory } from "../protocol/Limits.ts"
import { MemoryBudget } from "../services/MemoryBudget.ts"
import { RelayConfig } from "../services/RelayConfig.ts"

export const layer: Layer.Layer<MemoryBudget> = Layer.effect(
  MemoryBudget,
  Effect.gen(function* () {
    const { memoryBudgetBytes } = yield* RelayConfig
    const budget = Budget.make(memoryBudgetBytes === 0 ? defaultBudgetBytes() : memoryBudgetBytes)
    const waiting = new WaitingBytes(budget.waitingLimitBytes)

    return MemoryBudget.of({
      fitsRoom: () => Budget.fitsRoom(budget),
      takeRoom: () => void (budget.heldBytes += memory.roomBytes),
      giveRoom: () => void (budget.heldBytes -= memory.roomBytes),
      takeConnection: (bytes) => Budget.takeConnection(budget, bytes),
      giveConnection: (bytes) => void (budget.heldBytes -= bytes),
      waiting,
      use: () => ({
        heldBytes: budget.heldBytes,
        limitBytes: budget.heldLimitBytes,
        waitingBytes: waiting.sumBytes
      })
    })
  })
)

const defaultBudgetBytes = (): number => Math.floor(getHeapStatistics().heap_size_limit * memory.heapShare)
