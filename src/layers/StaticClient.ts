/**
 * Serves the built browser client: the page at `/` and `/r/<id>`, its hashed files under `/assets/`; and at `/embed`, for
 * the frames of other sites, if the operator names any.
 *
 * All files are read once, at start, and served from memory; a file that is not in the build cannot be reached. The page
 * refers to its files relatively and is served from two depths, so its references are made absolute under the prefix.
 *
 * A room's page is the same file for every path: who asks for it, a person or a messenger that wants to show a preview,
 * joins nothing and learns of no room.
 */
import type { Layer } from "effect"
import { Effect, FileSystem, Option, Path, type PlatformError } from "effect"
import { HttpRouter, type HttpServerRequest, HttpServerResponse, Mime } from "effect/http"
import { RelayConfig } from "../services/RelayConfig.ts"
import * as RelayLog from "./RelayLog.ts"
import { framedBy } from "./SecurityHeaders.ts"

type Requirements = HttpRouter.HttpRouter | FileSystem.FileSystem | Path.Path

/** Beside the compiled layers in the package; under dist when the sources run by themselves. */
const places = ["../app/", "../../dist/app/"]

const hashed = { "cache-control": "public, max-age=31536000, immutable" }
const fresh = { "cache-control": "no-cache" }
const never = { "cache-control": "no-store" }

/** `prefix` is the path under which the router serves: "" or one that starts with a slash and ends without. */
export const layer = (prefix: string): Layer.Layer<never, PlatformError.PlatformError, Requirements> =>
  HttpRouter.use(
    Effect.fnUntraced(function* (router) {
      const fileSystem = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const directories = yield* Effect.forEach(places, (place) =>
        Effect.orDie(path.fromFileUrl(new URL(place, import.meta.url)))
      )
      const directory = yield* Effect.findFirst(directories, (place) => fileSystem.exists(place))
      if (directory._tag === "None") {
        yield* RelayLog.log("client-not-built")
        yield* router.add("GET", "/", notBuilt)
        return yield* router.add("GET", "/r/*", notBuilt)
      }
      const files = yield* readFiles(directory.value)
      const html = yield* fileSystem.readFileString(`${directory.value}index.html`)
      const { embedOrigins, publicUrl } = yield* RelayConfig
      const origin = publicUrl === undefined ? "" : new URL(publicUrl).origin
      // Those who read a page for its preview want whole addresses in it.
      const whole = html.replaceAll('content="./', `content="${origin}${prefix}/`).replaceAll('"./', `"${prefix}/`)
      yield* router.add("GET", "/", pageOf(whole, {}))
      const unlisted = whole.replace("<head>", `<head>\n    <meta name="robots" content="${noIndex}" />`)
      yield* router.add("GET", "/r/*", pageOf(unlisted, { "x-robots-tag": noIndex }))
      if (embedOrigins.length > 0) {
        const framed = unlisted.replace("<html", "<html data-framed")
        yield* router.add("GET", "/embed", pageOf(framed, { "x-robots-tag": noIndex, ...framedBy(embedOrigins) }))
      }
      for (const [path, file] of files) yield* router.add("GET", `/${path}`, (request) => Effect.succeed(file(request)))
    })
  )

const notBuilt = HttpServerResponse.text("The browser client is not built: npm run build", { status: 503 })

/** For search engines, which may come by a link that somebody has published. */
const noIndex = "noindex, nofollow"

const pageOf = (html: string, headers: Readonly<Record<string, string>>): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.text(html, { contentType: "text/html; charset=utf-8", headers: { ...never, ...headers } })

type Answer = (request: HttpServerRequest.HttpServerRequest) => HttpServerResponse.HttpServerResponse

/** Every file of the build but the page, by its path, compressed where the build has a `.br` beside it. */
const readFiles = Effect.fnUntraced(function* (directory: string) {
  const fileSystem = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const names = (yield* fileSystem.readDirectory(directory, { recursive: true })).map((name) =>
    name.split(path.sep).join("/")
  )
  const answers = new Map<string, Answer>()
  for (const name of names) {
    const isFile = (yield* fileSystem.stat(`${directory}${name}`)).type === "File"
    if (!isFile || name === "index.html" || name.endsWith(".br")) continue
    const plain = yield* fileSystem.readFile(`${directory}${name}`)
    const brotli = names.includes(`${name}.br`) ? yield* fileSystem.readFile(`${directory}${name}.br`) : undefined
    answers.set(name, answerOf(name, plain, brotli))
  }
  return answers
})

const answerOf = (name: string, plain: Uint8Array, brotli: Uint8Array | undefined): Answer => {
  const contentType = Option.getOrElse(Mime.getType(name), () =>
    // Not in Effect's table.
    name.endsWith(".ico") ? "image/x-icon" : "application/octet-stream"
  )
  const headers = { ...(name.startsWith("assets/") ? hashed : fresh), vary: "accept-encoding" }
  const whole = HttpServerResponse.uint8Array(plain, { contentType, headers })
  if (brotli === undefined) return () => whole
  const packed = HttpServerResponse.uint8Array(brotli, {
    contentType,
    headers: { ...headers, "content-encoding": "br" }
  })
  return (request) => (takesBrotli(request.headers["accept-encoding"] ?? "") ? packed : whole)
}

/** Whether an Accept-Encoding names Brotli and does not weigh it with zero (RFC 9110 section 12.5.3). */
const takesBrotli = (acceptEncoding: string): boolean =>
  acceptEncoding.split(",").some((coding) => {
    const [name = "", ...parameters] = coding.split(";").map((part) => part.trim().toLowerCase())
    return name === "br" && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))
  })
