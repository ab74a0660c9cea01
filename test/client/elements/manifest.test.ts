/** What custom-elements.json says of `<pug-room>` is what the code does. */
import { spawnSync } from "node:child_process"
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"

interface Named {
  readonly name: string
  readonly description: string
  readonly type?: { readonly text: string }
  readonly default?: string
}

interface Manifest {
  readonly modules: ReadonlyArray<{
    readonly path: string
    readonly declarations?: ReadonlyArray<
      Named & Readonly<Record<"members" | "events" | "cssParts" | "cssProperties", ReadonlyArray<Named>>>
    >
  }>
}

const write = (): Manifest => {
  const directory = mkdtempSync(join(tmpdir(), "pug-manifest-"))
  const file = join(directory, "custom-elements.json")
  const { status, stderr } = spawnSync(process.execPath, ["scripts/element-manifest.ts", file], { encoding: "utf8" })
  assert.strictEqual(status, 0, stderr)
  const text = readFileSync(file, "utf8")
  rmSync(directory, { recursive: true })
  // The shape is that of our script; a wrong one fails the tests below.
  return JSON.parse(text) as Manifest
}

const { modules } = write()
const element = modules[0]?.declarations?.[0]
const namesOf = (list: ReadonlyArray<Named> = []): ReadonlyArray<string> => list.map(({ name }) => name)
const source = (name: string): string => readFileSync(`src/client/elements/${name}.ts`, "utf8")
const partsIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/\bpart="(\w+)"/g)].map(([, name = ""]) => name)

describe("the manifest of the element", () => {
  it("names what a host sets, and nothing that is internal", () => {
    assert.deepStrictEqual(namesOf(element?.members), ["link", "creatorCapability", "name", "password"])
  })

  it("names every part, and no part that is not there", () => {
    const exported = /exportparts="([^"]*)"/.exec(source("pug-room"))?.[1]?.split(", ") ?? []

    assert.sameMembers([...exported], [...partsIn(source("pug-chat"))])
    assert.sameMembers([...namesOf(element?.cssParts)], [...partsIn(source("pug-room")), ...exported])
  })

  it("names custom properties that have a default and that a style reads", () => {
    const styles = globSync("src/client/{elements,styles}/*.ts").map((file) => readFileSync(file, "utf8"))

    const idle = element?.cssProperties.filter(
      (property) => property.default === undefined || !styles.some((text) => text.includes(`var(${property.name})`))
    )

    assert.isAbove(element?.cssProperties.length ?? 0, 10)
    assert.deepStrictEqual(idle, [])
  })

  it("names events with the types that the package exports", () => {
    const known = [...source("events").matchAll(/^ {2}"([\w-]+)":/gm)].map(([, name]) => name)

    assert.includeMembers(known, [...namesOf(element?.events)])
    for (const { name, type } of element?.events ?? []) assert.strictEqual(type?.text, `PugEvent<"${name}">`)
  })

  it("names files that the package has", () => {
    const missing = modules.map(({ path }) => path.replace("dist/", "src/").replace(".js", ".ts"))

    assert.deepStrictEqual(
      missing.filter((path) => globSync(path).length === 0),
      []
    )
  })
})
