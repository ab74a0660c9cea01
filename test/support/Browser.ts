/**
 * People in a real Chromium: each in a browser context of their own, with everything that their page complains about.
 *
 * A machine without /usr/bin/chromium fails the tests; nothing is skipped. Motion is reduced, so that no check meets an
 * element half faded.
 */
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core"
import { axeFindings, wcagTags } from "./axe.ts"

export interface Size {
  readonly width: number
  readonly height: number
}

export const desktop: Size = { width: 1280, height: 800 }
export const phone: Size = { width: 360, height: 640 }

export interface PersonOptions {
  readonly colorScheme?: "light" | "dark"
  readonly viewport?: Size
  /** Complaints that the scene itself causes: Chromium writes to the console when a network is down. */
  readonly expects?: RegExp
}

export interface Person {
  readonly page: Page
  readonly context: BrowserContext
  /** Console errors and warnings, page errors, policy violations, failed requests; but for those that were expected. */
  readonly complaints: ReadonlyArray<string>
  /** How many WebSockets the page has opened so far. */
  readonly socketCount: () => number
  /** Random values of this length that the page has drawn: keys, secrets, capabilities. */
  readonly drawn: (length: number) => Promise<ReadonlyArray<Uint8Array>>
}

export interface People {
  readonly person: (options?: PersonOptions) => Promise<Person>
  readonly close: () => Promise<void>
}

/** A name that leads to this machine and is not "localhost": browsers trust it only over https. */
export const untrustedHost = "pug.example"

/** Starts one Chromium; every person is a stranger to every other. Pages are kept for going back, as people's browsers do. */
export const openBrowser = async (): Promise<People> => {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: chromiumArguments,
    ignoreDefaultArgs: ["--disable-back-forward-cache"]
  })
  return { person: (options = {}) => newPerson(browser, options), close: () => browser.close() }
}

/** What axe finds against WCAG 2.2 AA, a line for each element. */
export const axe = ({ page }: Person): Promise<ReadonlyArray<string>> => axeFindings(page, wcagTags)

/** Everything that the page shows or holds in its document, shadow roots and field values included. */
export const documentText = ({ page }: Person): Promise<string> =>
  page.evaluate(() => {
    const textOf = (root: Document | ShadowRoot): string => {
      const elements = [...root.querySelectorAll("*")]
      const markup = root instanceof Document ? root.documentElement.outerHTML : root.innerHTML
      const values = elements.map((element) => ("value" in element ? String(element.value) : ""))
      const shadows = elements.map(({ shadowRoot }) => (shadowRoot === null ? "" : textOf(shadowRoot)))
      return [markup, ...values, ...shadows].join("\n")
    }
    return textOf(document)
  })

/** What the page has left on the device, a line for each trace: in every place where a browser lets a page store. */
export const traces = async ({ page, context }: Person): Promise<ReadonlyArray<string>> => {
  const cookies = (await context.cookies()).map(({ name }) => `cookie ${name}`)
  const workers = context.serviceWorkers().map((worker) => `service worker ${worker.url()}`)
  const stored = await page.evaluate(async () => {
    const files: Array<string> = []
    for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name)
    return [
      ...Object.keys(localStorage).map((key) => `localStorage ${key}`),
      ...Object.keys(sessionStorage).map((key) => `sessionStorage ${key}`),
      ...(await indexedDB.databases()).map(({ name }) => `indexedDB ${name}`),
      ...(await caches.keys()).map((key) => `cache ${key}`),
      ...files.map((name) => `file ${name}`),
      ...(window.name === "" ? [] : ["window.name"]),
      ...(history.state === null ? [] : ["history.state"])
    ]
  })
  return [...cookies, ...workers, ...stored]
}

/** The addresses in the page's session history, as the browser itself keeps them. */
export const historyUrls = async ({ page, context }: Person): Promise<ReadonlyArray<string>> => {
  const devtools = await context.newCDPSession(page)
  const { entries } = await devtools.send("Page.getNavigationHistory")
  await devtools.detach()
  return entries.map(({ url }) => url)
}

const chromiumArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--host-resolver-rules=MAP ${untrustedHost} localhost`
]

declare global {
  interface Window {
    reportViolation: (text: string) => void
    drawnValues: Array<Array<number>>
  }
}

const newPerson = async (browser: Browser, options: PersonOptions): Promise<Person> => {
  const context = await browser.newContext({
    colorScheme: options.colorScheme ?? "light",
    viewport: options.viewport ?? desktop,
    reducedMotion: "reduce",
    locale: "en-GB"
  })
  // Before the patience of the test runs out, so that a failure says what was waited for.
  context.setDefaultTimeout(20_000)
  const complaints: Array<string> = []
  let socketCount = 0
  const complain = (text: string): void => {
    if (options.expects?.test(text) !== true) complaints.push(text)
  }
  await context.exposeFunction("reportViolation", complain)
  await context.addInitScript(watchPage)
  const page = await context.newPage()
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complain(`console ${message.type()}: ${message.text()}`)
  })
  page.on("pageerror", (error) => complain(`page error: ${error.message}`))
  page.on("requestfailed", (request) => {
    const failure = `${request.url()} ${request.failure()?.errorText}`
    // Of two workers for one proof the faster ends the other, which may still be loading.
    if (!/\/pow\.worker[^/]* net::ERR_ABORTED$/.test(failure)) complain(`request failed: ${failure}`)
  })
  page.on("websocket", () => (socketCount += 1))
  return {
    page,
    context,
    complaints,
    socketCount: () => socketCount,
    drawn: async (length) => {
      const values = await page.evaluate(() => window.drawnValues)
      return values.filter((value) => value.length === length).map((value) => Uint8Array.from(value))
    }
  }
}

/** Runs in the page before its own scripts. Violations of enforced and of report-only policies, Trusted Types too. */
const watchPage = (): void => {
  document.addEventListener("securitypolicyviolation", (event) => {
    const { disposition, violatedDirective, blockedURI, sourceFile, sample } = event
    window.reportViolation(`policy (${disposition}) ${violatedDirective}: ${blockedURI} ${sourceFile} ${sample}`)
  })
  window.drawnValues = []
  const draw = crypto.getRandomValues.bind(crypto)
  crypto.getRandomValues = (array) => {
    const drawn = draw(array)
    if (drawn instanceof Uint8Array) window.drawnValues.push([...drawn])
    return drawn
  }
}
