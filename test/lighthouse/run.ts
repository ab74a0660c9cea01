/**
 * `npm run lighthouse`: opens the home page three times as a phone would, prints what Lighthouse says, and fails if the
 * median misses a goal. The times want a machine that does nothing else.
 */
import { busyness, judge, type Measure } from "../support/goalTable.ts"
import { startRelay } from "../support/RelayProcess.ts"
import { type Report, reportOn } from "./lighthouse.ts"

const load = busyness()
const relay = await startRelay({}, "dist/main.js")
const reports = [1, 2, 3].map(() => reportOn(relay.url))
await relay.stop()

const measure = (name: string, goal: Measure["goal"], of: (report: Report) => number): Measure => {
  const values = reports.map(of)
  const [, median = Number.NaN] = values.toSorted((one, other) => one - other)
  return { name, value: median, goal, from: values.join("  ") }
}

const score = (category: string, least: number): Measure =>
  measure(category, { atLeast: least }, ({ scores }) => scores[category] ?? Number.NaN)

judge(
  [
    score("performance", 95),
    score("accessibility", 100),
    score("best-practices", 100),
    score("seo", 100),
    measure("largest contentful paint, ms", { atMost: 2000 }, (report) => Math.round(report.largestContentfulPaint)),
    measure("total blocking time, ms", { atMost: 200 }, (report) => Math.round(report.totalBlockingTime)),
    measure("cumulative layout shift", { atMost: 0 }, (report) => report.cumulativeLayoutShift)
  ],
  [load, ...new Set(reports.flatMap(({ failures }) => failures.map((failure) => `not passed: ${failure}`)))]
)
