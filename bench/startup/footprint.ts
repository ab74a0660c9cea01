/**
 * What an installation brings: the package, its dependency, the peers that it needs, and what those need.
 *
 * Read from node_modules as installed here, by the manifests; nothing is downloaded.
 */
import { existsSync, globSync, readFileSync, statSync } from "node:fs"
import { dirname, join } from "node:path"
import type { FootprintFigures } from "../results.ts"

const root = new URL("../..", import.meta.url).pathname

interface Manifest {
  readonly files?: ReadonlyArray<string>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

// npm's own format.
const manifestOf = (directory: string): Manifest =>
  JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as Manifest

export const measureFootprint = (): FootprintFigures => {
  const own = manifestOf(root)
  const installed = new Set<string>()
  collect(root, installed)
  const sizes = new Map([...installed].map((directory) => [directory.slice(root.length), bytesUnder(directory)]))
  const ownFiles = (own.files ?? []).flatMap((entry) => globSync([entry, `${entry}/**`], { cwd: root }))
  sizes.set("pug-network", sum(ownFiles.map((file) => fileBytes(join(root, file)))))
  const [largest = ["", 0]] = [...sizes].toSorted(([, a], [, b]) => b - a)
  return {
    installBytes: sum([...sizes.values()]),
    packages: installed.size,
    directDependencies: Object.keys(own.dependencies ?? {}),
    requiredPeers: requiredPeersOf(own),
    ownBytes: sizes.get("pug-network") ?? 0,
    largest: { name: largest[0].replace(/^.*node_modules\//, ""), bytes: largest[1] }
  }
}

const requiredPeersOf = ({ peerDependencies = {}, peerDependenciesMeta = {} }: Manifest): ReadonlyArray<string> =>
  Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true)

const collect = (directory: string, installed: Set<string>): void => {
  const manifest = manifestOf(directory)
  for (const name of [...Object.keys(manifest.dependencies ?? {}), ...requiredPeersOf(manifest)]) {
    const found = resolveFrom(directory, name)
    if (found === undefined) throw new Error(`${name}, needed in ${directory}, is not installed`)
    if (installed.has(found)) continue
    installed.add(found)
    collect(found, installed)
  }
}

/** Node's own search: here, and then in every directory above. */
const resolveFrom = (directory: string, name: string): string | undefined => {
  const here = join(directory, "node_modules", name)
  if (existsSync(join(here, "package.json"))) return here
  const above = dirname(directory)
  return above === directory ? undefined : resolveFrom(above, name)
}

const bytesUnder = (directory: string): number =>
  sum(
    globSync("**", { cwd: directory, exclude: (path) => path === "node_modules" }).map((path) =>
      fileBytes(join(directory, path))
    )
  )

const fileBytes = (path: string): number => {
  const facts = statSync(path, { throwIfNoEntry: false })
  return facts?.isFile() === true ? facts.size : 0
}

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((total, number) => total + number, 0)
