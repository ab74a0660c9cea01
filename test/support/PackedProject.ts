/**
 * An empty project that has installed the package as its users do: packed, by npm, with the peers that we test.
 */
import { assert } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

interface Manifest {
  readonly version: string
  readonly devDependencies: Readonly<Record<string, string>>
}

// Our own file; test/dependencies.test.ts holds it to its shape.
const { devDependencies, version } = JSON.parse(readFileSync("package.json", "utf8")) as Manifest

export { version }

/** The file that `npm pack` has made, in the project's folder. */
export const packageFile = `pug-network-${version}.tgz`

export interface PackedProject {
  readonly directory: string
  /** Runs a command in the project and returns what it wrote. When the command fails, so does the test, with all of that. */
  readonly run: (command: string, ...args: ReadonlyArray<string>) => string
  readonly remove: () => void
}

/** Installs the package with others: at the version that we test, or at the one that is named behind an `@`. */
export const packedProject = (...others: ReadonlyArray<string>): PackedProject => {
  const directory = mkdtempSync(join(tmpdir(), "pug-package-"))
  const runIn = (cwd: string, command: string, args: ReadonlyArray<string>): string => {
    const { status, stderr, stdout } = spawnSync(command, args, { cwd, encoding: "utf8", env: environment })
    assert.strictEqual(status, 0, `${command} ${args.join(" ")}\n${stdout}${stderr}`)
    return stdout
  }
  runIn(".", "node", ["scripts/build.ts", "--if-stale"])
  runIn(".", "npm", ["pack", "--ignore-scripts", "--pack-destination", directory])
  writeFileSync(join(directory, "package.json"), `{ "name": "host", "private": true, "type": "module" }`)
  runIn(directory, "npm", ["install", "--prefer-offline", `./${packageFile}`, ...others.map(exact)])
  return {
    directory,
    run: (command, ...args) => runIn(directory, command, args),
    remove: () => rmSync(directory, { recursive: true })
  }
}

const exact = (name: string): string =>
  name.lastIndexOf("@") > 0 ? name : `${name}@${devDependencies[name] ?? "missing"}`

/** A test runner's own NODE_ENV would choose the development build of libraries. */
const { NODE_ENV: _, ...environment } = process.env
