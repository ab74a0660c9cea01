/**
 * The grade that the MDN HTTP Observatory gives to the relay, by its own grader, offline: against the real relay with TLS
 * on loopback.
 *
 * The grader is a package of its own beside this file, so that nobody else installs what it needs. It wants a list of
 * preloaded hosts beside its code, which its install script would fetch: a copy of the code, with an empty list, runs.
 */
import { assert, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { startRelay } from "../support/RelayProcess.ts"
import * as SelfSignedCertificate from "../support/SelfSignedCertificate.ts"

const home = resolve("test/observatory")
const grader = join(home, "node_modules/@mdn/mdn-http-observatory")

interface Report {
  readonly scan: { readonly grade: string; readonly score: number; readonly testsFailed: number }
  readonly tests: Readonly<Record<string, { readonly result: string; readonly scoreModifier: number }>>
}

const run = (program: string, args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}): string => {
  const { status, stderr, stdout } = spawnSync(program, args, { encoding: "utf8", env: { ...process.env, ...env } })
  if (status !== 0) throw new Error(`${program} ${args[0] ?? ""} failed:\n${stdout}${stderr}`)
  return stdout
}

/** Grades what answers at `host`, whose certificate is trusted for the occasion. */
const grade = (directory: string, host: string): Report => {
  if (!existsSync(grader)) run("npm", ["ci", "--prefix", home, "--no-audit", "--no-fund"])
  for (const part of ["src", "conf", "package.json"]) {
    cpSync(join(grader, part), join(directory, part), { recursive: true })
  }
  writeFileSync(join(directory, "conf/hsts-preload.json"), "{}")
  const program = `import { scan } from ${JSON.stringify(join(directory, "src/scanner/index.js"))}
    console.log(JSON.stringify(await scan(${JSON.stringify(host)})))`
  const printed = run(process.execPath, ["--input-type=module", "--eval", program], {
    CONFIG_FILE: join(directory, "conf/config-test.json"),
    NODE_EXTRA_CA_CERTS: join(directory, "cert.pem")
  })
  // The shape is the grader's; a wrong one fails the test.
  return JSON.parse(printed) as Report
}

describe("the MDN HTTP Observatory", () => {
  it("gives the relay A+, with 130 points or more", { timeout: 300_000 }, async () => {
    // Inside the grader's own package, so that its imports are found.
    const directory = mkdtempSync(join(home, ".probe-"))
    const { cert, key } = SelfSignedCertificate.make()
    writeFileSync(join(directory, "cert.pem"), cert)
    writeFileSync(join(directory, "key.pem"), key)
    const relay = await startRelay(
      { PUG_TLS_CERT: join(directory, "cert.pem"), PUG_TLS_KEY: join(directory, "key.pem") },
      "dist/main.js"
    )
    try {
      const { scan, tests } = grade(directory, new URL(relay.url).host)

      const points = Object.entries(tests).map(
        ([name, { result, scoreModifier }]) => `${scoreModifier} ${name}: ${result}`
      )
      process.stdout.write(`Observatory: ${scan.grade}, ${scan.score} points\n${points.join("\n")}\n`)
      assert.deepStrictEqual({ grade: scan.grade, testsFailed: scan.testsFailed }, { grade: "A+", testsFailed: 0 })
      assert.isAtLeast(scan.score, 130)
    } finally {
      await relay.stop()
      rmSync(directory, { recursive: true })
    }
  })
})
