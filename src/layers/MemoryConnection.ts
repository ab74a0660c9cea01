/**
 * A connection in memory: the gateway's end, and what reaches the other end. No socket, no port, no bytes on a wire.
 *
 * It carries finished frames like a socket does and takes them apart for the peer. Nothing waits in it, so it has no slow
 * reader; everything else the gateway does over a WebSocket it does here as well.
 */
import type { Close } from "../protocol/CloseCodes.ts"
import { memory } from "../protocol/Limits.ts"
import { opcode, readFrames } from "../protocol/WebSocketFrame.ts"
import type { Connection, Receiver } from "../services/Connection.ts"

/** Where the peer takes what the relay sends. Called at once, in order; `closed` last. */
export interface Peer {
  readonly text: (message: string) => void
  readonly binary: (message: Uint8Array) => void
  readonly closed: (close: Close) => void
}

export interface MemoryConnection {
  /** The gateway's end. */
  readonly connection: Connection
  /** The peer's end: messages to the relay, and its closing. */
  readonly send: (message: string | Uint8Array) => void
  readonly close: (close?: Close) => void
}

const normal: Close = { code: 1000, reason: "" }
const textDecoder = new TextDecoder()

export const make = (peer: Peer): MemoryConnection => {
  const early: Array<string | Uint8Array> = []
  let receiver: Receiver | undefined
  let isOpen = true

  const finish = (close: Close, byRelay?: Close) => {
    if (!isOpen) return
    isOpen = false
    peer.closed(close)
    receiver?.closed(byRelay)
  }
  const closeByRelay = (close: Close) => finish(close, close)
  const deliver = (to: Receiver, message: string | Uint8Array) =>
    typeof message === "string" ? to.text(message) : to.binary(message)

  return {
    connection: {
      idleBytes: memory.connectionBytes,
      write: (frames) => {
        if (!isOpen) return true
        readFrames(frames, (kind, payload) =>
          kind === opcode.text ? peer.text(textDecoder.decode(payload)) : peer.binary(Uint8Array.from(payload))
        )
        return true
      },
      close: closeByRelay,
      end: () => closeByRelay(normal),
      ping: () => receiver?.heard(),
      receive: (to) => {
        receiver = to
        if (!isOpen) return to.closed()
        early.splice(0).forEach((message) => isOpen && deliver(to, message))
      }
    },
    send: (message) => {
      if (!isOpen) return
      if (receiver === undefined) early.push(message)
      else deliver(receiver, message)
    },
    close: (reason = normal) => finish(reason)
  }
}
