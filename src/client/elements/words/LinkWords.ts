/**
 * What was done to a link that came mangled, in plain words.
 */
import type { LinkRepair } from "../../LinkText.ts"
import { words } from "./PageLanguage.ts"

/** What was done to a pasted text, as one line; empty if nothing was. */
export const repairText = (repairs: ReadonlyArray<LinkRepair>): string => {
  const { repaired, repairs: texts, repairSeparator } = words().paste
  return repairs.length === 0 ? "" : repaired(repairs.map((repair) => texts[repair]).join(repairSeparator))
}
