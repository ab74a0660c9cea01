/**
 * The recipes that no test can run as they are: the systemd unit is read by systemd's own tools, and the steps of the
 * Dockerfile are taken one by one in directories.
 */
import { afterAll, assert, describe, it } from "@effect/vitest"
import { spawn, spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { createInterface } from "node:readline"
import { replaced } from "../support/ProxyProcess.ts"

const work = mkdtempSync(join(tmpdir(), "pug-deploy-"))
afterAll(() => rmSync(work, { recursive: true }))

const run = (command: string, args: ReadonlyArray<string>, directory = work): string => {
  const { error, status, stderr, stdout } = spawnSync(command, args, { cwd: directory, encoding: "utf8" })
  assert.strictEqual(status, 0, `${command} ${args.join(" ")}\n${error?.message ?? ""}${stdout}${stderr}`)
  return `${stdout}${stderr}`
}

describe("deploy/pug-network.service", () => {
  const unit = join(work, "pug-network.service")
  const program = join(work, "program")
  writeFileSync(program, "#!/bin/sh\n", { mode: 0o755 })
  writeFileSync(
    unit,
    replaced(readFileSync("deploy/pug-network.service", "utf8"), [
      ["/opt/pug-network/node_modules/.bin/pug-network", program]
    ])
  )

  it("is understood by systemd to the last word", () => {
    assert.strictEqual(run("systemd-analyze", ["verify", unit]), "")
  })

  it("exposes little, in systemd's own measure", () => {
    const said = run("systemd-analyze", ["security", "--offline=true", "--no-pager", "--threshold=20", unit])

    assert.match(said, /Overall exposure level[^:]*: [01]\.\d OK/)
  })
})

interface Step {
  readonly instruction: string
  readonly rest: string
}

/** The instructions of each stage, comments left out. */
const stagesOf = (text: string): ReadonlyArray<ReadonlyArray<Step>> =>
  text
    .split(/^FROM .*$/m)
    .slice(1)
    .map((stage) =>
      [...stage.matchAll(/^([A-Z]+) (.+)$/gm)].map(([, instruction = "", rest = ""]) => ({ instruction, rest }))
    )

/** As COPY does: a source that ends in a slash is the content of a directory. */
const copy = (rest: string, directory: string, context: string): void => {
  const words = rest.split(" ").filter((word) => !word.startsWith("--"))
  const target = words.at(-1) ?? "."
  for (const source of words.slice(0, -1)) {
    const from = join(context, source.replace(/^\/build\//, ""))
    assert.isTrue(existsSync(from), `COPY ${source}`)
    const to = source.endsWith("/") ? join(directory, target) : join(directory, target, source.split("/").at(-1) ?? "")
    mkdirSync(dirname(to), { recursive: true })
    cpSync(from, to, { recursive: true, verbatimSymlinks: true })
  }
}

const take = (steps: ReadonlyArray<Step>, directory: string, earlier: string): void => {
  mkdirSync(directory)
  for (const { instruction, rest } of steps) {
    if (instruction === "COPY") copy(rest, directory, rest.startsWith("--from=") ? earlier : ".")
    if (instruction === "RUN") run("sh", ["-c", rest.replaceAll("npm ci", "npm ci --prefer-offline")], directory)
  }
}

describe("deploy/Dockerfile", () => {
  it("builds, step by step, what starts, without root and without tools", { timeout: 180_000 }, async () => {
    const text = readFileSync("deploy/Dockerfile", "utf8")
    const [build = [], image = []] = stagesOf(text)
    const imageDirectory = join(work, "image")

    take(build, join(work, "build"), "")
    take(image, imageDirectory, join(work, "build"))

    const entry = image.find(({ instruction }) => instruction === "ENTRYPOINT")
    const [program = "", ...args]: ReadonlyArray<string> = JSON.parse(entry?.rest ?? "[]")
    assert.strictEqual(program, "node")
    const child = spawn(process.execPath, args, {
      cwd: imageDirectory,
      env: { NODE_ENV: "production", PUG_PORT: "0" },
      stdio: ["ignore", "pipe", "inherit"]
    })
    const ready = await new Promise<string>((resolve) => {
      createInterface({ input: child.stdout }).once("line", resolve)
      child.once("exit", () => resolve("it ended"))
    })
    const url = /is ready at (\S+)$/.exec(ready)?.[1] ?? ""
    const page = url === "" ? "" : await (await fetch(url)).text()
    child.kill("SIGTERM")

    assert.match(ready, /^Pug Network .* is ready at/)
    assert.include(page, "<pug-app>")
    assert.deepInclude(image, { instruction: "USER", rest: "node" })
    assert.isFalse(existsSync(join(imageDirectory, "node_modules/vite")))
    assert.isFalse(existsSync(join(imageDirectory, "src")))
    assert.isTrue(existsSync(join(imageDirectory, "node_modules/@nats-io/transport-node")), "an image can be a node")
  })
})
