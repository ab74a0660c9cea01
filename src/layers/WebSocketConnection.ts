/**
 * A `ws` socket as the gateway's Connection: whole frames go straight to the TCP socket, one write per batch, and sealed
 * payloads come straight from it (DirectFrames.ts).
 *
 * `ws` keeps the handshake, the control frames and the closing. Its own frames are written whole and at once (no
 * compression), so that ours, written to the same socket, stand between them. What a slow reader leaves waiting is
 * bounded: past the bound it is cut, and the room goes on.
 */
import type { Duplex } from "node:stream"
import type { WebSocket } from "ws"
import { type Close, closeCodes } from "../protocol/CloseCodes.ts"
import type { Connection, Receiver } from "../services/Connection.ts"
import type { RelaySettings } from "../services/RelayConfig.ts"
import * as DirectFrames from "./DirectFrames.ts"

const normalClosure = 1000

export const make = (
  webSocket: WebSocket,
  socket: Duplex,
  settings: Pick<RelaySettings, "maxMessageBytes" | "maxSendBufferBytes">
): Connection => {
  const close = ({ code, reason }: Close) => webSocket.close(code, reason)
  return {
    write: (frames) => {
      if (webSocket.readyState !== webSocket.OPEN) return true
      socket.write(frames)
      if (socket.writableLength > settings.maxSendBufferBytes) close(closeCodes.tooSlow)
      // What the kernel has not taken at once is still ours to keep.
      return socket.writableLength === 0
    },
    close,
    end: () => webSocket.close(normalClosure),
    ping: () => {
      if (webSocket.readyState === webSocket.OPEN) webSocket.ping()
    },
    receive: (receiver) => {
      listen(webSocket, receiver)
      DirectFrames.install(socket, {
        maxPayloadBytes: settings.maxMessageBytes,
        onBinary: (payload) => {
          if (webSocket.readyState === webSocket.OPEN) receiver.binary(payload)
        }
      })
    }
  }
}

const listen = (webSocket: WebSocket, receiver: Receiver): void => {
  webSocket.on("message", (data, isBinary) => {
    // Frames that arrive behind our own close are nobody's any more.
    if (webSocket.readyState !== webSocket.OPEN) return
    const bytes = data instanceof ArrayBuffer || Array.isArray(data) ? Buffer.concat([data].flat().map(viewOf)) : data
    if (isBinary) receiver.binary(bytes)
    else receiver.text(bytes.toString())
  })
  webSocket.on("ping", () => receiver.heard())
  webSocket.on("pong", () => receiver.heard())
  webSocket.on("close", () => receiver.closed())
}

const viewOf = (part: ArrayBuffer | Buffer): Uint8Array => (part instanceof ArrayBuffer ? new Uint8Array(part) : part)
