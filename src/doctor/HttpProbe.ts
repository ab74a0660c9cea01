/**
 * Asks as a browser asks, and keeps what came. Every answer is bounded in time and size.
 *
 * Certificates are not verified here, because nothing secret is sent and TlsChecks.ts judges them for themselves.
 */
import * as Http from "node:http"
import * as Https from "node:https"
import type { Readable } from "node:stream"
import { createBrotliDecompress, createGunzip } from "node:zlib"
import { Effect } from "effect"
import { doctor as limits } from "../protocol/Limits.ts"
import { type Reply, Unreachable } from "./Observation.ts"

export interface Question {
  readonly method?: "GET" | "POST"
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Follows no redirect. */
export const ask = (url: string, question: Question = {}): Effect.Effect<Reply, Unreachable> =>
  Effect.callback<Reply, Unreachable>((resume) => {
    const { body, headers = {}, method = "GET" } = question
    const client = url.startsWith("https:") ? Https : Http
    const fail = (error: Error) => resume(Effect.fail(new Unreachable({ reason: reasonOf(error) })))
    const request = client.request(url, {
      method,
      agent: false,
      rejectUnauthorized: false,
      headers: { accept: "*/*", "accept-encoding": "br, gzip", ...headers }
    })
    request.on("error", fail)
    request.on("response", (response) => {
      const chunks: Array<Buffer> = []
      let bytes = 0
      const content = unpacked(response, fail)
      content.on("error", fail)
      content.on("data", (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > limits.maxReplyBytes) request.destroy(new Error("the answer does not end"))
        else chunks.push(chunk)
      })
      content.on("end", () =>
        resume(Effect.succeed({ status: response.statusCode ?? 0, headers: valuesOf(response), body: textOf(chunks) }))
      )
    })
    request.end(body)
    return Effect.sync(() => request.destroy())
  }).pipe(inTime)

/** Gives up after the time that a healthy deployment never needs. */
export const inTime = <A>(probe: Effect.Effect<A, Unreachable>): Effect.Effect<A, Unreachable> =>
  Effect.timeoutOrElse(probe, {
    duration: limits.answerMillis,
    orElse: () => Effect.fail(new Unreachable({ reason: "ETIMEDOUT" }))
  })

/** Node's code of a failure, or its words. */
export const reasonOf = (error: Error): string =>
  "code" in error && typeof error.code === "string" ? error.code : error.message

const unpacked = (response: Http.IncomingMessage, onError: (error: Error) => void): Readable => {
  const coding = response.headers["content-encoding"]
  const unpack = coding === "br" ? createBrotliDecompress() : coding === "gzip" ? createGunzip() : undefined
  if (unpack === undefined) return response
  response.on("error", onError)
  return response.pipe(unpack)
}

const valuesOf = ({ headersDistinct }: Http.IncomingMessage): Reply["headers"] =>
  Object.fromEntries(Object.entries(headersDistinct).map(([name, values = []]) => [name, values]))

const textOf = (chunks: ReadonlyArray<Buffer>): string => Buffer.concat(chunks).toString("utf8")
