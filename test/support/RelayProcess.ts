/**
 * The real relay as its own process, on a free port, with everything it prints.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"

export interface RelayProcess {
  readonly child: ChildProcess
  /** Where it said it is: http://localhost:port. */
  readonly url: string
  /** All of standard output and standard error so far. */
  readonly output: () => string
  /** Sends SIGTERM and waits for the end. */
  readonly stop: () => Promise<{ readonly code: number | null; readonly millis: number }>
}

/** Starts src/main.ts, or another program like it, and waits for its one line. Settings are environment variables. */
export const startRelay = async (
  settings: Readonly<Record<string, string>> = {},
  program = "src/main.ts",
  maxDescriptors: number | "unlimited" = "unlimited"
): Promise<RelayProcess> => {
  const inShell = ["-c", `ulimit -n ${maxDescriptors}; exec "$0" "$1"`, process.execPath, program]
  const [command, args] = maxDescriptors === "unlimited" ? [process.execPath, [program]] : ["sh", inShell]
  const child = spawn(command, args, {
    env: { PUG_PORT: "0", ...settings },
    stdio: ["ignore", "pipe", "pipe"]
  })
  const exited = once(child, "exit")
  let output = ""
  child.stderr.on("data", (chunk) => (output += String(chunk)))
  const lines = createInterface({ input: child.stdout })
  lines.on("line", (line) => (output += `${line}\n`))
  const url = await new Promise<string>((resolve, reject) => {
    lines.on("line", (line) => {
      const found = /is ready at (\S+)$/.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once("exit", () => reject(new Error(`the relay ended before it was ready: ${output}`)))
  })
  return {
    child,
    url,
    output: () => output,
    stop: async () => {
      const startedAt = performance.now()
      if (child.exitCode === null) child.kill("SIGTERM")
      await exited
      return { code: child.exitCode, millis: performance.now() - startedAt }
    }
  }
}
