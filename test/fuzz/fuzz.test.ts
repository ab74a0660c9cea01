/** A few inputs of every fuzz target, so that they keep working; `npm run fuzz` feeds them a million each. */
import { it } from "@effect/vitest"
import * as fc from "fast-check"
import { targets } from "./targets.ts"

it.each(targets)("$name holds for frames that are almost right", ({ property }) => {
  fc.assert(property, { numRuns: 3_000 })
})
