/**
 * A whole relay on a free port for tests that ask it over HTTP: the entrypoint's routes, or mounted in a host.
 */
import { once } from "node:events"
import { createServer, type IncomingMessage, request } from "node:http"
import { text as readText } from "node:stream/consumers"
import { NodeHttpServer } from "@effect/platform-node"
import { Context, Effect, Layer } from "effect"
import { HttpRouter, HttpServer } from "effect/http"
import {
  type Challenges,
  CreatePolicy,
  type Gateway,
  type MemoryBudget,
  Relay,
  RelayConfig,
  type RoomRegistry
} from "../../src/index.ts"
import * as StandaloneRelay from "../../src/layers/StandaloneRelay.ts"
import { defaultSettings, type RelaySettings } from "../../src/services/RelayConfig.ts"

/** http://localhost:port, without a slash at its end. */
export class HttpAddress extends Context.Service<HttpAddress, string>()(
  "pug-network/test/support/HttpRelay/HttpAddress"
) {}

export interface HttpSetup {
  readonly settings?: Partial<RelaySettings>
  readonly createPolicy?: (typeof CreatePolicy)["Service"]
  /** Of the relay in a host. */
  readonly prefix?: `/${string}` | undefined
  /** Routes of a host beside the relay. */
  readonly host?: Layer.Layer<never, never, HttpRouter.HttpRouter> | undefined
}

const address = Layer.effect(
  HttpAddress,
  Effect.map(HttpServer.HttpServer, ({ address }) => `http://localhost:${"port" in address ? address.port : 0}`)
)

export const layer = ({ settings = {}, createPolicy, prefix, host }: HttpSetup = {}): Layer.Layer<
  HttpAddress | RoomRegistry | Gateway | Challenges | MemoryBudget,
  unknown
> =>
  served({ prefix, host }).pipe(
    Layer.merge(address),
    Layer.provide(NodeHttpServer.layer(createServer, { port: 0, disablePreemptiveShutdown: true })),
    Layer.provide(Layer.succeed(RelayConfig, { ...defaultSettings, powBits: 2, ...settings })),
    Layer.provide(createPolicy === undefined ? Layer.empty : Layer.succeed(CreatePolicy, createPolicy)),
    Layer.fresh
  )

const served = ({ prefix, host }: HttpSetup) =>
  host === undefined
    ? StandaloneRelay.layer
    : HttpRouter.serve(Layer.merge(Relay.layer(prefix === undefined ? {} : { prefix }), host), {
        disableLogger: true,
        disableListenLog: true
      })

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body, if it is JSON. */
  readonly json: Readonly<Record<string, unknown>>
}

export const fetchFrom = Effect.fnUntraced(function* (path: string, init: RequestInit = {}) {
  const base = yield* HttpAddress
  return yield* Effect.promise(async (): Promise<Answer> => {
    const response = await fetch(`${base}${path}`, { redirect: "manual", ...init })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get("content-type") ?? "")
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : {} }
  })
})

/** A request by node:http, which sends any method and leaves the path as it is. */
export const requestTo = (base: string, method: string, path: string) =>
  Effect.promise(async (): Promise<Answer> => {
    const sent = request(base, { method, path, agent: false }).end()
    const [response]: Array<IncomingMessage> = await once(sent, "response")
    const text = response === undefined ? "" : await readText(response)
    const headers = new Headers()
    for (const [name, value] of Object.entries(response?.headers ?? {})) headers.set(name, String(value))
    return { status: response?.statusCode ?? 0, headers, text, json: {} }
  })

export const requestFrom = (method: string, path: string) => HttpAddress.use((base) => requestTo(base, method, path))

/** POSTs JSON: a value, or text as it is. */
export const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  fetchFrom(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body)
  })
