/**
 * The relay of the entrypoint on the listener of the entrypoint, in this process, and whatever bytes one sends it.
 */
import { once } from "node:events"
import { connect } from "node:net"
import { ConfigProvider, Context, Effect, Layer } from "effect"
import { HttpServer } from "effect/http"
import type { Gateway, RoomRegistry } from "../../src/index.ts"
import * as EnvRelayConfig from "../../src/layers/EnvRelayConfig.ts"
import * as NodeListener from "../../src/layers/NodeListener.ts"
import * as StandaloneRelay from "../../src/layers/StandaloneRelay.ts"

/** Where it listens, on localhost. */
export class Port extends Context.Service<Port, number>()("pug-network/test/support/ListeningRelay/Port") {}

const port = Layer.effect(
  Port,
  Effect.map(HttpServer.HttpServer, ({ address }) => ("port" in address ? address.port : 0))
)

/** Settings are those of the environment, on a free port. */
export const layer = (
  settings: Readonly<Record<string, string>> = {}
): Layer.Layer<Port | RoomRegistry | Gateway, unknown> =>
  StandaloneRelay.layer.pipe(
    Layer.merge(port),
    Layer.provide(NodeListener.layer),
    Layer.provide(EnvRelayConfig.layer),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ PUG_PORT: "0", ...settings }))),
    Layer.fresh
  )

/** Sends bytes as they are, and returns all that comes back until the server closes the connection. */
export const exchange = (bytes: string, port: number): Promise<string> => exchangePieces([bytes], port)

/** The same in pieces, each behind the first bytes of the last answer. */
export const exchangePieces = async (pieces: ReadonlyArray<string>, port: number): Promise<string> => {
  const socket = connect(port, "localhost").setNoDelay(true).setEncoding("latin1")
  let answer = ""
  socket.on("data", (chunk) => (answer += String(chunk)))
  socket.on("error", () => undefined)
  const closed = once(socket, "close")
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) await once(socket, "data")
    socket.write(piece, "latin1")
  }
  await closed
  return answer
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
}

/** The answers in a stream of bytes, in order: their heads. A body that looks like a head would be taken for one. */
export const answersIn = (bytes: string): ReadonlyArray<RawAnswer> =>
  [...bytes.matchAll(/HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/g)].map(([, status, head = ""]) => ({
    status: Number(status),
    headers: Object.fromEntries(
      head
        .split("\r\n")
        .filter((line) => line !== "")
        .map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()])
    )
  }))
