/**
 * Lets all TCP sockets of the relay read into one buffer, instead of one that Node allocates anew for every read.
 *
 * What a read brings is used up before the next one, so one buffer serves all connections. Node offers this by the
 * `onread` option of sockets that one opens oneself, and not for those that a server has accepted; for them the same
 * three fields are set by their symbols. If a Node does not have them, nothing is changed and reads go on as `data`
 * events: this is the one place that leans on Node's internals, and only for speed.
 */
import type { Duplex } from "node:stream"

const readBufferBytes = 65_536
const buffer = Buffer.allocUnsafeSlow(readBufferBytes)

/**
 * Calls `onRead` with what arrives, good until it returns, in place of `data` events. False if this socket, or this
 * Node, is not made for it: TLS decrypts into buffers of its own.
 */
export const install = (socket: Duplex, onRead: (bytes: Buffer) => void): boolean => {
  const handle: unknown = Reflect.get(socket, "_handle")
  const bufferKey = symbolOf(socket, "kBuffer")
  const callbackKey = symbolOf(socket, "kBufferCb")
  if (bufferKey === undefined || callbackKey === undefined || !isTcpHandle(handle)) return false
  handle.useUserBuffer(buffer)
  Reflect.set(socket, bufferKey, buffer)
  Reflect.set(socket, callbackKey, (length: number) => onRead(buffer.subarray(0, length)))
  return true
}

interface TcpHandle {
  readonly useUserBuffer: (buffer: Buffer) => void
}

const isTcpHandle = (handle: unknown): handle is TcpHandle =>
  typeof handle === "object" &&
  handle !== null &&
  handle.constructor.name === "TCP" &&
  "useUserBuffer" in handle &&
  typeof handle.useUserBuffer === "function"

/** A field that Node gives every socket, empty until the socket reads into a buffer of its own. */
const symbolOf = (socket: object, description: string): symbol | undefined =>
  Object.getOwnPropertySymbols(socket).find(
    (symbol) => symbol.description === description && Reflect.get(socket, symbol) === null
  )
