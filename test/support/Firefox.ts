/**
 * Debian's Firefox, without a window, driven by the WebDriver BiDi that it speaks itself: JSON over a WebSocket.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { WebSocket } from "ws"
import type { WebDriver } from "./WebDriver.ts"

/** All that is read of its answers. */
interface Answer {
  readonly id?: number
  readonly error?: string
  readonly message?: string
  readonly result?: {
    readonly contexts?: ReadonlyArray<{ readonly context: string }>
    readonly type?: string
    readonly result?: { readonly value?: string }
    readonly exceptionDetails?: { readonly text: string }
  }
}

/** What it would fetch from its makers goes to a port on which nobody listens. */
const settings = `
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
user_pref("browser.shell.checkDefaultBrowser", false);
`

const program = "/usr/bin/firefox-esr"

export const openFirefox = async (): Promise<WebDriver> => {
  if (!existsSync(program)) throw new Error(`${program} is missing: node scripts/ensure-tools.ts`)
  const profile = mkdtempSync(join(tmpdir(), "pug-firefox-"))
  writeFileSync(join(profile, "user.js"), settings)
  const args = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
  const firefox = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] })
  const ended = once(firefox, "exit")
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({ input: firefox.stderr }).on("line", (line) => {
      const found = /^WebDriver BiDi listening on (\S+)$/.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
    ended.then(() => reject(new Error("Firefox ended before it was ready")), reject)
  })
  const socket = new WebSocket(`${address}/session`)
  await once(socket, "open")

  let commands = 0
  const waiting = new Map<number, (answer: Answer) => void>()
  socket.on("message", (data) => {
    // The shape is that of the specification.
    const answer = JSON.parse(String(data)) as Answer
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer)
  })
  const call = async (method: string, params: Readonly<Record<string, unknown>>) => {
    const id = (commands += 1)
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve))
    socket.send(JSON.stringify({ id, method, params }))
    const { error, message, result = {} } = await answered
    if (error !== undefined) throw new Error(`Firefox, ${method}: ${error}: ${message}`)
    return result
  }

  await call("session.new", { capabilities: {} })
  const { contexts = [] } = await call("browsingContext.getTree", {})
  const context = contexts[0]?.context
  return {
    navigate: async (url) => void (await call("browsingContext.navigate", { context, url, wait: "complete" })),
    evaluate: async (expression) => {
      const asked = { expression: `JSON.stringify(${expression})`, target: { context }, awaitPromise: true }
      const { exceptionDetails, result } = await call("script.evaluate", asked)
      if (exceptionDetails !== undefined) throw new Error(`Firefox: ${exceptionDetails.text}`)
      return JSON.parse(result?.value ?? "null")
    },
    perform: async (source) => void (await call("input.performActions", { context, actions: [source] })),
    close: async () => {
      socket.close()
      firefox.kill()
      await ended
      rmSync(profile, { recursive: true, force: true })
    }
  }
}
