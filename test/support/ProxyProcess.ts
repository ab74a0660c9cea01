/**
 * A proxy of docs/DEPLOY.md as its own process: the recipe as it stands in deploy/, with only names, ports and files put
 * in that this machine can have.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as SelfSignedCertificate from "./SelfSignedCertificate.ts"

/** A program that Debian packages, and how its recipe becomes a set-up of its own. */
export interface Recipe {
  readonly name: string
  readonly program: string
  /** In deploy/. */
  readonly file: string
  /** What is written into the directory, by name, and how the program is started there. */
  readonly setUp: (recipe: string, place: Place) => SetUp
}

export interface Place {
  readonly directory: string
  readonly httpPort: number
  readonly httpsPort: number
  readonly relayPort: number
  readonly cert: string
  readonly key: string
}

export interface SetUp {
  readonly files: Readonly<Record<string, string>>
  readonly args: ReadonlyArray<string>
}

export interface ProxyProcess {
  /** https://localhost:port */
  readonly url: string
  readonly directory: string
  readonly cert: string
  /** Everything it has printed or written, but for what it was set up with. */
  readonly written: () => string
  /** Ends it, so that all has been written that will be. */
  readonly end: () => Promise<void>
  /** Ends it, and its directory. */
  readonly stop: () => Promise<void>
}

/** Replaces what is there, and fails if it is not: a recipe that has changed needs another substitution. */
export const replaced = (text: string, changes: ReadonlyArray<readonly [from: string, to: string]>): string =>
  changes.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`the recipe does not say ${JSON.stringify(from)}`)
    return changed.replaceAll(from, to)
  }, text)

/** Starts the proxy and waits until it listens. */
export const startProxy = async (
  { file, name, program, setUp }: Recipe,
  ports: Pick<Place, "httpPort" | "httpsPort" | "relayPort">
): Promise<ProxyProcess> => {
  if (!existsSync(program)) throw new Error(`${program} is missing: node scripts/ensure-tools.ts`)
  const directory = mkdtempSync(join(tmpdir(), `pug-${name}-`))
  const { cert, key } = SelfSignedCertificate.make()
  const own = { "cert.pem": cert, "key.pem": key, "both.pem": `${cert}${key}` }
  const place = { ...ports, directory, cert: join(directory, "cert.pem"), key: join(directory, "key.pem") }
  const { args, files } = setUp(readFileSync(`deploy/${file}`, "utf8"), place)
  for (const [path, content] of Object.entries({ ...own, ...files })) writeFileSync(join(directory, path), content)
  mkdirSync(join(directory, "tmp"))

  const child = spawn(program, args, {
    cwd: directory,
    env: { HOME: directory, XDG_DATA_HOME: directory, XDG_CONFIG_HOME: directory },
    stdio: ["ignore", "pipe", "pipe"]
  })
  let output = ""
  child.stdout.on("data", (chunk) => (output += String(chunk)))
  child.stderr.on("data", (chunk) => (output += String(chunk)))
  const ended = once(child, "exit")
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  const end = async () => {
    if (!hasEnded()) child.kill("SIGTERM")
    await ended
  }
  const stop = async () => {
    await end()
    rmSync(directory, { recursive: true, force: true })
  }
  for (const port of [ports.httpPort, ports.httpsPort]) {
    while (!(await isListening(port))) {
      if (!hasEnded()) continue
      await stop()
      throw new Error(`${name} ended before it was ready: ${output}`)
    }
  }
  const setUpWith = new Set([...Object.keys(own), ...Object.keys(files)])
  return {
    url: `https://localhost:${ports.httpsPort}`,
    directory,
    cert,
    written: () =>
      globSync("**", { cwd: directory })
        .filter((path) => !setUpWith.has(path) && statSync(join(directory, path)).isFile())
        .reduce((text, path) => `${text}${path}\n${readFileSync(join(directory, path), "latin1")}\n`, output),
    end,
    stop
  }
}

/** Takes a turn of the event loop at least, and less than a second. */
const isListening = async (port: number): Promise<boolean> => {
  const socket = connect(port, "localhost")
  try {
    await once(socket, "connect")
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
