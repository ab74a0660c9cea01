/**
 * The results into docs/PERFORMANCE.md, between its marks, and the plots beside it.
 */
import { readFileSync, writeFileSync } from "node:fs"
import type { Results } from "../results.ts"
import { ratioPlot } from "./ratioPlot.ts"
import { growthPlot } from "./growthPlot.ts"
import { tables } from "./tables.ts"

const docs = new URL("../../docs/", import.meta.url)
const begin = "<!-- results: begin -->"
const end = "<!-- results: end -->"

export const writeReport = (results: Results): void => {
  const page = new URL("PERFORMANCE.md", docs)
  const text = readFileSync(page, "utf8")
  const [before, rest] = text.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error(`docs/PERFORMANCE.md lacks ${begin} or ${end}`)
  writeFileSync(page, `${before}${begin}\n\n${tables(results)}\n\n${end}${after}`)
  writeFileSync(new URL("performance.svg", docs), ratioPlot(results))
  if (results.growth !== undefined) writeFileSync(new URL("growth.svg", docs), growthPlot(results.growth))
}
