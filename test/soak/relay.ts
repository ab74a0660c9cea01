/**
 * The relay as a program, which on SIGUSR2 collects its garbage and prints what it holds: only so is memory comparable.
 */
import { setTimeout as sleep } from "node:timers/promises"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import "../../src/main.ts"

setFlagsFromString("--expose-gc")
const collectGarbage: unknown = runInNewContext("gc")

process.on("SIGUSR2", async () => {
  // "last-resort" also gives back the pages that V8 keeps for later, some 130 MB after a busy time. Again and again,
  // because some garbage is found only once finalizers of the last time have run.
  for (let collections = 0; collections < 4; collections++) {
    if (typeof collectGarbage === "function") collectGarbage({ type: "major", flavor: "last-resort" })
    await sleep(50)
  }
  const { external, heapUsed, rss } = process.memoryUsage()
  process.stdout.write(`memory ${JSON.stringify({ heapBytes: heapUsed + external, rssBytes: rss })}\n`)
})
