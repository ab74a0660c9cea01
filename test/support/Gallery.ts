/**
 * The client's screens in a real Chromium, under the relay's own Content-Security-Policy, without a relay.
 *
 * `openGallery` builds test/support/gallery and serves it from memory; `close` ends browser and server. Whatever the
 * browser complains about (console errors, policy reports, page errors) is kept in `complaints`.
 */
import { createServer } from "node:http"
import { readFileSync } from "node:fs"
import { chromium, type Page } from "playwright-core"
import { build } from "vite"
import { contentSecurityPolicy } from "../../src/layers/SecurityHeaders.ts"
import * as axe from "./axe.ts"

const chromiumArguments = [
  "--headless",
  // A name that is not localhost, so that plain http is no secure context.
  "--host-resolver-rules=MAP insecure.test 127.0.0.1",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
]

export interface Look {
  readonly colorScheme: "light" | "dark"
  readonly width: number
  readonly height: number
  /** A phone: touch and no mouse. */
  readonly isTouch?: boolean
  /** The browser's language; British English if absent. */
  readonly locale?: string
}

export interface Gallery {
  readonly url: string
  /** The same pages where browsers offer no cryptography. */
  readonly insecureUrl: string
  /** Puts a page into another look. */
  readonly restyle: (page: Page, look: Look) => Promise<void>
  /** A page at `path` (or at a whole URL), with the gallery's hooks in place. */
  readonly open: (path: string, look?: Partial<Look>) => Promise<Page>
  /** A page of a guest who has joined, with a password where the scene's name says so, and whom the session has told it. */
  readonly openScene: (scene: string, look?: Partial<Look>) => Promise<Page>
  /** What browsers have complained about so far. */
  readonly complaints: ReadonlyArray<string>
  readonly close: () => Promise<void>
}

/** The path and fragment of a good link. */
export const scriptedPath =
  "/r/3q2-7wAAAAAAAAAAAAAAAA#k=BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc&s=CQkJCQkJCQkJCQkJCQkJCQ"

/** The same for a link that needs a password. */
export const guardedPath = scriptedPath.replace("#k=", "#kp=")

export const openGallery = async (): Promise<Gallery> => {
  const files = await builtFiles()
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://gallery").pathname
    const file = files.get(path) ?? files.get("/")
    response.writeHead(200, {
      "content-type": file?.type ?? "text/html",
      "content-security-policy": contentSecurityPolicy
    })
    response.end(file?.body)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const url = `http://localhost:${typeof address === "object" ? address?.port : ""}`
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: chromiumArguments })
  const complaints: Array<string> = []

  const open = async (path: string, look: Partial<Look> = {}): Promise<Page> => {
    const context = await browser.newContext({
      colorScheme: look.colorScheme ?? "light",
      viewport: { width: look.width ?? 1280, height: look.height ?? 800 },
      reducedMotion: "reduce",
      isMobile: look.isTouch ?? false,
      hasTouch: look.isTouch ?? false,
      timezoneId: "UTC",
      locale: look.locale ?? "en-GB"
    })
    const page = await context.newPage()
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text())
    })
    page.on("pageerror", (error) => complaints.push(String(error)))
    await page.goto(new URL(path, url).href)
    await page.waitForFunction(() => window.gallery !== undefined)
    return page
  }

  const openScene = async (scene: string, look?: Partial<Look>): Promise<Page> => {
    const isGuarded = scene.startsWith("password")
    const page = await open(isGuarded ? guardedPath : scriptedPath, look)
    if (isGuarded) await page.locator("pug-join #password").fill("four quiet words")
    await page.locator("pug-join button.primary").click()
    await page.waitForFunction(() => window.gallery.client.asked.some((asked) => asked.startsWith("join")))
    await page.evaluate((name) => window.gallery.play(name), scene)
    await page.waitForFunction(() => window.gallery.client.isTold)
    return page
  }

  const restyle = async (page: Page, { colorScheme, width, height }: Look): Promise<void> => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    await page.setViewportSize({ width, height })
  }

  const close = async (): Promise<void> => {
    await browser.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }

  return { url, insecureUrl: url.replace("localhost", "insecure.test"), restyle, open, openScene, complaints, close }
}

/** What axe finds against WCAG 2.2 AA and its own best practice, a line for each element. */
export const axeFindings = (page: Page): Promise<ReadonlyArray<string>> =>
  axe.axeFindings(page, [...axe.wcagTags, "best-practice"])

interface ServedFile {
  readonly type: string
  readonly body: string
}

const builtFiles = async (): Promise<ReadonlyMap<string, ServedFile>> => {
  const result = await build({
    configFile: false,
    mode: "production",
    // Under a test runner NODE_ENV is "test", which would choose Lit's development build.
    define: { "process.env.NODE_ENV": '"production"' },
    resolve: { conditions: ["module", "browser", "production"] },
    logLevel: "error",
    build: {
      write: false,
      target: "es2023",
      rolldownOptions: {
        input: "test/support/gallery/gallery.ts",
        output: { entryFileNames: "gallery.js" }
      }
    }
  })
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((built) =>
    "output" in built ? built.output : []
  )
  const scripts = outputs.map((file): readonly [string, ServedFile] => [
    `/${file.fileName}`,
    { type: "text/javascript", body: file.type === "chunk" ? file.code : String(file.source) }
  ])
  const sources = staticFiles.map(({ path, file, type }): readonly [string, ServedFile] => [
    path,
    { type, body: readFileSync(file, "utf8").replace("/main.ts", "/gallery.js") }
  ])
  return new Map([...scripts, ...sources])
}

const staticFiles = [
  { path: "/", file: "src/client/index.html", type: "text/html" },
  { path: "/page.css", file: "src/client/page.css", type: "text/css" },
  { path: "/favicon.svg", file: "src/client/public/favicon.svg", type: "image/svg+xml" },
  { path: "/manifest.webmanifest", file: "src/client/public/manifest.webmanifest", type: "application/manifest+json" }
] as const
