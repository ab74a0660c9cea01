/**
 * nats-server as its own process, on a port of its own that it keeps when it is killed and started again.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"

const program = "/usr/sbin/nats-server"

export class NatsServer {
  readonly port: number
  readonly directory: string
  #child: ChildProcess | undefined

  /** `configuration` is what stands in nats.conf besides the port and the log. */
  constructor(port: number, configuration: string) {
    if (!existsSync(program)) throw new Error(`${program} is missing: node scripts/ensure-tools.ts`)
    this.port = port
    this.directory = mkdtempSync(join(tmpdir(), "pug-nats-"))
    const own = [`listen: "127.0.0.1:${port}"`, `logfile: "${join(this.directory, "nats.log")}"`]
    writeFileSync(join(this.directory, "nats.conf"), [...own, configuration, ""].join("\n"))
  }

  /** Starts it, and waits until it listens. */
  async start(): Promise<void> {
    const child = spawn(program, ["-c", join(this.directory, "nats.conf")], { stdio: "ignore" })
    this.#child = child
    while (!(await isListening(this.port))) {
      if (child.exitCode === null) continue
      throw new Error(`nats-server ended before it was ready: ${this.log()}`)
    }
  }

  /** Sends a signal to the process, and waits for its end if that is what the signal brings. */
  async signal(signal: "SIGKILL" | "SIGTERM" | "SIGSTOP" | "SIGCONT" | "SIGUSR2"): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, "exit")
    child.kill(signal)
    if (signal === "SIGKILL" || signal === "SIGTERM") await ended
  }

  log(): string {
    const path = join(this.directory, "nats.log")
    return existsSync(path) ? readFileSync(path, "utf8") : ""
  }

  async end(): Promise<void> {
    await this.signal("SIGKILL")
    rmSync(this.directory, { recursive: true, force: true })
  }
}

/** For as long as the scope. */
export const startNats = (port: number, configuration = "") =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const server = new NatsServer(port, configuration)
      await server.start()
      return server
    }),
    (server) => Effect.promise(() => server.end())
  )

/** Takes a turn of the event loop at least, and less than a second. */
const isListening = async (port: number): Promise<boolean> => {
  const socket = connect(port, "127.0.0.1")
  try {
    await once(socket, "connect")
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
