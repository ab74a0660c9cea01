/**
 * What the doctor says: one sentence about one thing that it has looked at, and how bad it is.
 */

export type Level = "ok" | "warning" | "failure"

export interface Finding {
  /** What was looked at, in one word. */
  readonly check: string
  readonly level: Level
  /** What is so; if it is not ok, also what to change. */
  readonly text: string
}

export const ok = (check: string, text: string): Finding => ({ check, level: "ok", text })
export const warning = (check: string, text: string): Finding => ({ check, level: "warning", text })
export const failure = (check: string, text: string): Finding => ({ check, level: "failure", text })

/** One line per finding, in columns. */
export const report = (findings: ReadonlyArray<Finding>): string =>
  findings.map(({ check, level, text }) => `  ${level.padEnd(8)} ${check.padEnd(10)} ${text}`).join("\n")

/** How it stands, in a few words. */
export const summary = (findings: ReadonlyArray<Finding>): string => {
  const failures = countOf(findings, "failure")
  const warnings = countOf(findings, "warning")
  if (failures + warnings === 0) return "all is well"
  return [counted(failures, "failure"), counted(warnings, "warning")].filter((part) => part !== "").join(", ")
}

export const hasFailed = (findings: ReadonlyArray<Finding>): boolean => countOf(findings, "failure") > 0

const countOf = (findings: ReadonlyArray<Finding>, level: Level): number =>
  findings.filter((finding) => finding.level === level).length

const counted = (count: number, noun: string): string =>
  count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`
