/**
 * Processes of the benchmark: each on its core, each ended by its own handle.
 */
import { type ChildProcess, spawn, spawnSync, type StdioOptions } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { createServer } from "node:net"
import { availableParallelism } from "node:os"
import { createInterface } from "node:readline"
import type { Peer } from "./peers.ts"

const directory = new URL(".", import.meta.url).pathname

/** What the benchmark makes for itself; not kept in version control. */
export const buildDirectory = `${directory}.build`

/** The server has one core for itself, and the generator another. */
export const core = { server: 0, generator: 1 } as const

/** Throws with what is to be done if the machine cannot run the benchmark. */
export const checkMachine = (): void => {
  if (process.platform !== "linux") throw new Error("The benchmark reads Linux's accounting and runs on Linux only.")
  if (availableParallelism() < 2) throw new Error("The benchmark needs two cores: one for a server, one for the load.")
  if (spawnSync("taskset", ["--version"]).error !== undefined) {
    throw new Error("Processes are pinned by taskset. Type: apt-get install -y util-linux")
  }
}

/** A command pinned to a core, as arguments of `spawn`. */
const atCore = (core: number, command: ReadonlyArray<string>): [string, Array<string>] => [
  "taskset",
  ["--cpu-list", String(core), ...command]
]

/** Time for a garbage collection, and for the system to take memory back. */
const settleMillis = 300

const children = new Set<ChildProcess>()

/** Starts a process that does not outlive this one. */
export const spawnAt = (core: number, command: ReadonlyArray<string>, stdio: StdioOptions): ChildProcess => {
  const child = spawn(...atCore(core, command), { stdio })
  children.add(child)
  child.once("exit", () => children.delete(child))
  return child
}

process.once("exit", () => children.forEach((child) => child.kill("SIGKILL")))
process.once("SIGINT", () => process.exit(130))
process.once("SIGTERM", () => process.exit(143))

export interface Server {
  readonly port: number
  readonly pid: number
  /** Bytes of RSS after a forced garbage collection. */
  readonly settledRss: () => Promise<number>
  readonly stop: () => void
}

export interface ServerOptions {
  /** Our relay from src instead of dist. */
  readonly isFromSource: boolean
}

const commandOf = (peer: Peer, { isFromSource }: ServerOptions): ReadonlyArray<string> => {
  if (peer.runtime === "bun") return [`${directory}node_modules/.bin/bun`]
  const source = peer.name === "pug" && isFromSource ? ["--import", `${directory}peers/fromSource.ts`] : []
  return [process.execPath, "--expose-gc", ...source]
}

/** Starts a peer on the server's core and waits until it listens. */
export const startServer = async (
  peer: Peer,
  options: ServerOptions,
  args: ReadonlyArray<string> = []
): Promise<Server> => {
  const port = await freePort()
  const command = [...commandOf(peer, options), `${directory}${peer.file}`, String(port), ...args]
  const child = spawnAt(core.server, command, ["ignore", "pipe", "inherit"])
  await ready(child, peer.name)
  const pid = child.pid ?? 0
  return {
    port,
    pid,
    settledRss: async () => {
      for (let collections = 0; collections < 3; collections += 1) {
        child.kill("SIGUSR2")
        await millis(settleMillis)
      }
      return rssOf(pid)
    },
    stop: () => child.kill("SIGKILL")
  }
}

/** Waits for the line READY. */
const ready = async (child: ChildProcess, name: string): Promise<void> => {
  if (child.stdout === null) throw new Error(`${name} has no output`)
  const lines = createInterface({ input: child.stdout })
  const ended = once(child, "exit").then(() => {
    throw new Error(`${name} ended before it was ready`)
  })
  await Promise.race([once(lines, "line"), ended])
  ended.catch(() => {})
}

/** A port that was free a moment ago. */
export const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1")
  await once(probe, "listening")
  const address = probe.address()
  probe.close()
  if (typeof address !== "object" || address === null) throw new Error("no free port")
  return address.port
}

/** Resident bytes of a process. */
export const rssOf = (pid: number): number => {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? []
  return Number(kilobytes) * 1024
}

export const millis = (count: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, count))
