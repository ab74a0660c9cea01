/**
 * All that a process of ours holds in memory: its heap, its buffers and its stacks, wherever they are, as Linux shows them.
 * A heap snapshot would show strings and objects, and leave out what is in buffers.
 */
import { closeSync, openSync, readFileSync, readSync } from "node:fs"

const pageBytes = 4_096
/** Of a page in /proc/<pid>/pagemap: in memory, or swapped out. */
const presentBits = 0b1100_0000

/** The pages that the process could have written to, in one buffer for each run of neighbours. */
export const memoryOf = (pid: number): ReadonlyArray<Buffer> => {
  const memory = openSync(`/proc/${pid}/mem`, "r")
  const pagemap = openSync(`/proc/${pid}/pagemap`, "r")
  try {
    return readFileSync(`/proc/${pid}/maps`, "utf8")
      .split("\n")
      .flatMap((line) => {
        const [, from = "", to = ""] = /^([0-9a-f]+)-([0-9a-f]+) rw.p /.exec(line) ?? []
        return from === "" ? [] : runsOf(pagemap, Number.parseInt(from, 16), Number.parseInt(to, 16))
      })
      .map(({ bytes, from }) => {
        const run = Buffer.alloc(bytes)
        return run.subarray(0, readSync(memory, run, 0, bytes, from))
      })
  } finally {
    closeSync(memory)
    closeSync(pagemap)
  }
}

interface Run {
  readonly from: number
  bytes: number
}

/** Most of what is mapped has never been touched. */
const runsOf = (pagemap: number, from: number, to: number): ReadonlyArray<Run> => {
  const entries = Buffer.alloc(((to - from) / pageBytes) * 8)
  readSync(pagemap, entries, 0, entries.length, (from / pageBytes) * 8)
  const runs: Array<Run> = []
  for (let page = 0; page * 8 < entries.length; page++) {
    if (((entries[page * 8 + 7] ?? 0) & presentBits) === 0) continue
    const address = from + page * pageBytes
    const last = runs.at(-1)
    if (last !== undefined && last.from + last.bytes === address) last.bytes += pageBytes
    else runs.push({ from: address, bytes: pageBytes })
  }
  return runs
}
