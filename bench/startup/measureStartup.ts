/**
 * Startup and footprint of the program that people run, each with its largest part by name.
 */
import type { StartupFigures, StartupRun } from "../results.ts"
import { median } from "../statistics.ts"
import { startOnce } from "./firstJoin.ts"
import { measureFootprint } from "./footprint.ts"
import { memoryByPart } from "./memory.ts"

export const measureStartup = async (runs: number): Promise<StartupFigures> => {
  const starts: Array<StartupRun> = []
  while (starts.length < runs) starts.push(await startOnce())
  const of = (figure: (run: StartupRun) => number) => Math.round(median(starts.map(figure)) * 10) / 10
  const parts = {
    "Node.js": of((run) => run.bootMillis),
    "loading modules and listening": of((run) => run.readyMillis - run.bootMillis),
    "first room": of((run) => run.createMillis),
    "first join": of((run) => run.joinMillis)
  }
  const memory = await memoryByPart()
  return {
    firstJoinMillis: of((run) => run.readyMillis + run.createMillis + run.joinMillis),
    readyMillis: of((run) => run.readyMillis),
    millisByPart: parts,
    largestTime: largestOf(parts),
    rssBytes: Math.round(median(starts.map(({ rssBytes }) => rssBytes))),
    rssByPart: memory,
    largestMemory: largestOf(memory),
    footprint: measureFootprint()
  }
}

const largestOf = (parts: Readonly<Record<string, number>>): string =>
  Object.entries(parts).toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? ""
