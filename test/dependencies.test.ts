/**
 * Holds package.json and the lockfile to docs/decisions/0007: exact versions, no registry named, no known hole.
 */
import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly allowScripts: Readonly<Record<string, boolean>>
}

interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

interface LockedPackage {
  readonly version: string
  readonly hasInstallScript?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

// The shapes are npm's; a wrong one fails the tests below.
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest
const lockfileText = readFileSync("package-lock.json", "utf8")
const lockfile = JSON.parse(lockfileText) as Lockfile

/** Package -> the oldest version without the advisories that concern a relay. */
const floors: Readonly<Record<string, string>> = {
  // CVE-2026-45736 memory disclosure in close; CVE-2026-48779 memory by tiny or empty fragments.
  ws: "8.21.1",
  // CVE-2026-1526, -1527, -1528, -2229: WebSocket client, header injection in upgrades.
  undici: "7.24.0",
  // CVE-2026-32887: request contexts mixed up under load.
  effect: "3.20.0"
}

const isAtLeast = (version: string, floor: string): boolean =>
  version.localeCompare(floor, "en", { numeric: true }) >= 0

describe("dependencies", () => {
  it("are `ws` and nothing else at run time", () => {
    assert.deepStrictEqual(Object.keys(manifest.dependencies), ["ws"])
  })

  it("have exact versions in development", () => {
    const loose = Object.entries(manifest.devDependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))

    assert.deepStrictEqual(loose, [])
  })

  it("each have their reason in the decision record", () => {
    const record = readFileSync("docs/decisions/0007-development-dependencies.md", "utf8")

    const silent = Object.keys(manifest.devDependencies).filter((name) => !record.includes(`\`${name}\``))

    assert.deepStrictEqual(silent, [])
  })

  it("are locked without the address of a registry", () => {
    assert.notInclude(lockfileText, `"resolved"`)
  })

  it("are locked for every platform, or `npm ci` refuses the lockfile", () => {
    const missing = Object.values(lockfile.packages)
      .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
      .filter((name) => !Object.keys(lockfile.packages).some((path) => path.endsWith(`node_modules/${name}`)))

    assert.deepStrictEqual(missing, [])
  })

  it("run no install script but Node's own", () => {
    const scripted = Object.entries(lockfile.packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.replace(/^.*node_modules\//, ""))

    assert.deepStrictEqual(manifest.allowScripts, { node: true })
    assert.deepStrictEqual(scripted, ["node"])
  })

  it.each(Object.entries(floors))("hold %s at %s or above", (name, floor) => {
    const versions = Object.entries(lockfile.packages)
      .filter(([path]) => path.endsWith(`node_modules/${name}`))
      .map(([, { version }]) => version)

    assert.isNotEmpty(versions)
    assert.deepStrictEqual(
      versions.filter((version) => !isAtLeast(version, floor)),
      []
    )
  })
})
