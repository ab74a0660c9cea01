/**
 * The package as its users get it: packed, installed into an empty project, type-checked, embedded, run.
 */
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { copyFileSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"

interface Manifest {
  readonly version: string
  readonly devDependencies: Readonly<Record<string, string>>
}

// Our own file; test/dependencies.test.ts holds it to its shape.
const { devDependencies, version } = JSON.parse(readFileSync("package.json", "utf8")) as Manifest

const project = mkdtempSync(join(tmpdir(), "pug-package-"))

/** Runs a command and returns what it wrote. When the command fails, so does the test, with all that it wrote. */
const run = (directory: string, command: string, ...args: ReadonlyArray<string>): string => {
  const { status, stderr, stdout } = spawnSync(command, args, { cwd: directory, encoding: "utf8" })
  assert.strictEqual(status, 0, `${command} ${args.join(" ")}\n${stdout}${stderr}`)
  return stdout
}

/** A peer or tool at the version that we test. */
const exact = (name: string): string => `${name}@${devDependencies[name] ?? "missing"}`

/** A host with a page of its own and the relay under a prefix. It asks all of it, says what came, and ends. */
const host = `
import { createServer } from "node:http"
import { NodeHttpServer } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { HttpRouter, HttpServer, HttpServerResponse } from "effect/http"
import { Relay } from "pug-network"

const page = HttpRouter.add("GET", "/", HttpServerResponse.text("host"))
const routes = HttpRouter.serve(Layer.mergeAll(page, Relay.layer({ prefix: "/chat" })), {
  disableLogger: true,
  disableListenLog: true
})
const server = routes.pipe(Layer.provideMerge(NodeHttpServer.layer(createServer, { port: 0 })))

const get = (url: string | URL) =>
  Effect.promise(async () => {
    const response = await fetch(url)
    return { status: response.status, text: await response.text() }
  })

const program = Effect.gen(function* () {
  const { address } = yield* HttpServer.HttpServer
  const port = "port" in address ? address.port : 0
  const own = yield* get("http://localhost:" + port + "/")
  const room = "http://localhost:" + port + "/chat/r/AAAAAAAAAAAAAAAAAAAAAA"
  const relay = yield* get(room)
  const script = yield* get(new URL(/src="([^"]*)"/.exec(relay.text)?.[1] ?? "", room))
  return own.status + " from the host, " + relay.status + " from the relay, " + script.status + " for its script"
})

console.log(await Effect.runPromise(Effect.provide(program, server)))
`

describe("the package", () => {
  beforeAll(() => {
    run(".", "node", "scripts/build.ts", "--if-stale")
    run(".", "npm", "pack", "--ignore-scripts", "--pack-destination", project)
    writeFileSync(join(project, "package.json"), `{ "name": "host", "private": true, "type": "module" }`)
    const peers = ["effect", "@effect/platform-node", "lit"].map(exact)
    const tools = ["typescript", "@types/node", "vitest", "@effect/vitest"].map(exact)
    run(project, "npm", "install", "--prefer-offline", `./pug-network-${version}.tgz`, ...peers, ...tools)
    writeFileSync(join(project, "host.ts"), host)
    for (const file of globSync("examples/*.ts")) copyFileSync(file, join(project, basename(file)))
  }, 300_000)

  afterAll(() => rmSync(project, { recursive: true }))

  it("holds what runs and what one reads, and nothing else", () => {
    const files = run(project, "tar", "-tzf", `pug-network-${version}.tgz`).trim().split("\n")

    const strangers = files.filter(
      (file) =>
        !/^package\/(dist\/|bin\/pug-network\.cjs$|scripts\/check-node\.cjs$|deploy\/|docs\/(CAPACITY|DEPLOY|OPERATIONS|PROTOCOL|THREAT-MODEL|TROUBLESHOOTING)\.md$|(README|LICENSE|CHANGELOG|SECURITY)(\.md)?$|package\.json$)/.test(
          file
        )
    )

    assert.deepStrictEqual(strangers, [])
    for (const needed of [
      "index.js",
      "index.d.ts",
      "main.js",
      "testing.js",
      "client/index.js",
      "client/element.js",
      "app/index.html"
    ]) {
      assert.include(files, `package/dist/${needed}`)
    }
  })

  it(
    "has types under which the README's lines compile, without skipping those of libraries",
    { timeout: 60_000 },
    () => {
      const flags = ["--strict", "--exactOptionalPropertyTypes", "--allowImportingTsExtensions", "--noEmit"]
      const target = [
        "--target",
        "ES2024",
        "--lib",
        "ES2024,ESNext.Collection,DOM,DOM.Iterable",
        "--module",
        "NodeNext"
      ]

      run(project, "npx", "tsc", ...flags, ...target, "--types", "node", ...globSync("*.ts", { cwd: project }))
    }
  )

  it("is embedded by a host", { timeout: 60_000 }, () => {
    assert.strictEqual(
      run(project, "node", "host.ts").trim(),
      "200 from the host, 200 from the relay, 200 for its script"
    )
  })

  it("answers `npx pug-network --version`", { timeout: 60_000 }, () => {
    assert.strictEqual(run(project, "npx", "pug-network", "--version").trim(), version)
  })
})
