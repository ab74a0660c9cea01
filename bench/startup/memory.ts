/**
 * Where the memory of an idle relay goes: a program that only loads the parts, one more each time.
 */
import { once } from "node:events"
import { createInterface } from "node:readline"
import { core, millis, rssOf, spawnAt } from "../processes.ts"

const relay = new URL("../../dist/index.js", import.meta.url).href

const parts: ReadonlyArray<readonly [name: string, imports: string]> = [
  ["Node.js", ""],
  ["effect", `await import("effect"); await import("effect/http"); await import("effect/http-api");`],
  ["@effect/platform-node", `await import("@effect/platform-node");`],
  ["pug-network", `await import(${JSON.stringify(relay)});`]
]

/** Resident bytes that each part adds, in order of loading. */
export const memoryByPart = async (): Promise<Readonly<Record<string, number>>> => {
  const added: Record<string, number> = {}
  let before = 0
  for (const [index, [name]] of parts.entries()) {
    const program = parts
      .slice(0, index + 1)
      .map(([, imports]) => imports)
      .join("\n")
    const rss = await rssAfter(program)
    added[name] = rss - before
    before = rss
  }
  return added
}

const rssAfter = async (program: string): Promise<number> => {
  const script = `${program}\nconsole.log("loaded"); setInterval(() => {}, 1000)`
  const command = [process.execPath, "--input-type=module", "-e", script]
  const child = spawnAt(core.server, command, ["ignore", "pipe", "inherit"])
  try {
    if (child.stdout === null) throw new Error("no output")
    await once(createInterface({ input: child.stdout }), "line")
    await millis(300)
    return rssOf(child.pid ?? 0)
  } finally {
    child.kill("SIGKILL")
  }
}
