/**
 * A proxy that spoils one thing on the way between a browser and a relay, and passes on all else.
 */
import { once } from "node:events"
import * as Http from "node:http"
import * as Https from "node:https"
import { type AddressInfo, connect } from "node:net"
import { buffer } from "node:stream/consumers"
import { Effect } from "effect"

export interface Passing {
  readonly status: number
  readonly headers: Http.OutgoingHttpHeaders
  readonly body: Buffer
}

export interface Fault {
  /** Spoils an answer; `path` is what was asked for. */
  readonly answer?: (passing: Passing, path: string) => Passing
  /** Asks the relay for another path than was asked for, query and all. */
  readonly path?: (path: string) => string
  /** Spoils the request for a WebSocket, line by line. */
  readonly handshake?: (line: string) => string
  /** Spoils what comes back of a WebSocket: `false` cuts it. */
  readonly frames?: (chunk: string) => string | false
  readonly tls?: { readonly cert: string; readonly key: string }
}

/** Listens before the relay at `relayUrl`; returns its own address. */
export const start = (
  relayUrl: string,
  { answer = (passing) => passing, frames, handshake = (line) => line, path: pathOf = (path) => path, tls }: Fault
) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const { hostname, port } = new URL(relayUrl)
      const pass: Http.RequestListener = (request, response) => {
        const { headers, method, url: path = "/" } = request
        const onward = Http.request(
          { host: hostname, port, method, path: pathOf(path), headers, agent: false },
          async (reply) => {
            const passing = { status: reply.statusCode ?? 0, headers: reply.headers, body: await buffer(reply) }
            const { body, headers, status } = answer(passing, path)
            response.writeHead(status, { ...headers, "content-length": body.length }).end(body)
          }
        )
        request.pipe(onward)
      }
      const server = tls === undefined ? Http.createServer(pass) : Https.createServer(tls, pass)
      server.on("upgrade", ({ headers, url = "/" }: Http.IncomingMessage, socket) => {
        const lines = [
          `GET ${pathOf(url)} HTTP/1.1`,
          ...Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`)
        ]
        const onward = connect(Number(port), hostname)
        onward.write(
          `${lines
            .map(handshake)
            .filter((line) => line !== "")
            .join("\r\n")}\r\n\r\n`
        )
        onward.on("data", (chunk) => {
          const spoiled = frames === undefined ? chunk : frames(chunk.toString("latin1"))
          if (spoiled === false) socket.destroy()
          else socket.write(typeof spoiled === "string" ? Buffer.from(spoiled, "latin1") : spoiled)
        })
        socket.pipe(onward)
        for (const [end, other] of [
          [socket, onward],
          [onward, socket]
        ] as const) {
          end.on("error", () => other.destroy())
          end.on("close", () => other.destroy())
        }
      })
      server.listen(0)
      await once(server, "listening")
      // A server on TCP has a port.
      return {
        server,
        url: `${tls === undefined ? "http" : "https"}://localhost:${(server.address() as AddressInfo).port}`
      }
    }),
    ({ server }) =>
      Effect.sync(() => {
        server.close()
        server.closeAllConnections()
      })
  )
