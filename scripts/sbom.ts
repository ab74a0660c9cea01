/**
 * `npm run sbom`: writes dist/sbom.json (or where its argument says), what the package needs or carries, as CycloneDX 1.6, from the lockfile.
 *
 * These are the dependencies, the peers at the version that was tested, and what vite puts into the page; not the tools
 * of development, which nobody who installs the package gets. The same lockfile gives the same bytes: no time, no serial.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"

interface Locked {
  readonly version: string
  readonly license?: string
  readonly integrity?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

interface Manifest extends Locked {
  readonly name: string
  readonly peerDependencies: Readonly<Record<string, string>>
}

// Both files are npm's and ours; test/dependencies.test.ts holds them to their shape.
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest
const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  readonly packages: Readonly<Record<string, Locked>>
}

/** In the page that dist/app holds, besides the peers: every package that src/client imports is here or a peer. */
const bundled = ["lean-qr"]

/** Where Node would find `name` from the package at `path`. */
const resolve = (path: string, name: string): string => {
  const own = `${path === "" ? "" : `${path}/`}node_modules/${name}`
  if (packages[own] !== undefined) return own
  if (path === "") throw new Error(`${name} is not in the lockfile`)
  return resolve(path.slice(0, Math.max(0, path.lastIndexOf("/node_modules/"))), name)
}

const reached = new Map<string, ReadonlyArray<string>>()
const visit = (path: string): void => {
  if (reached.has(path)) return
  const needs = Object.keys(packages[path]?.dependencies ?? {}).map((name) => resolve(path, name))
  reached.set(path, needs)
  needs.forEach(visit)
}

const roots = [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.peerDependencies), ...bundled]
const rootPaths = roots.map((name) => resolve("", name))
rootPaths.forEach(visit)

const nameOf = (path: string): string => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)
const lockedAt = (path: string): Locked => {
  const locked = packages[path]
  if (locked === undefined) throw new Error(`${path} is not in the lockfile`)
  return locked
}
const purl = (name: string, version: string): string => `pkg:npm/${name.replace("@", "%40")}@${version}`
const refOf = (path: string): string => purl(nameOf(path), lockedAt(path).version)

const componentOf = (path: string) => {
  const { integrity = "", license = "", version } = lockedAt(path)
  const [, digest = ""] = integrity.split("sha512-")
  return {
    type: "library",
    "bom-ref": refOf(path),
    name: nameOf(path),
    version,
    purl: refOf(path),
    ...(license.includes(" ") ? { licenses: [{ expression: license }] } : { licenses: [{ license: { id: license } }] }),
    ...(digest === "" ? {} : { hashes: [{ alg: "SHA-512", content: Buffer.from(digest, "base64").toString("hex") }] })
  }
}

const self = purl(manifest.name, manifest.version)
const byRef = [...reached.keys()].toSorted((a, b) => (refOf(a) < refOf(b) ? -1 : 1))
const bill = {
  bomFormat: "CycloneDX",
  specVersion: "1.6",
  version: 1,
  metadata: {
    component: {
      type: "application",
      "bom-ref": self,
      name: manifest.name,
      version: manifest.version,
      purl: self,
      licenses: [{ license: { id: manifest.license } }]
    }
  },
  components: byRef.map(componentOf),
  dependencies: [
    { ref: self, dependsOn: rootPaths.map(refOf).toSorted() },
    ...byRef.map((path) => ({ ref: refOf(path), dependsOn: (reached.get(path) ?? []).map(refOf).toSorted() }))
  ]
}

const [, , output = "dist/sbom.json"] = process.argv
mkdirSync(dirname(output), { recursive: true })
writeFileSync(output, `${JSON.stringify(bill, null, 2)}\n`)
