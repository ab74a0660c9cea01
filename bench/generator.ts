/**
 * The load generator as the runner sees it: compiled on demand, started with a plan, given commands one at a time.
 */
import { type ChildProcess, spawnSync } from "node:child_process"
import { globSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { createInterface } from "node:readline"
import { buildDirectory, core, spawnAt } from "./processes.ts"

const sources = new URL("generator/", import.meta.url).pathname
const program = `${buildDirectory}/generator`

/** Compiles generator/*.c unless that has been done. Throws with the line to type if there is no compiler. */
export const compileGenerator = (): void => {
  const files = globSync("*.c", { cwd: sources }).map((file) => `${sources}${file}`)
  const newest = Math.max(...globSync("*.{c,h}", { cwd: sources }).map((file) => statSync(`${sources}${file}`).mtimeMs))
  if ((statSync(program, { throwIfNoEntry: false })?.mtimeMs ?? 0) > newest) return
  mkdirSync(buildDirectory, { recursive: true })
  const { error, status } = spawnSync("cc", ["-O2", "-Wall", "-D_GNU_SOURCE", "-o", program, ...files], {
    stdio: "inherit"
  })
  if (error !== undefined) throw new Error("The load generator is C. Type: apt-get install -y gcc libc6-dev")
  if (status !== 0) throw new Error("The load generator does not compile.")
}

/** What every load answers. */
export interface Load {
  readonly frames: number
  readonly seconds: number
  readonly serverCpuMicros: number
  readonly generatorUtilisation: number
  /** System calls of the server that wrote or read; -1 where the kernel does not say. */
  readonly serverWrites: number
  readonly serverReads: number
}

export interface Latency extends Load {
  readonly samples: number
  readonly p50Micros: number
  readonly p99Micros: number
  readonly p999Micros: number
}

export interface Joined {
  readonly members: number
  readonly seconds: number
  readonly serverCpuMicros: number
}

export interface Streams {
  readonly entries: number
  readonly mismatches: number
  readonly gaps: number
  readonly guestStreams: number
  readonly leaves: number
  readonly stalls: number
  /** Close codes that guests were given, with their number. */
  readonly closes: Readonly<Record<string, number>>
  /** For each room what was sent, and for each member that stayed how much it got and the hash over all of it. */
  readonly rooms: ReadonlyArray<{ readonly sent: number; readonly streams: ReadonlyArray<string> }>
}

export interface Generator {
  readonly connect: (count: number) => Promise<Joined>
  readonly closed: (bytes: number, depth: number, warmMillis: number, millis: number) => Promise<Load>
  readonly open: (bytes: number, perSecond: number, warmMillis: number, millis: number) => Promise<Latency>
  readonly verify: (bytes: number, depth: number, millis: number) => Promise<Streams>
  readonly stop: () => void
}

let plans = 0

/** Starts a generator on its own core with a plan. */
export const startGenerator = async (plan: string): Promise<Generator> => {
  plans += 1
  const path = `${buildDirectory}/plan-${process.pid}-${plans}`
  writeFileSync(path, plan)
  const child = spawnAt(core.generator, [program, path], ["pipe", "pipe", "inherit"])
  const ask = conversation(child)
  await ask(undefined)
  rmSync(path)
  // The generator's answers have the shapes that are named here; commands.c and verify.c print them.
  return {
    connect: (count) => ask(`connect ${count}`) as Promise<Joined>,
    closed: (...numbers) => ask(`closed ${numbers.join(" ")}`) as Promise<Load>,
    open: (...numbers) => ask(`open ${numbers.join(" ")}`) as Promise<Latency>,
    verify: (...numbers) => ask(`verify ${numbers.join(" ")}`) as Promise<Streams>,
    stop: () => child.kill("SIGKILL")
  }
}

/** One line there, one line back. */
const conversation = (child: ChildProcess) => {
  const { stdin, stdout } = child
  if (stdin === null || stdout === null) throw new Error("the generator has no pipes")
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]()
  return async (command: string | undefined): Promise<unknown> => {
    if (command !== undefined) stdin.write(`${command}\n`)
    const { done, value } = await lines.next()
    if (done === true) throw new Error("the generator has ended")
    const answer: unknown = JSON.parse(value)
    if (typeof answer === "object" && answer !== null && "error" in answer) {
      throw new Error(`generator: ${String(answer.error)}${command === undefined ? "" : ` (${command})`}`)
    }
    return answer
  }
}
