/**
 * What axe finds on a page that has no frames.
 */
import { AxeBuilder } from "@axe-core/playwright"
import type { Page } from "playwright-core"

type AxeOptions = Parameters<AxeBuilder["options"]>[0]
type AxeResults = Awaited<ReturnType<AxeBuilder["analyze"]>>

declare global {
  interface Window {
    axe?: { readonly run: (options: AxeOptions) => Promise<AxeResults> }
  }
}

/** The rules of WCAG 2.2 AA. */
export const wcagTags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

/** A line for each element that breaks a rule with one of these tags. */
export const axeFindings = async (page: Page, tags: Array<string>): Promise<ReadonlyArray<string>> => {
  const options: AxeOptions = { runOnly: tags, resultTypes: ["violations"] }
  // The builder brings half a megabyte of axe into the page; what it has brought runs again. Without legacy mode it
  // gathers its results in a second page, and there are no frames to gather from.
  const again = await page.evaluate((options) => window.axe?.run(options), options)
  const { violations } = again ?? (await new AxeBuilder({ page }).options(options).setLegacyMode().analyze())
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary ?? ""}`)
  )
}
