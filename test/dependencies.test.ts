/**
 * Holds package.json and the lockfiles to docs/decisions/0007 and SECURITY.md: exact versions, no registry named, no known
 * hole, licences that let everybody use what we ship, and a bill of materials that names it.
 */
import { assert, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sourceFacts } from "./support/SourceFacts.ts"

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
  readonly license?: string
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
  effect: "3.20.0",
  // CVE-2026-21710 a header named `__proto__`; CVE-2026-21717 hash flooding; CVE-2025-59466 stack overflow past any handler.
  node: "24.14.1",
  // CVE-2025-30208, -31125, -32395, -46565, -62522: the development server gives away files outside its root.
  vite: "7.1.11"
}

/** Licences that ask for no more than their text: of what we ship, and of the tools. */
const permissive = [
  "MIT",
  "MIT-0",
  "Unlicense",
  "ISC",
  "0BSD",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "BlueOak-1.0.0"
]
/** Of tools alone, which we neither change nor ship: a copyleft by file, and data. */
const forTools = [...permissive, "MPL-2.0", "CC-BY-4.0"]

/** The packages of everything that is installed for this repository: ours, the bench's, the tests' own. */
const lockfiles = ["package-lock.json", "bench/package-lock.json", ...globSync("test/*/package-lock.json")]

/** The licence as npm has it in the lockfile. */
const licenceOf = (directory: string, path: string, { license }: LockedPackage): string => {
  if (license !== undefined) return license
  return grantedInWriting[`${directory}/${path}`] ?? "none"
}

/** `(MIT OR CC0-1.0)` lets us choose. */
const choices = (licence: string): ReadonlyArray<string> => licence.replace(/^\((.*)\)$/, "$1").split(" OR ")

/** Packages with an old list of licences in place of one name; read by hand. */
const grantedInWriting: Readonly<Record<string, string>> = {
  "test/observatory/node_modules/busboy": "MIT",
  "test/observatory/node_modules/streamsearch": "MIT"
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

describe("licences", () => {
  it.each(lockfiles)("are ones that we know: %s", (file) => {
    const { packages } = JSON.parse(readFileSync(file, "utf8")) as Lockfile
    const found = Object.entries(packages).filter(([path]) => path !== "")

    const strange = found
      .map(([path, locked]) => [path, licenceOf(file.replace("/package-lock.json", ""), path, locked)] as const)
      .filter(([, licence]) => !choices(licence).some((choice) => forTools.includes(choice)))

    assert.isNotEmpty(found)
    assert.deepStrictEqual(strange, [])
  })
})

describe("the bill of materials", () => {
  interface Component {
    readonly name: string
    readonly version: string
    readonly purl: string
    readonly licenses: ReadonlyArray<{ readonly license: { readonly id: string } }>
    readonly hashes: ReadonlyArray<{ readonly alg: string; readonly content: string }>
  }

  const directory = mkdtempSync(join(tmpdir(), "pug-sbom-"))
  const written = (name: string): string => {
    const { status, stderr } = spawnSync(process.execPath, ["scripts/sbom.ts", join(directory, name)])
    assert.strictEqual(status, 0, stderr.toString())
    return readFileSync(join(directory, name), "utf8")
  }
  const text = written("first.json")
  const again = written("second.json")
  rmSync(directory, { recursive: true })
  const { components } = JSON.parse(text) as { readonly components: ReadonlyArray<Component> }
  const names = components.map(({ name }) => name)

  it("names what is installed with the package and what is in its page", () => {
    const client = globSync("src/client/**/*.ts").flatMap((path) => sourceFacts(readFileSync(path, "utf8")))
    const imported = client
      .filter(({ kind, name }) => kind === "import" && !name.startsWith(".") && !name.startsWith("node:"))
      .map(({ name }) => /^(?:@[^/]+\/)?[^/?]+/.exec(name)?.[0] ?? name)

    assert.includeMembers(names, ["ws", "effect", "@effect/platform-node", "lit", "lit-html", ...imported])
  })

  it("names no tool of ours", () => {
    assert.deepStrictEqual(
      ["vite", "vitest", "typescript", "oxlint", "playwright-core"].filter((name) => names.includes(name)),
      []
    )
  })

  it("says of each its version, its licence and the hash of what npm fetches", () => {
    for (const { hashes, licenses, name, purl, version } of components) {
      assert.strictEqual(purl, `pkg:npm/${name.replace("@", "%40")}@${version}`)
      assert.include(permissive, licenses[0]?.license.id, name)
      assert.match(hashes[0]?.content ?? "", /^[0-9a-f]{128}$/, name)
    }
  })

  it("is the same for the same lockfile", () => {
    assert.strictEqual(text, again)
  })
})
