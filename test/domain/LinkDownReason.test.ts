import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { LinkDownReason } from "../../src/domain/LinkDownReason.ts"

/** The first column of the table behind "A link ends, on each side once, for these reasons". */
const documented = (): Array<string | undefined> => {
  const text = readFileSync(new URL("../../docs/CLUSTER.md", import.meta.url), "utf8")
  const [, behind = ""] = text.split("for these reasons:")
  const [table = ""] = behind.split('\n\n"Nobody there"')
  return [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, reason]) => reason)
}

describe("the reasons for which a link ends", () => {
  it("are those of docs/CLUSTER.md section 4", () => {
    assert.sameMembers([...LinkDownReason.literals], documented())
  })
})
