/**
 * Holds docs/THREAT-MODEL.md to its word: every promise names at least one test, and every test it names is there.
 */
import { assert, describe, it } from "@effect/vitest"
import { existsSync, readFileSync } from "node:fs"

interface Proof {
  readonly file: string
  readonly title: string
}

/** Every `- ` item under a line that begins with "Promised", up to the next paragraph that is none. */
const promisesOf = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/^Promised[^\n]*:\n\n((?:[ -] [^\n]*\n)+)/gm)].flatMap(([, list = ""]) =>
    list.split(/^- /m).slice(1)
  )

const proofsOf = (promise: string): ReadonlyArray<Proof> =>
  [...promise.matchAll(/^ {2}Proof: `([^`]+)`: "([^\n]+)"$/gm)].map(([, file = "", title = ""]) => ({ file, title }))

/** A test is there if its title stands in the file as a string of its own. */
const isThere = ({ file, title }: Proof): boolean =>
  existsSync(file) && readFileSync(file, "utf8").includes(JSON.stringify(title))

const model = readFileSync("docs/THREAT-MODEL.md", "utf8")
const promises = promisesOf(model)

describe("docs/THREAT-MODEL.md", () => {
  it("says of every attacker what is promised and what is not", () => {
    const attackers = model.split(/^## /m).slice(1, -1)

    const silent = attackers.filter((text) => !/^Promised/m.test(text) || !text.includes("\nNot promised: "))

    assert.isAtLeast(attackers.length, 10)
    assert.deepStrictEqual(silent, [])
  })

  it("names a test for every promise", () => {
    assert.isAtLeast(promises.length, 30)
    assert.deepStrictEqual(
      promises.filter((promise) => proofsOf(promise).length === 0),
      []
    )
  })

  it("names only tests that are there", () => {
    const proofs = promises.flatMap(proofsOf)

    assert.lengthOf(proofs, model.match(/Proof: /g)?.length ?? 0)
    assert.deepStrictEqual(
      proofs.filter((proof) => !isThere(proof)),
      []
    )
  })
})
