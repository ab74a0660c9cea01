/**
 * The package as its users get it: packed, installed into an empty project, type-checked, embedded, run.
 */
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { copyFileSync, globSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { packageFile, type PackedProject, packedProject, version } from "./support/PackedProject.ts"

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
  let project: PackedProject

  beforeAll(() => {
    const tools = ["typescript", "@types/node", "vitest", "@effect/vitest"]
    project = packedProject("effect", "@effect/platform-node", "lit", ...tools)
    writeFileSync(join(project.directory, "host.ts"), host)
    for (const file of globSync(["examples/*.ts", "examples/*/*.ts"])) {
      copyFileSync(file, join(project.directory, basename(file)))
    }
  }, 300_000)

  afterAll(() => project?.remove())

  it("holds what runs and what one reads, and nothing else", () => {
    const files = project.run("tar", "-tzf", packageFile).trim().split("\n")

    const strangers = files.filter(
      (file) =>
        !/^package\/(dist\/|bin\/pug-network\.cjs$|scripts\/check-node\.cjs$|deploy\/|docs\/(CAPACITY|DEPLOY|EMBED|OPERATIONS|PROTOCOL|THREAT-MODEL|TROUBLESHOOTING)\.md$|(README|LICENSE|CHANGELOG|SECURITY)(\.md)?$|package\.json$)/.test(
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
      "client/pow/pow.worker.js",
      "custom-elements.json",
      "app/index.html"
    ]) {
      assert.include(files, `package/dist/${needed}`)
    }
  })

  it(
    "has types under which the README's lines compile, without skipping those of libraries",
    { timeout: 180_000 },
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

      const files = globSync("*.ts", { cwd: project.directory })
      project.run("npx", "tsc", ...flags, ...target, "--types", "node", ...files)
    }
  )

  it("is embedded by a host", { timeout: 180_000 }, () => {
    assert.strictEqual(
      project.run("node", "host.ts").trim(),
      "200 from the host, 200 from the relay, 200 for its script"
    )
  })

  it("answers `npx pug-network --version`", { timeout: 180_000 }, () => {
    assert.strictEqual(project.run("npx", "pug-network", "--version").trim(), version)
  })
})
