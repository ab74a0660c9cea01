/**
 * One client's connection as the gateway sees it: messages in, frames out. A WebSocket, or a pair in memory.
 */
import type { Close } from "../protocol/CloseCodes.ts"
import type { Outlet } from "./Outlet.ts"

/** Takes what arrives, in order, each call at once. After `closed` nothing is called. */
export interface Receiver {
  readonly text: (message: string) => void
  readonly binary: (message: Uint8Array) => void
  /** A sign of life that says nothing: a WebSocket pong or ping. It counts against the rate of messages. */
  readonly heard: () => void
  /** `close` is what this side has ended it with, by `close` or `end`; without it the other end went. */
  readonly closed: (close?: Close) => void
}

export interface Connection extends Outlet {
  /** The memory that it takes while it says nothing, in bytes; `Limits.memory.connectionBytes` for most. */
  readonly idleBytes: number
  /** Starts to deliver. Called once. */
  readonly receive: (receiver: Receiver) => void
  /** A WebSocket ping, which every client answers by itself (RFC 6455 section 5.5.2). */
  readonly ping: () => void
  /** Ends by the peer's own wish: 1000. */
  readonly end: () => void
}
