/**
 * docs/TROUBLESHOOTING.md has a row for everything with which the relay says no, and for nothing else.
 */
import { assert, describe, it } from "@effect/vitest"
import { globSync, readFileSync } from "node:fs"
import { words } from "../src/client/elements/words/PageLanguage.ts"
import { waitWords } from "../src/client/elements/words/WaitWords.ts"
import { closeMeaning } from "../src/client/session/closeMeaning.ts"
import * as EnvClusterConfig from "../src/layers/EnvClusterConfig.ts"
import * as EnvRelayConfig from "../src/layers/EnvRelayConfig.ts"
import * as NodeListener from "../src/layers/NodeListener.ts"
import * as OperatorListener from "../src/layers/OperatorListener.ts"
import { closeCodes } from "../src/protocol/CloseCodes.ts"
import { http as limits, subprotocol } from "../src/protocol/Limits.ts"
import { ProblemCode } from "../src/protocol/RoomApi.ts"
import { clusterFamilies, listenerFamilies, relayFamilies } from "../src/services/RelayMetrics.ts"

const document = readFileSync("docs/TROUBLESHOOTING.md", "utf8")

/** The cells of a section's table, without those around its words. */
const rowsOf = (section: string): ReadonlyArray<ReadonlyArray<string>> => {
  const [, text = ""] = document.split(`\n## ${section}\n`)
  const lines = (text.split("\n## ")[0] ?? "").split("\n").filter((line) => line.startsWith("| "))
  return lines.slice(2).map((line) =>
    line
      .slice(2, -2)
      .split(" | ")
      .map((cell) => cell.replace(/^`(.*)`$/, "$1"))
  )
}

/** The title under which the page tells of a close. */
const titleOf = (code: number): string => {
  const meaning = closeMeaning(code)
  return meaning._tag === "Ended" ? words().end[meaning.reason].title : waitWords(meaning).title
}

const sources = globSync("src/{services,layers}/*.ts").map((file) => readFileSync(file, "utf8"))

describe("docs/TROUBLESHOOTING.md", () => {
  it("has a row for every close code, with what the page says", () => {
    assert.deepStrictEqual(
      rowsOf("A connection has ended").map((cells) => cells.slice(0, 3)),
      Object.values(closeCodes).map(({ code, reason }) => [String(code), reason, titleOf(code)])
    )
  })

  it("has a row for every code of the API's errors", () => {
    assert.sameMembers(
      rowsOf("A room could not be made").map(([, code = ""]) => code),
      [...ProblemCode.literals]
    )
  })

  it("has a row for every refusal of a handshake", () => {
    const code = sources.join("\n")
    const found = [...code.matchAll(/\bstatus: (4\d\d),\s+message: (["`])(.+?)\2/g)].map(
      ([, status = "", , message = ""]) => [
        status,
        message
          .replace("${subprotocol}", subprotocol)
          .replace("${limits.maxHeadersCount}", String(limits.maxHeadersCount))
      ]
    )

    assert.isAtLeast(found.length, 6)
    const unique = [...new Set(found.map((refusal) => refusal.join(" ")))]
    assert.sameMembers(
      rowsOf("A WebSocket was refused").map((cells) => cells.slice(0, 2).join(" ")),
      unique
    )
  })

  it("has a row for every error that stops the program", () => {
    // What becomes a close code or a problem has its row above.
    const answered = ["PolicyRefused", "WorkRejected", "TooMany", "RegistryFull", "JoinRefused"]
    const classes = sources.flatMap((text) =>
      [...text.matchAll(/class (\w+) extends Schema\.TaggedError/g)].map(([, name = ""]) => name)
    )
    // ServeError is Effect's own.
    const stopping = [...classes.filter((name) => !answered.includes(name)), "ServeError"]

    assert.sameMembers(
      rowsOf("The relay does not start").map(([name = ""]) => name),
      stopping
    )
  })
})

describe.each([
  "docs/TROUBLESHOOTING.md",
  "docs/DEPLOY.md",
  "deploy/pug-network.service",
  "deploy/Dockerfile",
  "compose.yaml"
])("%s", (file) => {
  it("names only settings and metrics that exist", () => {
    const settings = [
      NodeListener.settings,
      OperatorListener.settings,
      EnvRelayConfig.settings,
      EnvClusterConfig.settings
    ].flatMap((group) => Object.values(group).map(({ name }) => name))
    const metrics = [...relayFamilies, ...clusterFamilies, ...listenerFamilies].map(({ name }) => name)
    const named = [...readFileSync(file, "utf8").matchAll(/\b(?:PUG_[A-Z_]+|pug_[a-z_]+)/g)].map(([name]) => name)
    // A misspelt one, as an example.
    const known = [...settings, ...metrics, "PUG_PROT"]

    assert.isAbove(named.length, 0)
    assert.deepStrictEqual(
      named.filter((name) => !known.includes(name)),
      []
    )
  })
})
