/**
 * Debian's WebKitGTK, in the browser that comes with it, on a screen that nobody sees, driven by W3C WebDriver: JSON
 * over HTTP.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync } from "node:fs"
import { freePorts } from "./FreePorts.ts"
import type { WebDriver } from "./WebDriver.ts"

const programs = { screen: "/usr/bin/Xvfb", driver: "/usr/bin/WebKitWebDriver" }

export const openWebKit = async (): Promise<WebDriver> => {
  for (const program of Object.values(programs)) {
    if (!existsSync(program)) throw new Error(`${program} is missing: node scripts/ensure-tools.ts`)
  }
  const screen = spawn(programs.screen, ["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "pipe", "ignore"]
  })
  const [display] = await Promise.race([once(screen.stdout, "data"), failing("Xvfb", screen)])
  const [port] = await freePorts(1)
  const driver = spawn(programs.driver, [`--port=${port}`], {
    env: { ...process.env, DISPLAY: `:${String(display).trim()}` },
    stdio: "ignore"
  })
  const failed = failing("WebKitWebDriver", driver)

  const call = async (method: string, path: string, body?: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init)
    // The shape is that of the specification.
    const { value } = (await response.json()) as { readonly value: unknown }
    if (!response.ok) throw new Error(`WebKit, ${path}: ${JSON.stringify(value)}`)
    return value
  }
  const isReady = () =>
    call("GET", "/status").then(
      () => true,
      () => false
    )
  let ready = false
  while (!ready) ready = await Promise.race([isReady(), failed])

  // The shape is that of the specification.
  const { sessionId } = (await call("POST", "/session", { capabilities: {} })) as {
    readonly sessionId: string
  }
  const session = `/session/${sessionId}`
  return {
    navigate: async (url) => void (await call("POST", `${session}/url`, { url })),
    evaluate: (expression) => call("POST", `${session}/execute/sync`, { script: `return ${expression}`, args: [] }),
    perform: async (source) => void (await call("POST", `${session}/actions`, { actions: [source] })),
    close: async () => {
      await call("DELETE", session)
      await Promise.all([end(driver), end(screen)])
    }
  }
}

const failing = async (name: string, child: ChildProcess): Promise<never> => {
  await once(child, "exit")
  throw new Error(`${name} ended before it was asked to`)
}

const end = async (child: ChildProcess): Promise<void> => {
  child.kill()
  if (child.exitCode === null) await once(child, "exit")
}
