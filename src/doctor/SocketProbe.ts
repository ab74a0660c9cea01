/**
 * Opens a WebSocket as the client's page does, over HTTP/1.1 and where it is offered over HTTP/2.
 */
import * as Http2 from "node:http2"
import { Effect } from "effect"
import { WebSocket } from "ws"
import { doctor as limits, subprotocol } from "../protocol/Limits.ts"
import { reasonOf } from "./HttpProbe.ts"
import type { Http2Facts, SocketFacts } from "./Observation.ts"
import { addressOf, type Target } from "./Target.ts"

export interface Call {
  /** Of the page that would open it. */
  readonly origin: string
  /** The first message, if it is to say something. */
  readonly say?: string
  /** Whether the answer to the handshake is all that is asked for. */
  readonly isHandshakeOnly?: boolean
  /** How long an open socket is watched for its close. */
  readonly patienceMillis?: number
}

/** Offers compression, as browsers do. What is open when patience ends is cut. */
export const call = (target: Target, { isHandshakeOnly = false, origin, patienceMillis, say }: Call) =>
  Effect.suspend(() => {
    const texts: Array<string> = []
    let soFar: SocketFacts = { _tag: "Broken", reason: "ETIMEDOUT" }
    const socket = new WebSocket(addressOf(target, "/ws").replace(/^http/, "ws"), subprotocol, {
      origin,
      rejectUnauthorized: false,
      perMessageDeflate: true
    })
    return Effect.callback<SocketFacts>((resume) => {
      const opened = (closeCode: number | undefined): SocketFacts => ({
        _tag: "Opened",
        extensions: socket.extensions,
        texts,
        closeCode
      })
      socket.on("unexpected-response", (_request, response) =>
        resume(Effect.succeed({ _tag: "Refused", status: response.statusCode ?? 0 }))
      )
      socket.on("error", (error) => {
        if (soFar._tag === "Broken") resume(Effect.succeed({ _tag: "Broken", reason: reasonOf(error) }))
      })
      socket.on("open", () => {
        soFar = opened(undefined)
        if (isHandshakeOnly) resume(Effect.succeed(soFar))
        if (say !== undefined) socket.send(say)
      })
      socket.on("message", (data, isBinary) => {
        if (!isBinary) texts.push(String(data))
      })
      socket.on("close", (code) => resume(Effect.succeed(opened(code))))
    }).pipe(
      Effect.timeoutOrElse({
        duration: patienceMillis ?? limits.answerMillis,
        orElse: () => Effect.succeed(soFar)
      }),
      Effect.ensuring(Effect.sync(() => socket.terminate()))
    )
  })

/** Asks whether WebSockets may be opened within HTTP/2, and if so, opens one (RFC 8441 section 4). */
export const callOverHttp2 = (target: Target) =>
  Effect.callback<Http2Facts>((resume) => {
    const answer = (facts: Http2Facts) => {
      resume(Effect.succeed(facts))
      session.destroy()
    }
    const session = Http2.connect(target.origin, { rejectUnauthorized: false })
    session.on("error", () => answer({ _tag: "NotOffered" }))
    session.on("remoteSettings", ({ enableConnectProtocol = false }) => {
      if (!enableConnectProtocol) return answer({ _tag: "NotOffered" })
      const stream = session.request({
        ":method": "CONNECT",
        ":protocol": "websocket",
        ":path": `${target.path}/ws`,
        origin: target.origin,
        "sec-websocket-protocol": subprotocol,
        "sec-websocket-version": "13"
      })
      stream.on("error", () => answer({ _tag: "Offered", status: undefined }))
      stream.on("response", (headers) => answer({ _tag: "Offered", status: headers[":status"] }))
    })
    return Effect.sync(() => session.destroy())
  }).pipe(
    Effect.timeoutOrElse({
      duration: limits.answerMillis,
      orElse: () => Effect.succeed<Http2Facts>({ _tag: "Offered", status: undefined })
    })
  )
