/**
 * Node's HTTP or HTTPS server with deadlines that really fire and bounds on what it takes, for a relay that is alone on it.
 *
 * Node's deadlines begin behind the TLS handshake and end at an upgrade, and none of them sees a client that does not read
 * its answer: all three are closed here. What Node answers by itself, a request that it cannot parse or an expectation
 * that it does not know, carries the relay's headers too.
 */
import * as Http from "node:http"
import * as Https from "node:https"
import { Socket } from "node:net"
import type { Duplex } from "node:stream"
import { http as usual } from "../protocol/Limits.ts"

/** A certificate and its key, as PEM. */
export interface TlsPair {
  readonly cert: string
  readonly key: string
}

export type HttpLimits = Readonly<Record<keyof typeof usual, number>>

export interface Hardening {
  /** Speaks HTTPS with this. */
  readonly tls?: TlsPair | undefined
  /** Sockets at a time, whatever they are for: one more is closed before it is read. Default: as many as come. */
  readonly maxConnections?: number
  /** On what the server answers by itself. */
  readonly headers?: Readonly<Record<string, string>>
  /** What is made of a request. */
  readonly IncomingMessage?: typeof Http.IncomingMessage
  /** In the place of those of Limits.ts. */
  readonly limits?: HttpLimits
}

const optionsOf = (limits: HttpLimits) => ({
  headersTimeout: limits.headersTimeoutMillis,
  requestTimeout: limits.requestTimeoutMillis,
  keepAliveTimeout: limits.keepAliveTimeoutMillis,
  connectionsCheckingInterval: limits.connectionsCheckingIntervalMillis,
  maxHeaderSize: limits.maxHeaderBytes,
  insecureHTTPParser: false,
  // RequestShape.ts does, with an answer that has headers.
  requireHostHeader: false
})

/** The server, not listening yet. */
export const make = ({
  tls,
  maxConnections,
  headers = {},
  IncomingMessage = Http.IncomingMessage,
  limits = usual
}: Hardening = {}): Http.Server => {
  const all = { ...optionsOf(limits), IncomingMessage }
  const server =
    tls === undefined
      ? Http.createServer(all)
      : Https.createServer({ ...all, ...tls, handshakeTimeout: limits.handshakeTimeoutMillis })
  // Node leaves out what is over its count in silence. One more than are allowed, so that too many can be told.
  server.maxHeadersCount = limits.maxHeadersCount + 1
  server.timeout = limits.idleTimeoutMillis
  if (maxConnections !== undefined) server.maxConnections = maxConnections
  // A relay listens a moment before it has its routes. Until then nobody is kept waiting for an answer that does not come.
  const isNobodyThere = (event: "request" | "upgrade") => server.listenerCount(event) === 1
  server.on("request", (_request, response) => {
    if (isNobodyThere("request")) response.writeHead(503, { ...headers, ...comeAgain }).end()
  })
  server.on("upgrade", (_request, socket, head) => {
    onUpgrade(socket, limits)
    if (isNobodyThere("upgrade")) refuse(socket, 503, { ...headers, ...comeAgain })
    // RFC 6455 section 4.1 lets a client say nothing before the handshake is over. The rest of the way sees a dead socket.
    else if (head.length > 0) refuse(socket, 400, headers)
  })
  server.on("clientError", (error, socket) => onClientError(error, socket, headers))
  server.on("checkExpectation", (_request, response) => void response.writeHead(417, headers).end())
  return server
}

const comeAgain = { connection: "close", "content-length": "0", "retry-after": "1" }

type Headers = Readonly<Record<string, string>>

/** Before the router sees it. */
const onUpgrade = (socket: Duplex, limits: HttpLimits): void => {
  // First of all: an error that nobody hears would end the process.
  socket.on("error", ignore)
  // A WebSocket lifts this when it opens; a request that was refused, or is not complete, must not stay.
  if (socket instanceof Socket) socket.setTimeout(limits.handshakeTimeoutMillis, () => socket.destroy())
}

const ignore = () => {}

/** A request that Node could not read is answered; a fault of the connection is not. */
const onClientError = ({ code = "" }: NodeJS.ErrnoException, socket: Duplex, headers: Headers): void => {
  // Bytes behind the last request of a connection: Node closes it when that request has its answer.
  if (code === "HPE_CLOSED_CONNECTION") return
  const status = statuses[code] ?? (code.startsWith("HPE_") ? 400 : undefined)
  if (status === undefined || !socket.writable) socket.destroy()
  else refuse(socket, status, headers)
}

const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408
}

/** Answers without a body and ends the connection. */
const refuse = (socket: Duplex, status: number, headers: Headers): void => {
  const lines = Object.entries({ ...headers, connection: "close", "content-length": "0" })
  const head = [`HTTP/1.1 ${status} ${Http.STATUS_CODES[status] ?? ""}`, ...lines.map((line) => line.join(": "))]
  socket.end([...head, "", ""].join("\r\n"), () => socket.destroy())
}
