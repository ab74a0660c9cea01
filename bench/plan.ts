/**
 * The generator's plan: the text file whose directives generator/plan.c describes.
 */
import { mask, upgradeRequest } from "./frames.ts"
import type { Entry, Peer } from "./peers.ts"
import type { Topology } from "./shapes.ts"

/** Rooms that guests visit during verification. */
const visitedRooms = 8

/** Rooms whose members are set up together: their senders first, because a listener waits for its sender. */
const blockRooms = 200

export interface PlanRequest {
  readonly peer: Peer
  readonly port: number
  readonly serverPid: number
  readonly topology: Topology
  readonly sizes: ReadonlyArray<number>
  readonly entryOf: (room: number, isFirst: boolean) => Entry
  readonly hasGuests: boolean
}

/** Who visits a room while its streams are verified: in a single room a crowd, else one of each kind. */
const guestsOf = ({ rooms }: Topology): ReadonlyArray<string> =>
  rooms === 1 ? ["churner", "churner", "churner", "churner", "staller", "staller"] : ["churner", "staller"]

/** Seats that a room needs for its members and guests. */
export const capacityOf = (topology: Topology): number => topology.members + guestsOf(topology).length

export const planText = (request: PlanRequest): string => {
  const { peer, port, serverPid, topology, sizes } = request
  return [
    `port ${port}`,
    `server ${serverPid}`,
    `rooms ${topology.rooms}`,
    `log ${peer.hasRelayLog ? "relay" : "stamp"}`,
    ...(peer.heartbeat ? [`answer ${hex(peer.heartbeat.text)} ${hex(peer.heartbeat.answer)}`] : []),
    ...sizes.map((bytes) => {
      const { frames, payloadAt } = peer.message(bytes)
      return `message ${bytes} ${bytes + peer.headerBytes} ${payloadAt} ${hex(mask)} ${hex(frames)}`
    }),
    ...memberLines(request),
    ...(request.hasGuests ? guestLines(request) : []),
    ""
  ].join("\n")
}

const memberLines = (request: PlanRequest): ReadonlyArray<string> => {
  const { rooms, members } = request.topology
  return range(Math.ceil(rooms / blockRooms)).flatMap((block) => {
    const some = range(Math.min(blockRooms, rooms - block * blockRooms)).map((room) => block * blockRooms + room)
    return [
      ...some.flatMap((room) => connectionLines(request, room, "sender")),
      ...some.flatMap((room) => range(members - 1).flatMap(() => connectionLines(request, room, "listener")))
    ]
  })
}

const guestLines = (request: PlanRequest): ReadonlyArray<string> =>
  range(Math.min(visitedRooms, request.topology.rooms)).flatMap((room) =>
    guestsOf(request.topology).flatMap((role) => [
      ...connectionLines(request, room, role),
      `leave ${hex(request.peer.leave)}`
    ])
  )

const connectionLines = ({ entryOf, port }: PlanRequest, room: number, role: string): ReadonlyArray<string> => {
  const { path, steps, subprotocol } = entryOf(room, role === "sender")
  return [
    `connect ${room} ${role} ${hex(upgradeRequest(path, port, subprotocol))}`,
    ...steps.map(({ send, awaits }) => `step ${send === undefined ? "-" : hex(send)} ${hex(awaits)}`)
  ]
}

const hex = (bytes: string | Uint8Array): string => Buffer.from(bytes).toString("hex")

const range = (length: number): ReadonlyArray<number> => Array.from({ length }, (_, index) => index)
