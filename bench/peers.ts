/**
 * The relays that are compared: how each is started, how one becomes a member, and what a message is on its wire.
 */
import { maskedFrame, payloadOf, payloadStart } from "./frames.ts"
import { createRooms } from "./pugRooms.ts"

export type PeerName = "pug" | "ws" | "socket.io" | "bun"

/** What a client sends to become a member, and the text that it waits for before it goes on. */
export interface Entry {
  readonly path: string
  readonly subprotocol?: string
  readonly steps: ReadonlyArray<{ readonly send?: Uint8Array; readonly awaits: string }>
}

/** A message on its way to the relay: finished frames, with the place of the application payload in them. */
export interface OutgoingMessage {
  readonly frames: Uint8Array
  readonly payloadAt: number
}

export interface Peer {
  readonly name: PeerName
  readonly file: string
  readonly runtime: "node" | "bun"
  /** What one frames, in words. */
  readonly framing: string
  /** Makes the rooms, and says how to enter each. */
  readonly open: (port: number, rooms: number, capacity: number) => Promise<(room: number, isFirst: boolean) => Entry>
  readonly message: (bytes: number) => OutgoingMessage
  /** Bytes in front of the application payload in the binary frame that delivers it. */
  readonly headerBytes: number
  readonly hasRelayLog: boolean
  /** A text that the relay sends now and then, and the frame that answers it. */
  readonly heartbeat?: { readonly text: string; readonly answer: Uint8Array }
  /** How a member leaves in good order. */
  readonly leave: Uint8Array
}

const binary = (bytes: number): OutgoingMessage => {
  const frames = maskedFrame("binary", payloadOf(bytes))
  return { frames, payloadAt: payloadStart(frames) }
}

/** A Socket.IO event with a binary argument: a text packet that announces it, and the bytes. */
const socketIoEvent = (bytes: number): OutgoingMessage => {
  const head = maskedFrame("text", `451-["m",{"_placeholder":true,"num":0}]`)
  const { frames, payloadAt } = binary(bytes)
  return { frames: Buffer.concat([head, frames]), payloadAt: head.length + payloadAt }
}

const byPath = async () => (room: number) => ({ path: `/${room}`, steps: [] })

const closeFrame = maskedFrame("close", Uint8Array.of(0x03, 0xe8))

export const peers: Readonly<Record<PeerName, Peer>> = {
  ws: {
    name: "ws",
    file: "peers/ws.ts",
    runtime: "node",
    framing: "one binary frame: head, payload",
    open: byPath,
    message: binary,
    headerBytes: 0,
    hasRelayLog: false,
    leave: closeFrame
  },
  pug: {
    name: "pug",
    file: "peers/pug.ts",
    runtime: "node",
    framing: "one binary frame: head, 32 bytes of log header, payload",
    open: createRooms,
    message: binary,
    headerBytes: 32,
    hasRelayLog: true,
    leave: maskedFrame("text", `{"_tag":"Leave"}`)
  },
  "socket.io": {
    name: "socket.io",
    file: "peers/socketio.ts",
    runtime: "node",
    framing: "a text frame of 41 bytes that announces the payload, and one binary frame: head, payload",
    open: async () => (room) => ({
      path: `/socket.io/?EIO=4&transport=websocket&room=${room}`,
      steps: [{ awaits: `0{"sid"` }, { send: maskedFrame("text", "40"), awaits: `40{"sid"` }]
    }),
    message: socketIoEvent,
    headerBytes: 0,
    hasRelayLog: false,
    heartbeat: { text: "2", answer: maskedFrame("text", "3") },
    leave: maskedFrame("text", "41")
  },
  bun: {
    name: "bun",
    file: "peers/bun.ts",
    runtime: "bun",
    framing: "one binary frame: head, payload",
    open: byPath,
    message: binary,
    headerBytes: 0,
    hasRelayLog: false,
    leave: closeFrame
  }
}

/** In the order of a round: `ws` first, because its saturation sets the load for latency. */
export const peerNames: ReadonlyArray<PeerName> = ["ws", "pug", "bun", "socket.io"]
