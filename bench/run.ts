/**
 * npm run bench: measures our relay against what people would pick instead, in one run. See options.ts.
 */
import { measureIdle } from "./idle/measureIdle.ts"
import { measureGrowth } from "./growth.ts"
import { measureTopology, type Sample } from "./measure.ts"
import { help, type Options, type Part, readOptions } from "./options.ts"
import { prepare } from "./prepare.ts"
import { writeReport } from "./report/writeReport.ts"
import { describeRun, readResults, writeResults } from "./resultsFile.ts"
import { selfTest } from "./selfTest.ts"
import { byTopology, topologyName } from "./shapes.ts"
import { measureStartup } from "./startup/measureStartup.ts"
import { summarize } from "./summary.ts"
import { printGrowth, printIdle, printShapes, printStartup } from "./table.ts"

/** A load average above this is not ours, at the start of a run. */
const quietLoad = 0.7

const options = readOptions(process.argv.slice(2))

if (options.isHelp) console.log(help)
else if (options.isReport) writeReport(readResults())
else await bench()

async function bench(): Promise<void> {
  const { isFromSource, isQuick, isWhole, parts } = options
  prepare(options)
  const run = describeRun(options)
  if (run.loadAverage > quietLoad) {
    process.stderr.write(`load average ${run.loadAverage.toFixed(1)}: something else runs here, expect noise\n`)
  }
  if (isWhole && !isQuick) await told("the verification finds planted faults", selfTest)
  const has = (part: Part) => parts.includes(part)
  const shapes = has("shapes") ? summarize(await measureShapes(options)) : []
  printShapes(shapes)
  const idle = has("idle") && (await told("idle", () => measureIdle(isQuick, { isFromSource })))
  if (idle) printIdle(idle)
  const startup = has("startup") && (await told("startup", () => measureStartup(isQuick ? 2 : 9)))
  if (startup) printStartup(startup)
  const growth = has("growth") && (await told("growth", () => measureGrowth({ isFromSource })))
  if (growth) printGrowth(growth)
  if (!isWhole || !idle || !startup) return
  const results = { ...run, shapes, idle, startup, ...(growth && { growth }) }
  writeResults(results)
  if (!isQuick) writeReport(results)
}

async function measureShapes({ peers, profile, shapes, ...rest }: Options): Promise<ReadonlyArray<Sample>> {
  const samples: Array<Sample> = []
  for (let round = 0; round < profile.rounds; round += 1) {
    for (const [topology, group] of byTopology(shapes)) {
      const title = `round ${round + 1} of ${profile.rounds}, ${topologyName(topology)}`
      const request = { peers, profile, turn: round, ...rest }
      samples.push(...(await told(title, () => measureTopology(topology, group, request))))
    }
  }
  return samples
}

/** Says what has been done and how long it took, on standard error. */
async function told<Result>(title: string, work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now()
  const result = await work()
  process.stderr.write(`${title}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`)
  return result
}
