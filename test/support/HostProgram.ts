/**
 * A program of ours that listens on `PORT` and says so: an example, as a reader would run it.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { freePorts } from "./FreePorts.ts"

export interface HostProgram {
  /** http://localhost:port. */
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Starts it in a folder and waits until it listens. */
export const startHost = async (
  program: string,
  args: ReadonlyArray<string> = [],
  cwd: string = process.cwd()
): Promise<HostProgram> => {
  const [port = 0] = await freePorts(1)
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"]
  })
  const exited = once(child, "exit")
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (chunk) => String(chunk).includes("Listening on") && resolve())
    child.once("exit", () => reject(new Error(`${program} ended before it listened`)))
  })
  return {
    url: `http://localhost:${port}`,
    stop: async () => {
      if (child.exitCode === null) child.kill()
      await exited
    }
  }
}
