/**
 * Nodes that are a LinkTable each, on a virtual clock, over a network that loses, doubles, delays and overtakes. Every record
 * says in which of its sender's links it was sent and as which of it, so that a transcript tells whether anything was
 * lost, doubled or swapped within a link.
 */
import { assert } from "@effect/vitest"
import type { LinkDownReason } from "../../src/domain/LinkDownReason.ts"
import { LinkTable } from "../../src/domain/LinkTable.ts"
import { type NodeAddress, nodeKey } from "../../src/domain/NodeAddress.ts"
import { cluster as limits } from "../../src/protocol/Limits.ts"

export interface Faults {
  /** Shares of the datagrams. */
  readonly dropped: number
  readonly doubled: number
  readonly late: number
  /** The longest way of a datagram that is not late; the shortest is 1. */
  readonly maxDelayMillis: number
}

export const noFaults: Faults = { dropped: 0, doubled: 0, late: 0, maxDelayMillis: 1 }

/** A late datagram comes when links have ended and begun anew. */
const maxLateMillis = 9_000
const stepMillis = 10

/** From the view of one node about one other: what came, and when a link ended. */
type Heard = { readonly life: number; readonly index: number } | LinkDownReason

interface Datagram {
  readonly at: number
  readonly from: SimulatedNode
  readonly to: NodeAddress
  readonly bytes: Uint8Array
}

class SimulatedNode {
  readonly address: NodeAddress
  readonly table: LinkTable
  readonly heard = new Map<string, Array<Heard>>()
  /** Links that have ended here, and records sent in the present one, by peer. */
  readonly lives = new Map<string, number>()
  readonly sent = new Map<string, number>()
  retransmitted = 0
  isDead = false
  isFrozen = false
  hasBus = true

  constructor(network: LinkNetwork, slot: number) {
    this.address = { slot, incarnation: 1 }
    const of = (peer: NodeAddress): Array<Heard> => {
      const known = this.heard.get(nodeKey(peer)) ?? []
      this.heard.set(nodeKey(peer), known)
      return known
    }
    this.table = new LinkTable(
      this.address,
      network.options,
      {
        publish: (to, datagram) => network.publish(this, to, datagram),
        record: (from, record) => {
          const view = new DataView(record.buffer, record.byteOffset)
          of(from).push({ life: view.getUint32(0), index: view.getUint32(4) })
        },
        down: (peer, reason) => {
          of(peer).push(reason)
          this.lives.set(nodeKey(peer), (this.lives.get(nodeKey(peer)) ?? 0) + 1)
          this.sent.delete(nodeKey(peer))
        },
        retransmitted: (batches) => void (this.retransmitted += batches),
        requestFlush: () => {}
      },
      network.now
    )
    this.table.isOpen = true
  }

  send(to: SimulatedNode, now: number, bytes = 8): void {
    const key = nodeKey(to.address)
    const index = this.sent.get(key) ?? 0
    const record = new Uint8Array(bytes)
    const view = new DataView(record.buffer)
    view.setUint32(0, this.lives.get(key) ?? 0)
    view.setUint32(4, index)
    this.sent.set(key, index + 1)
    this.table.send(to.address, record, now)
  }

  /** What came from a node, and the ends of links to it. */
  about(peer: SimulatedNode): ReadonlyArray<Heard> {
    return this.heard.get(nodeKey(peer.address)) ?? []
  }

  downs(peer: SimulatedNode): ReadonlyArray<LinkDownReason> {
    return this.about(peer).filter((it) => typeof it === "string")
  }

  received(peer: SimulatedNode): number {
    return this.about(peer).filter((it) => typeof it !== "string").length
  }
}

export class LinkNetwork {
  now = 1_000
  faults: Faults = noFaults
  readonly nodes: ReadonlyArray<SimulatedNode>
  readonly options
  /** Ways, as "from>to", on which nothing arrives. */
  readonly cut = new Set<string>()
  /** By the step in which they arrive. */
  readonly #flying = new Map<number, Array<Datagram>>()
  #random: () => number

  constructor(
    count: number,
    seed: number,
    options: { readonly ringBytes?: number; readonly firstSequence?: number } = {}
  ) {
    this.#random = mulberry32(seed)
    this.options = {
      ringBytes: limits.ringBytes.default,
      maxBatchBytes: 4_096,
      firstSequence: 1,
      ...options
    }
    this.nodes = Array.from({ length: count }, (_, index) => new SimulatedNode(this, index + 1))
  }

  /** A random whole number below `end`. */
  below(end: number): number {
    return Math.floor(this.#random() * end)
  }

  publish(from: SimulatedNode, to: NodeAddress, datagram: Uint8Array): void {
    assert.isTrue(from.hasBus, "nothing is published without a bus")
    if (this.#random() < this.faults.dropped) return
    const copies = this.#random() < this.faults.doubled ? 2 : 1
    for (let copy = 0; copy < copies; copy++) {
      const isLate = this.#random() < this.faults.late
      const delay = 1 + this.below(isLate ? maxLateMillis : this.faults.maxDelayMillis)
      this.#fly({ at: this.now + delay, from, to, bytes: datagram.slice() })
    }
  }

  #fly(datagram: Datagram): void {
    const step = Math.ceil(datagram.at / stepMillis)
    const others = this.#flying.get(step)
    if (others === undefined) this.#flying.set(step, [datagram])
    else others.push(datagram)
  }

  /** Lets time pass, with `act` at each step. */
  run(millis: number, act: () => void = () => {}): void {
    const end = this.now + millis
    while (this.now < end) {
      this.now += stepMillis
      this.#arrive()
      act()
      for (const node of this.nodes) {
        if (node.isDead || node.isFrozen) continue
        node.table.flush(this.now)
        if (this.now % limits.tickMillis === 0) node.table.tick(this.now)
      }
    }
  }

  #arrive(): void {
    const step = this.now / stepMillis
    const due = (this.#flying.get(step) ?? []).toSorted((a, b) => a.at - b.at)
    this.#flying.delete(step)
    for (const { bytes, from, to } of due) {
      const target = this.nodes.find(({ address }) => nodeKey(address) === nodeKey(to))
      if (target === undefined || target.isDead || !target.hasBus) {
        if (!from.isDead && from.hasBus) from.table.nobodyThere(to, this.now)
      } else if (target.isFrozen) {
        this.#fly({ at: this.now + stepMillis, from, to, bytes })
      } else if (!this.cut.has(`${from.address.slot}>${to.slot}`)) {
        target.table.receive(from.address, bytes, this.now)
      }
    }
  }
}

/** What a receiver has heard must be whole runs of its sender's links: from the first record, without gap, each link once. */
export const assertWholeRuns = (heard: ReadonlyArray<Heard>): void => {
  const lives: Array<number> = []
  let present: { life: number; next: number } | undefined
  for (const it of heard) {
    if (typeof it === "string") {
      present = undefined
      continue
    }
    if (present === undefined) {
      present = { life: it.life, next: 0 }
      lives.push(it.life)
    }
    assert.deepEqual(it, { life: present.life, index: present.next })
    present.next += 1
  }
  assert.deepEqual(
    lives,
    [...new Set(lives)].toSorted((a, b) => a - b)
  )
}

const mulberry32 = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
