/**
 * Every metric of a relay and of its process: names, help and labels, in this file alone. docs/OPERATIONS.md has the same
 * as a table for operators, held to it by a test.
 *
 * No label names a room, a member, an address or anything that a client can choose.
 */
import type { NodeCounts } from "./ClusterTally.ts"
import { counter, counters, gauge, gauges, type MetricFamily } from "./MetricFamily.ts"
import type { Tally } from "./RelayTally.ts"

export const relayFamilies: ReadonlyArray<MetricFamily<Tally>> = [
  gauge("pug_rooms", "Rooms that live now.", (tally) => tally.rooms),
  gauge("pug_members", "Members of all rooms now.", (tally) => tally.members),
  gauges(
    "pug_connections",
    "Open connections, those that have joined and those that have not yet.",
    "state",
    (tally) => {
      const preJoin = tally.levels.preJoinConnections()
      return { joined: tally.levels.connections() - preJoin, "pre-join": preJoin }
    }
  ),
  counter("pug_rooms_created_total", "Rooms created.", (tally) => tally.roomsCreated),
  counters("pug_rooms_ended_total", "Rooms ended, by what ended them.", "reason", (tally) => tally.roomsEnded),
  counter("pug_joins_total", "Members let in, reconnects among them.", (tally) => tally.joins),
  counters("pug_messages_received_total", "Messages from clients, sealed or control frames.", "kind", (tally) => ({
    sealed: tally.sealedReceived,
    control: tally.controlReceived
  })),
  counter("pug_received_bytes_total", "Bytes of these messages, framing not counted.", (tally) => tally.receivedBytes),
  counter(
    "pug_messages_sent_total",
    "Entries of room logs handed to members, once for each member.",
    (tally) => tally.messagesSent
  ),
  counter("pug_sent_bytes_total", "Bytes of these entries, framing counted.", (tally) => tally.sentBytes),
  counter(
    "pug_messages_dropped_total",
    "Sealed messages that came when their sender was out of the room, or the room's time was up.",
    (tally) => tally.messagesDropped
  ),
  counters(
    "pug_commands_refused_total",
    "Commands of members that were refused, the connection stays.",
    "reason",
    (tally) => tally.commandsRefused
  ),
  counters(
    "pug_connections_closed_total",
    "Connections ended, by the name of the close code; lost: the other end went.",
    "reason",
    (tally) => tally.connectionsClosed
  ),
  counters(
    "pug_handshakes_refused_total",
    "Requests for a WebSocket that were refused, by HTTP status.",
    "status",
    (tally) => tally.handshakeRefusals
  ),
  counters("pug_api_refusals_total", "API requests refused, by problem code.", "code", (tally) => tally.apiRefusals),
  gauges("pug_pow_bits", "Proof of work asked for now, in leading zero bits.", "purpose", (tally) => ({
    create: tally.levels.creationBits(),
    join: tally.levels.joinBits()
  })),
  gauge("pug_spent_challenges", "Solved challenges kept until they expire.", (tally) => tally.levels.spentChallenges()),
  gauges(
    "pug_memory_bytes",
    "What counts in the memory budget: rooms and connections, the most of these, and bytes that wait.",
    "part",
    (tally) => {
      const { heldBytes, limitBytes, waitingBytes } = tally.levels.memory()
      return { held: heldBytes, limit: limitBytes, waiting: waitingBytes }
    }
  ),
  counters(
    "pug_defects_total",
    "Faults in code, by where they stayed; each is worth a report.",
    "kind",
    (tally) => tally.defects
  )
]

/** Of a node of a cluster. No label names another node: nodes come and go, and series would pile up. */
export const clusterFamilies: ReadonlyArray<MetricFamily<NodeCounts>> = [
  gauges("pug_bus_state", "Whether the bus between nodes works: 1 for the state it is in.", "state", ({ levels }) => {
    const state = levels.busState()
    return { up: Number(state === "up"), stalled: Number(state === "stalled"), down: Number(state === "down") }
  }),
  counter(
    "pug_bus_interruptions_total",
    "Times that the bus went from working to not working.",
    (counts) => counts.busInterruptions
  ),
  gauges("pug_links", "Links to other nodes now: both sides have met, or not yet.", "state", ({ levels }) => {
    const links = levels.links()
    const met = links.filter(({ isUp }) => isUp).length
    return { up: met, opening: links.length - met }
  }),
  gauges(
    "pug_link_held_bytes",
    "Bytes that other nodes have not acknowledged: of all links, and of the link with most.",
    "of",
    ({ levels }) => {
      const held = levels.links().map(({ heldBytes }) => heldBytes)
      return { all: held.reduce((sum, bytes) => sum + bytes, 0), largest: Math.max(0, ...held) }
    }
  ),
  counters("pug_links_ended_total", "Links to other nodes that have ended.", "reason", (counts) => counts.linksEnded),
  counters("pug_link_records_total", "Records of rooms between nodes.", "direction", (counts) => ({
    sent: counts.recordsSent,
    received: counts.recordsReceived
  })),
  counters("pug_bus_datagrams_total", "Datagrams on the bus, signs of life among them.", "direction", (counts) => ({
    sent: counts.datagramsSent,
    received: counts.datagramsReceived
  })),
  counters("pug_bus_bytes_total", "Bytes of these datagrams.", "direction", (counts) => ({
    sent: counts.datagramBytesSent,
    received: counts.datagramBytesReceived
  })),
  counter(
    "pug_link_retransmissions_total",
    "Batches of records that went out once more.",
    (counts) => counts.retransmissions
  ),
  counter(
    "pug_bus_nobody_there_total",
    "Datagrams that the bus could not hand to the node they were for.",
    (counts) => counts.nobodyThere
  )
]

/** Sockets that a listener has closed before they were read: too many in all, or of one address. */
export interface SocketsRefused {
  full: number
  address: number
}

export const listenerFamilies: ReadonlyArray<MetricFamily<SocketsRefused>> = [
  counters(
    "pug_sockets_refused_total",
    "Sockets closed before they were read: the relay had all that it takes, or one address had.",
    "reason",
    ({ address, full }) => ({ full, address })
  )
]

/** How a process does. Times are of the last full window. */
export interface ProcessReading {
  readonly lagSeconds: { readonly p50: number; readonly p99: number; readonly max: number }
  readonly heapUsedBytes: number
  readonly heapLimitBytes: number
  readonly residentBytes: number
}

export const processFamilies: ReadonlyArray<MetricFamily<ProcessReading>> = [
  gauges(
    "pug_event_loop_lag_seconds",
    "How late timers of the process were in the last window of 10 seconds.",
    "quantile",
    ({ lagSeconds }) => lagSeconds
  ),
  gauge("pug_heap_used_bytes", "Bytes of the JavaScript heap in use.", ({ heapUsedBytes }) => heapUsedBytes),
  gauge("pug_heap_limit_bytes", "The most bytes that the heap may grow to.", ({ heapLimitBytes }) => heapLimitBytes),
  gauge("pug_resident_bytes", "Resident set size of the process.", ({ residentBytes }) => residentBytes)
]
