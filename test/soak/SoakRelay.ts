/**
 * A relay of its own for each part of the soak, on a port of its own, and what it weighs.
 */
import { readFileSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { type RelayProcess, startRelay } from "../support/RelayProcess.ts"

export interface Memory {
  /** Heap and the buffers outside of it, after a collection. */
  readonly heapBytes: number
  readonly rssBytes: number
}

export interface SoakRelay extends RelayProcess {
  readonly port: number
  /** After a full collection. */
  readonly memory: () => Promise<Memory>
  /** As the kernel sees it now. */
  readonly rssBytes: () => number
}

export const start = async (settings: Readonly<Record<string, string>> = {}): Promise<SoakRelay> => {
  const relay = await startRelay({ PUG_HOST: "127.0.0.1", ...settings }, "test/soak/relay.ts")
  const reports = () => [...relay.output().matchAll(/^memory (.*)$/gm)]
  return {
    ...relay,
    port: Number(new URL(relay.url).port),
    memory: async () => {
      const known = reports().length
      relay.child.kill("SIGUSR2")
      for (let waits = 0; waits < 200; waits++) {
        await sleep(50)
        const report = reports()[known]?.[1]
        // relay.ts prints exactly this.
        if (report !== undefined) return JSON.parse(report) as Memory
      }
      throw new Error("the relay has not said within 10 s what it holds")
    },
    rssBytes: () => {
      const pages = Number(readFileSync(`/proc/${relay.child.pid}/statm`, "utf8").split(" ")[1])
      return pages * 4_096
    }
  }
}

export const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MiB`
